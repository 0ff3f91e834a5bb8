/** The sentences of the pages that change the catalogue; they come with these pages. */
import { computed } from 'vue';
import * as en from './catalogue-messages.en';
import * as zh from './catalogue-messages.zh';
import { useLanguage, type Language } from './language';

export type CatalogueWords = typeof zh;

const wordsIn: Readonly<Record<Language, CatalogueWords>> = { zh, en };

export function useCatalogueWords() {
  const { language } = useLanguage();
  return computed(() => wordsIn[language.value]);
}
