/** Editing one entry of the catalogue: on which version, what would change, whether somebody was faster. */
import { computed, ref, shallowRef, watch } from 'vue';
import type { FieldFault, ScorecardRow, VerdictMove } from '#contract';
import { ProblemError } from './api';
import type { Sending } from './catalogue-api';
import type { CatalogueWords } from './catalogue-language';
import { faultOfEntry, rebased, textIn, type Draft } from './entry-fields';
import { ownFault } from './field-faults';
import { useSaving } from './saving';

/** A version of an entry as a form holds it. */
export interface EntryVersion {
  readonly version: number;
  readonly changedAt: string;
  /** Null: not known. */
  readonly changedBy: string | null;
  readonly reason: string | null;
  /** Since when it counts no more and no other took its place; null: it does, or another did. */
  readonly withdrawnAt: string | null;
  readonly draft: Draft;
}

/** What the service says of a change, tried or made. */
export interface EntryChange {
  readonly version: number;
  /** Undefined: the change is of a kind that no verdict rests on. */
  readonly verdictChanges?: readonly VerdictMove[];
  readonly verdictBefore?: ScorecardRow | null;
  readonly verdict?: ScorecardRow;
  readonly warnings?: readonly unknown[];
}

/** One kind of entry: how a draft is read and sent. */
export interface EntryKind {
  /** The draft as the service would have it, or what of it cannot be read. */
  readonly read: (
    draft: Draft,
    words: CatalogueWords,
  ) => { draft: Draft; send: (sending: Sending) => Promise<EntryChange> } | { faults: FieldFault[] };
}

export function useEntryEditing(
  kind: EntryKind,
  empty: Draft,
  load: (code: string) => Promise<readonly EntryVersion[]>,
  words: () => CatalogueWords,
) {
  /** The oldest first; empty: the entry is new. */
  const versions = shallowRef<readonly EntryVersion[]>([]);
  const base = computed(() => versions.value.at(-1) ?? null);
  const draft = shallowRef<Draft>(empty);
  const reason = ref('');
  const tried = shallowRef<{ readonly change: EntryChange; readonly draft: Draft } | null>(null);
  /** What somebody else made of it meanwhile. */
  const overtaken = shallowRef<{ readonly from: EntryVersion; readonly to: EntryVersion } | null>(null);
  const codeTaken = ref(false);
  const { busy, failure, faults, save, refuse } = useSaving();

  watch(draft, () => {
    tried.value = null;
  });

  function begin(all: readonly EntryVersion[]): void {
    versions.value = all;
    draft.value = base.value?.draft ?? empty;
    reason.value = '';
    overtaken.value = null;
    refuse([]);
  }

  /** Somebody saved a newer version: what was changed here is put on that one. */
  async function rebase(): Promise<void> {
    const before = base.value;
    if (before === null) {
      codeTaken.value = true;
      return;
    }
    const all = await save(() => load(textIn(before.draft, 'code')));
    const newest = all?.at(-1);
    if (!all || !newest) return;
    draft.value = rebased(before.draft, draft.value, newest.draft);
    versions.value = all;
    tried.value = null;
    overtaken.value = { from: before, to: newest };
  }

  async function send(sending: Omit<Sending, 'version'>): Promise<EntryChange | null> {
    codeTaken.value = false;
    const read = kind.read(draft.value, words());
    if ('faults' in read) {
      refuse(read.faults);
      return null;
    }
    const change = await save(() => read.send({ ...sending, version: base.value?.version ?? 0 }));
    const refusal = failure.value;
    if (refusal instanceof ProblemError && refusal.problem.code === 'conflict') await rebase();
    else if (change !== null && sending.dryRun) tried.value = { change, draft: read.draft };
    return change;
  }

  return {
    versions,
    base,
    draft,
    reason,
    tried,
    overtaken,
    codeTaken,
    busy,
    failure,
    faults: computed(() => faults.value.map(faultOfEntry)),
    begin,
    tryOut: () => send({ reason: null, dryRun: true }),
    async confirm(): Promise<EntryChange | null> {
      if (reason.value.trim() === '') {
        refuse([ownFault('reason', words().editor.reasonMissing)]);
        return null;
      }
      const change = await send({ reason: reason.value.trim(), dryRun: false });
      const all = change && (await save(() => load(textIn(draft.value, 'code'))));
      if (all) begin(all);
      return change;
    },
    async goBackTo(version: EntryVersion): Promise<void> {
      draft.value = version.draft;
      await send({ reason: null, dryRun: true });
    },
    discard(): void {
      draft.value = base.value?.draft ?? empty;
      overtaken.value = null;
      refuse([]);
    },
  };
}
