/** What the page of one entry of the catalogue reads: its versions, and what its fields choose from. */
import { computed, watch } from 'vue';
import { useAnswer } from './answer';
import { useCatalogueWords } from './catalogue-language';
import type { EntryVersion } from './entry-editing';
import type { Option } from './entry-fields';
import { useLanguage } from './language';

const never = new AbortController().signal;

/**
 * @param code null: the entry is new.
 * @param versionsOf the versions of an entry, the oldest first.
 * @param readCatalogue what of the catalogue the fields name.
 */
export function useEntryAnswer<Catalogue>(
  code: () => string | null,
  versionsOf: (code: string, signal: AbortSignal) => Promise<readonly EntryVersion[]>,
  readCatalogue: (signal: AbortSignal) => Promise<Catalogue>,
) {
  const { answer, failure, reload } = useAnswer(async (signal) => {
    const of = code();
    const [versions, catalogue] = await Promise.all([
      of === null ? [] : versionsOf(of, signal),
      readCatalogue(signal),
    ]);
    return { versions, catalogue };
  });
  watch(code, reload, { immediate: true });
  return {
    /** Null until they are here. */
    versions: computed(() => answer.value?.versions ?? null),
    catalogue: computed(() => answer.value?.catalogue ?? null),
    failure,
    reload,
    /** The versions once more, after a change. */
    load: (of: string) => versionsOf(of, never),
  };
}

export type EntryAnswer = ReturnType<typeof useEntryAnswer<unknown>>;

/** What a field chooses from, in the language of the page; none until it is here. */
export function useEntryOptions() {
  const { pick } = useLanguage();
  const words = useCatalogueWords();
  type Names = { readonly zh: string; readonly en: string };
  return {
    named: (all: readonly { code: string; name: Names }[] = []): Option[] =>
      all.map(({ code, name }) => ({ value: code, label: pick(name) })),
    tasks: (all: readonly { number: number; title: Names }[] = []): Option[] =>
      all.map(({ number, title }) => ({
        value: String(number),
        label: words.value.target.taskOption(number, pick(title)),
      })),
  };
}
