/** The organisations and their names, loaded once. Until they are here, or should they not come, codes stand there. */
import { computed, onMounted, shallowRef, watch } from 'vue';
import type { Organisation } from '#contract';
import { useAnswer } from './answer';
import { api } from './api';
import { useLanguage } from './language';

const organisations = shallowRef<readonly Organisation[] | null>(null);
const byCode = computed(() => new Map((organisations.value ?? []).map((one) => [one.code, one])));

/** All organisations, once they are here. */
export function useOrganisationList() {
  const came = useAnswer(api.organisations);
  onMounted(() => {
    if (organisations.value === null) void came.reload();
  });
  watch(came.answer, (answer) => {
    if (answer !== null) organisations.value = answer;
  });
  return organisations;
}

export function useOrganisations() {
  const { pick } = useLanguage();
  const all = useOrganisationList();
  return {
    organisationName: (code: string): string => pick(byCode.value.get(code)?.name ?? { zh: code, en: code }),
    /** To choose from. */
    organisationOptions: computed(() =>
      (all.value ?? []).map(({ code, name }) => ({ value: code, label: pick(name) })),
    ),
  };
}

/** Reads codes as names. */
export function useOrganisationNames() {
  const { words } = useLanguage();
  const { organisationName } = useOrganisations();
  return (codes: readonly string[]): string => codes.map(organisationName).join(words.value.punctuation.list);
}
