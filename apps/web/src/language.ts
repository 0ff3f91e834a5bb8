/** The language of the page: Chinese unless the reader switched, and remembered on this machine. */
import { computed, ref, watchEffect } from 'vue';
import { en } from './messages.en';
import { zh, type Messages } from './messages.zh';

export type Language = 'zh' | 'en';

const storageKey = 'guanzhong.language';
const messages: Record<Language, Messages> = { zh, en };

const language = ref<Language>(localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh');
const words = computed<Messages>(() => messages[language.value]);

watchEffect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
});

function switchLanguage(): void {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  localStorage.setItem(storageKey, language.value);
}

/** The reader's language, the page's sentences in it, and the switch. Shared by all components. */
export function useLanguage() {
  return {
    language,
    words,
    switchLanguage,
    /** The reader's side of a bilingual text. */
    pick: (text: { zh: string; en: string }): string => text[language.value],
  };
}
