import { leastChanges } from './ordinary-change.js';
import { placeOf, type Link, type SeriesHistory } from './series-history.js';
import type { Point } from './point.js';

/** What a value is compared with; values are named by their place in the history. */
export interface Comparisons {
  /** The value's own place. */
  readonly place: number;
  /** At most two, the nearest first; those before the value come first. Steps are negative for later ones. */
  readonly references: readonly { readonly place: number; readonly steps: number }[];
  /** The series' changes without the value. */
  readonly changes: readonly Link[];
  readonly yearOnYear: boolean;
  /** Changes from month to month with their seasons in them: only what the series never did stands out. */
  readonly guarded: boolean;
}

/** So many values on each side say what is ordinary; older ones are of another time. */
const mostBefore = 60;
const mostAfter = 12;

/**
 * The same months of other years where the series has seasons and is long enough; else the values next to it. A sum
 * since January that is the first of its year has nothing but last January's beside it.
 */
export function comparisonsOf(point: Point, history: SeriesHistory): Comparisons {
  const place = placeOf(history.points, point);
  if (!history.seasonal) return stepByStep(place, history);
  const yearly = yearOnYear(place, history);
  if (yearly.references.length > 0 && yearly.changes.length >= leastChanges) return yearly;
  const stepwise = stepByStep(place, history);
  return stepwise.references.length === 0 ? yearly : stepwise;
}

function yearOnYear(place: number, { points, yearBefore, yearAfter, yearLinks }: SeriesHistory): Comparisons {
  const references: { place: number; steps: number }[] = [];
  const refer = (other: number, steps: number) => {
    if (other >= 0 && references.length < 2) references.push({ place: other, steps });
    return other;
  };
  const before = refer(yearBefore[place]!, 1);
  if (before >= 0) refer(yearBefore[before]!, 2);
  const after = refer(yearAfter[place]!, -1);
  if (after >= 0) refer(yearAfter[after]!, -2);
  const changes: Link[] = [];
  const last = Math.min(points.length - 1, place + mostAfter);
  for (let to = Math.max(0, place - mostBefore); to <= last; to += 1) {
    const link = yearLinks[to];
    if (link && link.from !== place && to !== place) changes.push(link);
  }
  return { place, references, changes, yearOnYear: true, guarded: false };
}

function stepByStep(place: number, history: SeriesHistory): Comparisons {
  const { points } = history;
  const references: { place: number; steps: number }[] = [];
  const refer = (other: number) => {
    if (other < 0 || other >= points.length || !isInLine(history, other, place)) return;
    if (references.length < 2) references.push({ place: other, steps: stepsBetween(history, other, place) });
  };
  for (const other of [place - 1, place - 2, place + 1, place + 2]) refer(other);
  const changes: Link[] = [];
  const last = Math.min(points.length - 1, place + mostAfter);
  let from = -1;
  for (let to = Math.max(0, place - mostBefore); to <= last; to += 1) {
    if (to === place) continue;
    if (from >= 0 && isInLine(history, from, to))
      changes.push({ from, to, steps: stepsBetween(history, from, to) });
    from = to;
  }
  return { place, references, changes, yearOnYear: false, guarded: history.seasonal };
}

function isInLine({ points, yearly }: SeriesHistory, one: number, other: number): boolean {
  return !yearly || points[one]!.period.start.slice(0, 4) === points[other]!.period.start.slice(0, 4);
}

/** Whole steps from one value to another, at least one; negative backwards. */
function stepsBetween({ points, stepDays }: SeriesHistory, from: number, to: number): number {
  const days = points[to]!.at - points[from]!.at;
  const steps = Math.max(1, Math.round(Math.abs(days) / stepDays));
  return days < 0 ? -steps : steps;
}
