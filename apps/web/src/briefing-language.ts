/** The sentences of the briefing pages; they come with these pages, and do not make the first page heavier. */
import { computed } from 'vue';
import * as en from './briefing-messages.en';
import * as zh from './briefing-messages.zh';
import { useLanguage } from './language';

export function useBriefingWords() {
  const { language } = useLanguage();
  return computed<typeof zh>(() => (language.value === 'zh' ? zh : en));
}
