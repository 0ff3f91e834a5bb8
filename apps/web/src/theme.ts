/** Light or dark: as the system says, unless the reader chose otherwise. */
import { computed, ref, watchEffect } from 'vue';

const paper = window.matchMedia('print');
const storageKey = 'guanzhong.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');

const systemDark = ref(system.matches);
const chosen = ref(localStorage.getItem(storageKey));
const printing = ref(paper.matches);
const chosenDark = computed(() => (chosen.value === null ? systemDark.value : chosen.value === 'dark'));
/** Paper is light. */
const dark = computed(() => chosenDark.value && !printing.value);

system.addEventListener('change', (event) => {
  systemDark.value = event.matches;
});
paper.addEventListener('change', (event) => {
  printing.value = event.matches;
});
// Synchronous, so that what reads colours from the style sheet after a switch reads the new ones.
watchEffect(() => document.documentElement.classList.toggle('dark', dark.value), { flush: 'sync' });

function switchTheme(): void {
  const wantDark = !chosenDark.value;
  if (wantDark === systemDark.value) {
    chosen.value = null;
    localStorage.removeItem(storageKey);
  } else {
    chosen.value = wantDark ? 'dark' : 'light';
    localStorage.setItem(storageKey, chosen.value);
  }
}

/** Whether the page is dark, and the switch. Choosing what the system says means following the system again. */
export function useTheme() {
  return { dark, switchTheme };
}
