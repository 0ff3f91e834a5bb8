import type { VerdictChange } from '#contract';
import type { HistoryEntry } from '#monitoring';
import { formatPeriod } from '#time-period';
import { type Names, scorecardRow } from './scorecard.js';
import { whyWords } from './why-words.js';

/** One entry of a target's history as clients see it; its sentences speak of the target as it was then. */
export function verdictChange(entry: HistoryEntry, names: Names): VerdictChange {
  const { target, indicator, verdict, vintage, why } = entry;
  return {
    recordedAt: entry.recordedAt.toISOString(),
    asOf: entry.asOf.toISOString(),
    from: entry.from,
    to: verdict.status,
    cause: entry.cause,
    import: entry.importId,
    why: { ...why, text: whyWords(why, indicator) },
    vintage: vintage && {
      period: formatPeriod({
        frequency: vintage.frequency,
        accumulation: vintage.accumulation,
        start: vintage.periodStart,
        end: vintage.periodEnd,
      }),
      value: Number(vintage.value),
      status: vintage.status,
      knownFrom: vintage.knownFrom.toISOString(),
      import: vintage.importId,
    },
    verdict: scorecardRow({ target, indicator, verdict }, entry.asOf, names),
  };
}
