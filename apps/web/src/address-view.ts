/** What a page shows, as its address has it. */
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Query } from './address-query';

/**
 * @param read the view of a query; a part that makes no sense is as if it were not there.
 * @param write the query of a view.
 */
export function useAddressView<View>(
  read: (query: Query) => View,
  write: (view: View) => Record<string, string>,
) {
  const route = useRoute();
  const router = useRouter();
  const view = computed(() => read(route.query));
  return {
    view,
    change: (part: Partial<View>): void => void router.replace({ query: write({ ...view.value, ...part }) }),
    clear: (): void => void router.replace({ query: {} }),
  };
}
