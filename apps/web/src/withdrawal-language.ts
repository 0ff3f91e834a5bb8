/** The sentences about withdrawing a target; they come with the pages that speak of it. */
import { computed } from 'vue';
import { useLanguage, type Language } from './language';
import * as en from './withdrawal-messages.en';
import * as zh from './withdrawal-messages.zh';

const wordsIn: Readonly<Record<Language, typeof zh>> = { zh, en };

export function useWithdrawalWords() {
  const { language } = useLanguage();
  return computed(() => wordsIn[language.value]);
}
