/** An answer that stays on the page while the same question is asked again, so that the page does not jump. */
import { shallowRef, watch, type Ref } from 'vue';

/**
 * @param came the answer as `useAnswer` has it: null while it is asked again.
 * @returns what came last, and how to forget it when another question is asked.
 */
export function useKept<T>(came: Ref<T | null>) {
  const kept = shallowRef<T | null>(null);
  watch(
    came,
    (answer) => {
      if (answer !== null) kept.value = answer;
    },
    { immediate: true },
  );
  return {
    kept,
    forget: () => {
      kept.value = null;
    },
  };
}
