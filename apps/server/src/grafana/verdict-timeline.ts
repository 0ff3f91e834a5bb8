import type { Status } from '#assessment';
import { statusWords } from '../assessments/verdict-words.js';
import { columnWords } from './panel-words.js';
import type { Language } from './payload.js';
import type { TimeRange } from './query-plan.js';
import type { TitledTable } from './table.js';

/** A target and when its status became what. */
export interface TargetTimeline {
  readonly code: string;
  readonly name: string;
  readonly changes: readonly { readonly time: number; readonly to: Status }[];
}

/**
 * For a state timeline: a column of times and one of status words for each target, a row for each time at which any
 * status changed within the range, and one at its beginning with what held then. null: there was no verdict yet.
 */
export function verdictTimelineTable(
  refId: string,
  language: Language,
  targets: readonly TargetTimeline[],
  range: TimeRange | null,
): TitledTable {
  const ordered = targets.map((target) => ({
    ...target,
    changes: target.changes.toSorted((a, b) => a.time - b.time),
  }));
  const statusAt = ({ changes }: TargetTimeline, time: number): Status | null =>
    changes.findLast((change) => change.time <= time)?.to ?? null;
  const changed = ordered.flatMap(({ changes }) =>
    changes.filter(({ to }, i) => to !== changes[i - 1]?.to).map(({ time }) => time),
  );
  const within = range
    ? [range.from, ...changed.filter((time) => time > range.from && time <= range.to)]
    : changed;
  const times = [...new Set(within)].toSorted((a, b) => a - b);
  return {
    type: 'table',
    refId,
    columns: [
      { text: 'time', type: 'time', displayName: columnWords.time[language] },
      ...ordered.map(({ code, name }) => ({ text: code, type: 'string' as const, displayName: name })),
    ],
    rows: times.map((time) => [
      time,
      ...ordered.map((target) => {
        const status = statusAt(target, time);
        return status && statusWords[status][language];
      }),
    ]),
  };
}
