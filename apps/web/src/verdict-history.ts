/** Which changes of a target's verdict are listed. */
import type { VerdictChange } from '#contract';
import type { HistoryBasis } from './api';
import { asOfDay } from './date-wording';

export type Histories = Record<HistoryBasis, readonly VerdictChange[]>;

/** On a past day's page, nothing that was judged on a later one. */
export function historiesUntil(histories: Histories, day: string | null): Histories {
  const until = (changes: readonly VerdictChange[]) =>
    day === null ? changes : changes.filter((change) => asOfDay(change.asOf) <= day);
  return { recorded: until(histories.recorded), retraced: until(histories.retraced) };
}

/** What is shown before the reader chooses: the record where it tells of a change, else what can be retraced. */
export function firstBasis({ recorded, retraced }: Histories): HistoryBasis {
  return recorded.length > 1 || retraced.length === 0 ? 'recorded' : 'retraced';
}

/** Whether the status became another; the first verdict counts. */
export const changesStatus = ({ from, to }: Pick<VerdictChange, 'from' | 'to'>): boolean => from !== to;
