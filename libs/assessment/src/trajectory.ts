import { comparePeriods, decimalYear, type Day } from '#time-period';
import type { Baseline } from './baseline.js';
import { endOfWay, goalOf } from './goal.js';
import type { TargetSpec } from './target.js';

interface Point {
  time: number;
  value: number;
}

function linear(from: Point, to: Point, time: number): number {
  return from.value + ((to.value - from.value) * (time - from.time)) / (to.time - from.time);
}

function geometric(from: Point, to: Point, time: number): number {
  if (from.value <= 0 || to.value <= 0) return linear(from, to, time);
  return from.value * (to.value / from.value) ** ((time - from.time) / (to.time - from.time));
}

function piecewise(target: TargetSpec, from: Point, to: Point, time: number): number {
  const between = [...target.milestones]
    .sort((a, b) => comparePeriods(a.period, b.period))
    .map((m) => ({ time: decimalYear(m.period.end), value: m.value }))
    .filter((m) => m.time > from.time && m.time < to.time);
  let start = from;
  for (const end of [...between, to]) {
    if (time <= end.time) return linear(start, end, time);
    start = end;
  }
  return to.value;
}

/** A value computed for an indicator, kept within its bounds. */
export function clipped(target: Pick<TargetSpec, 'lowerBound' | 'upperBound'>, value: number): number {
  return Math.min(Math.max(value, target.lowerBound ?? -Infinity), target.upperBound ?? Infinity);
}

/**
 * The value a target's trajectory expects at a moment (a decimal year, or the end of a day), in the indicator's unit:
 * the one function behind verdicts and charts. From the baseline's value at its period's end to the target's at the
 * due period's end: linear; geometric (constant growth, linear when base or target is not positive); piecewise linear
 * through the milestones; or none: the baseline until the due date, when the target's value is wanted at once.
 * Clipped to the indicator's bounds.
 *
 * @returns null before the baseline, after the due date, and for a target without a number.
 */
export function expectedAt(target: TargetSpec, baseline: Baseline, when: number | Day): number | null {
  const goal = goalOf(target);
  const time = typeof when === 'number' ? when : decimalYear(when);
  const dueTime = decimalYear(target.due.end);
  if (!goal || time < baseline.time || time > dueTime) return null;
  const from = { time: baseline.time, value: baseline.value };
  const to = { time: dueTime, value: endOfWay(goal, baseline.value) };
  if (time === dueTime) return clipped(target, to.value);
  switch (target.trajectory) {
    case 'linear':
      return clipped(target, linear(from, to, time));
    case 'geometric':
      return clipped(target, geometric(from, to, time));
    case 'milestones':
      return clipped(target, piecewise(target, from, to, time));
    case 'none':
      return clipped(target, baseline.value);
  }
}
