import type { TargetSpec } from './target.js';

/** A target's operator as numbers: the closed interval of values that meet it. */
export interface Goal {
  lower: number;
  upper: number;
}

/** The one edge of a goal that a value has to come to, and from which side: 1 from below, −1 from above. */
export interface Edge {
  value: number;
  direction: 1 | -1;
}

/** The values that meet a target; null when it names no number. */
export function goalOf(target: Pick<TargetSpec, 'operator' | 'value' | 'upper'>): Goal | null {
  switch (target.operator) {
    case 'atLeast':
      return target.value === null ? null : { lower: target.value, upper: Infinity };
    case 'atMost':
      return target.value === null ? null : { lower: -Infinity, upper: target.value };
    case 'complete':
      return { lower: target.value ?? 100, upper: Infinity };
    case 'within':
      return target.value === null || target.upper === null
        ? null
        : { lower: target.value, upper: target.upper };
    case 'direction':
      return null;
  }
}

export function isInterval(goal: Goal): boolean {
  return Number.isFinite(goal.lower) && Number.isFinite(goal.upper);
}

/** Observed values and targets are compared exactly: neither has been through any arithmetic. */
export function meets(goal: Goal, value: number): boolean {
  return goal.lower <= value && value <= goal.upper;
}

/**
 * The edge a value is judged against. For within it is the nearer one, and the direction follows the side; a value
 * inside is judged as the other value given (usually the baseline) would be.
 */
export function edgeFor(goal: Goal, value: number, otherwise: number): Edge {
  if (goal.upper === Infinity) return { value: goal.lower, direction: 1 };
  if (goal.lower === -Infinity) return { value: goal.upper, direction: -1 };
  const above = value > goal.upper || (value >= goal.lower && otherwise > goal.upper);
  return above ? { value: goal.upper, direction: -1 } : { value: goal.lower, direction: 1 };
}

/** −1 below the goal, 1 above it, 0 where it is met. */
export function sideOf(goal: Goal, value: number): -1 | 0 | 1 {
  if (value < goal.lower) return -1;
  return value > goal.upper ? 1 : 0;
}

/** How far outside an interval a value lies; 0 inside. */
export function distance(goal: Goal, value: number): number {
  return Math.max(goal.lower - value, value - goal.upper, 0);
}

/** Where the way from a base ends: the edge to reach, or for an interval that holds the base, the base itself. */
export function endOfWay(goal: Goal, base: number): number {
  if (!isInterval(goal)) return goal.upper === Infinity ? goal.lower : goal.upper;
  return Math.min(Math.max(base, goal.lower), goal.upper);
}

/**
 * Whether a base already lies beyond the target, on its far side for the wanted direction (70 for at most 100). Such
 * a target is judged, with absolute denominators, but whoever creates it should be warned.
 */
export function isBeyondTarget(goal: Goal, base: number): boolean {
  return !isInterval(goal) && base !== endOfWay(goal, base) && meets(goal, base);
}
