/** The names of organisations; until they are here, or should they not come, the codes stand in their place. */
import { onMounted, shallowRef, watch } from 'vue';
import type { Organisation } from '#contract';
import { useAnswer } from './answer';
import { api } from './api';
import { useLanguage } from './language';

const organisations = shallowRef<readonly Organisation[] | null>(null);

/** All organisations, once they are here. */
export function useOrganisations() {
  const came = useAnswer(api.organisations);
  onMounted(() => {
    if (organisations.value === null) void came.reload();
  });
  watch(came.answer, (answer) => {
    if (answer !== null) organisations.value = answer;
  });
  return organisations;
}

/** Reads codes as names. */
export function useOrganisationNames() {
  const { language, pick } = useLanguage();
  const all = useOrganisations();
  return (codes: readonly string[]): string =>
    codes
      .map((code) => pick(all.value?.find((one) => one.code === code)?.name ?? { zh: code, en: code }))
      .join(language.value === 'zh' ? '、' : ', ');
}
