/** The sentences of the alert pages; they come with these pages, and do not make the first page heavier. */
import { computed } from 'vue';
import * as en from './alert-messages.en';
import * as zh from './alert-messages.zh';
import * as setUpEn from './alert-setup-messages.en';
import * as setUpZh from './alert-setup-messages.zh';
import { useLanguage, type Language } from './language';

export type AlertWords = typeof zh & typeof setUpZh;

/** In every language: a rule's texts are written in each of them, whatever the reader's. */
export const alertWordsIn: Readonly<Record<Language, AlertWords>> = {
  zh: { ...zh, ...setUpZh },
  en: { ...en, ...setUpEn },
};

/** The alert pages' sentences in the reader's language. */
export function useAlertWords() {
  const { language } = useLanguage();
  return computed(() => alertWordsIn[language.value]);
}
