/** Editing one entry of the catalogue: on which version, what would change, whether somebody was faster. */
import { computed, ref, shallowRef, watch } from 'vue';
import type { FieldFault, ScorecardRow, VerdictMove } from '#contract';
import { ProblemError } from './api';
import type { Sending } from './catalogue-api';
import type { CatalogueWords } from './catalogue-language';
import { differ, faultOfEntry, rebased, textIn, type Draft } from './entry-fields';
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
  /** Who ended this version without another in its place, and why; null: nobody did, or it is not known. */
  readonly withdrawn?: { readonly by: string; readonly reason: string | null } | null;
  readonly draft: Draft;
}

/** What a change is made on. */
export type EntryBase = Pick<EntryVersion, 'version' | 'draft'>;

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

/** The kind whose drafts `entryOf` reads, `draftOf` writes again, and `put` sends. */
export const entryKind = <Entry>(
  entryOf: (draft: Draft, words: CatalogueWords) => { entry: Entry } | { faults: FieldFault[] },
  draftOf: (entry: Entry) => Draft,
  put: (entry: Entry, sending: Sending) => Promise<EntryChange>,
): EntryKind => ({
  read(draft, words) {
    const read = entryOf(draft, words);
    if ('faults' in read) return read;
    return { draft: draftOf(read.entry), send: (sending) => put(read.entry, sending) };
  },
});

interface Sent {
  readonly change: EntryChange;
  /** As the service has it. */
  readonly draft: Draft;
}

export interface Overtaken {
  readonly from: EntryBase;
  /** Every version since, the oldest first: they need not be of one author. */
  readonly since: readonly EntryVersion[];
  readonly to: EntryVersion;
  /** Whether `to` was withdrawn, and not seen to be. */
  readonly withdrawn: boolean;
  /** Whether what was changed here was put on the newest. */
  readonly merged: boolean;
}

export function useEntryEditing(
  kind: EntryKind,
  empty: Draft,
  load: (code: string) => Promise<readonly EntryVersion[]>,
  words: () => CatalogueWords,
) {
  /** The oldest first; empty: the entry is new. */
  const versions = shallowRef<readonly EntryVersion[]>([]);
  /** What was saved last and could not be read again since. */
  const unread = shallowRef<EntryBase | null>(null);
  const base = computed<EntryBase | null>(() => unread.value ?? versions.value.at(-1) ?? null);
  const draft = shallowRef<Draft>(empty);
  const reason = ref('');
  const tried = shallowRef<{ readonly change: EntryChange; readonly draft: Draft } | null>(null);
  /** What others made of it meanwhile. */
  const overtaken = shallowRef<Overtaken | null>(null);
  const codeTaken = ref(false);
  const { busy: sending, failure, faults, save, refuse } = useSaving();
  /** Of a change that is saved: reading it again is no part of saving it. */
  const reading = useSaving();

  watch(
    draft,
    () => {
      tried.value = null;
    },
    { flush: 'sync' },
  );

  function begin(all: readonly EntryVersion[]): void {
    versions.value = all;
    unread.value = null;
    draft.value = base.value?.draft ?? empty;
    tried.value = null;
    reason.value = '';
    overtaken.value = null;
    refuse([]);
    reading.refuse([]);
  }

  /**
   * Somebody saved a newer version: the form gets what `placed` makes of it.
   *
   * @returns whether the newest version was read.
   */
  async function rebase(merged: boolean, placed: (before: Draft, newest: Draft) => Draft): Promise<boolean> {
    const before = base.value;
    if (before === null) {
      codeTaken.value = true;
      return false;
    }
    const seen = versions.value.at(-1)?.withdrawnAt ?? null;
    const all = await save(() => load(textIn(before.draft, 'code')));
    const newest = all?.at(-1);
    if (!all || !newest) return false;
    draft.value = placed(before.draft, newest.draft);
    versions.value = all;
    unread.value = null;
    tried.value = null;
    const since = all.filter(({ version }) => version > before.version);
    const withdrawn = newest.withdrawnAt !== null && newest.withdrawnAt !== seen;
    overtaken.value = { from: before, since, to: newest, withdrawn, merged };
    return true;
  }

  /** Sends the form as it is now, on the version that it was made on. */
  async function send(how: Omit<Sending, 'version' | 'withdrawnAt'>): Promise<Sent | null> {
    codeTaken.value = false;
    const asked = draft.value;
    const read = kind.read(asked, words());
    if ('faults' in read) {
      refuse(read.faults);
      return null;
    }
    const change = await save(() =>
      read.send({
        ...how,
        version: base.value?.version ?? 0,
        withdrawnAt: versions.value.at(-1)?.withdrawnAt ?? null,
      }),
    );
    if (change === null) return null;
    // An answer to what the form said before is no answer to what it says now.
    if (how.dryRun && draft.value === asked) tried.value = { change, draft: read.draft };
    return { change, draft: read.draft };
  }

  const isOvertaken = (): boolean =>
    failure.value instanceof ProblemError && failure.value.problem.code === 'conflict';

  const tryDraft = () => send({ reason: null, dryRun: true });

  /** As {@link send}; where others were faster, what was changed here is put on what they saved. */
  async function sendOrRebase(how: Omit<Sending, 'version' | 'withdrawnAt'>): Promise<Sent | null> {
    const sent = await send(how);
    if (isOvertaken()) await rebase(true, (before, newest) => rebased(before, draft.value, newest));
    return sent;
  }

  /** Reads what was saved. What was typed since stays. */
  async function readAgain(): Promise<void> {
    const before = base.value?.draft ?? empty;
    const all = await reading.save(() => load(textIn(before, 'code')));
    if (!all) return;
    const typed = draft.value;
    begin(all);
    if (differ(before, typed)) draft.value = rebased(before, typed, draft.value);
  }

  return {
    versions,
    base,
    draft,
    reason,
    tried,
    overtaken,
    codeTaken,
    busy: computed(() => sending.value || reading.busy.value),
    failure,
    /** Why the version that was saved last could not be read again. */
    readFailure: reading.failure,
    faults: computed(() => faults.value.map(faultOfEntry)),
    /** Whether leaving would lose something. */
    isDirty: computed(() => differ(base.value?.draft ?? empty, draft.value)),
    begin,
    readAgain,
    tryOut: () => sendOrRebase({ reason: null, dryRun: true }),
    async confirm(): Promise<EntryChange | null> {
      if (reason.value.trim() === '') {
        refuse([ownFault('reason', words().editor.reasonMissing)]);
        return null;
      }
      const sent = await sendOrRebase({ reason: reason.value.trim(), dryRun: false });
      if (sent === null) return null;
      // It is saved, whether or not it can be read again: the next change is made on it.
      unread.value = { version: sent.change.version, draft: sent.draft };
      draft.value = sent.draft;
      reason.value = '';
      overtaken.value = null;
      await readAgain();
      return sent.change;
    },
    /** Fills the form with an earlier version whole, and tries it. @returns whether it was tried. */
    async goBackTo({ draft: earlier }: EntryVersion): Promise<boolean> {
      overtaken.value = null;
      tried.value = null;
      draft.value = earlier;
      await tryDraft();
      if (isOvertaken() && (await rebase(false, () => earlier))) await tryDraft();
      return tried.value !== null;
    },
    discard(): void {
      draft.value = base.value?.draft ?? empty;
      overtaken.value = null;
      refuse([]);
    },
  };
}
