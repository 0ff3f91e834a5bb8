/** The sentences of the pages of indicators; they come with these pages, and do not make the first page heavier. */
import { computed } from 'vue';
import * as en from './indicator-messages.en';
import * as zh from './indicator-messages.zh';
import { useLanguage, type Language } from './language';

export type IndicatorWords = typeof zh;

const wordsIn: Readonly<Record<Language, IndicatorWords>> = { zh, en };

/** The pages' sentences in the reader's language. */
export function useIndicatorWords() {
  const { language } = useLanguage();
  return computed(() => wordsIn[language.value]);
}
