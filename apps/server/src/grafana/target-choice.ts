import { isOfTarget } from '#assessment';
import { AppError } from '#contract';
import type { StoredTarget } from '#storage';
import { type Day, parsePeriod } from '#time-period';
import { isOfBreakdown, subjectOf } from './breakdown.js';
import { grouped } from './grouped.js';
import { frequencies } from './payload.js';
import type { SeriesPlan } from './query-plan.js';

/**
 * The targets whose lines belong to a query: of its indicators, areas and breakdown, and of a frequency it shows (a
 * year's target is no line for monthly totals). When the query names none, each series gets the one due next, or
 * the last one when all are past.
 * @param today the day asked about, in the service's time zone.
 */
export function chosenTargets(
  plan: SeriesPlan,
  targets: readonly StoredTarget[],
  today: Day,
): StoredTarget[] {
  const fitting = targets.filter((target) => fits(plan, target));
  if (plan.targetCodes === 'all') return fitting;
  if (plan.targetCodes === null) return nextDue(fitting, today);
  const codes = plan.targetCodes;
  const named = fitting.filter((target) => codes.includes(target.code));
  if (named.length === 0)
    throw new AppError(
      'unknown-name',
      `No target of ${plan.indicators.map((indicator) => indicator.code).join(', ')} here is named ${codes.join(', ')}.${
        fitting.length > 0 ? ` There are ${fitting.map((target) => target.code).join(', ')}.` : ''
      }`,
    );
  return named;
}

function fits(plan: SeriesPlan, target: StoredTarget): boolean {
  const indicator = plan.indicators.find((candidate) => candidate.code === target.indicator);
  if (!indicator) return false;
  const shown = plan.accumulations.flatMap((accumulation) =>
    (plan.frequencies ?? frequencies).map((frequency) => ({ frequency, accumulation })),
  );
  return (
    (plan.areas === null || plan.areas.includes(target.area)) &&
    isOfBreakdown(target.breakdown, plan.breakdown) &&
    shown.some((series) => isOfTarget({ kind: indicator.kind, frequency: target.frequency }, series))
  );
}

/** Of the targets of each series the first that is not past; the last one when all are. */
function nextDue(targets: readonly StoredTarget[], today: Day): StoredTarget[] {
  const bySeries = grouped(targets, subjectOf);
  return [...bySeries.values()].flatMap((group) => {
    const ordered = group.toSorted((a, b) => (dueDay(a) < dueDay(b) ? -1 : 1));
    const next = ordered.find((target) => dueDay(target) >= today) ?? ordered.at(-1);
    return next ? [next] : [];
  });
}

function dueDay(target: StoredTarget): Day {
  const due = parsePeriod(target.due);
  if (!due)
    throw new Error(`target ${target.code} is stored with due "${target.due}", which is no time period`);
  return due.end;
}
