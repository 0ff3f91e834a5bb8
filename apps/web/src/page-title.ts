/** The document's title: what the page shows, then the product. */
import { watchEffect } from 'vue';
import { useLanguage } from './language';

export function usePageTitle(title: () => string): void {
  const { words } = useLanguage();
  watchEffect(() => {
    document.title = [title(), words.value.product].filter((part) => part !== '').join(' · ');
  });
}
