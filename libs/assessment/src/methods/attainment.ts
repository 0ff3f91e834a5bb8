import { isInterval, type Goal } from '../goal.js';
import { judged, refused, type MethodResult, type Progress } from '../progress.js';
import type { Thresholds } from '../thresholds.js';
import type { Refusal } from '../verdict.js';

/**
 * The degree to which a target is attained (目标实现程度), 1 being all: x ÷ T when more is better, T ÷ x when less is
 * better. For an interval [T, U] of an indicator bounded by m and M, with w = max(T − m, M − U), one bound being
 * enough: 1 − (T − x) ÷ w below, 1 inside, 1 − (x − U) ÷ w above, never less than 0.
 */
function attained(p: Progress, value: number): number | Refusal {
  if (p.target === null) return 'no-target-value';
  if (p.direction === null) return 'no-direction';
  if (p.goal && isInterval(p.goal)) return attainedOfInterval(p, p.goal, value);
  if (p.target <= 0 || (p.direction === -1 && value <= 0)) return 'not-positive';
  return p.direction === 1 ? value / p.target : p.target / value;
}

function attainedOfInterval(p: Progress, { lower, upper }: Goal, value: number): number | Refusal {
  const room = Math.max(
    p.lowerBound === null ? 0 : lower - p.lowerBound,
    p.upperBound === null ? 0 : p.upperBound - upper,
  );
  if (room <= 0) return 'no-bounds';
  return Math.max(0, 1 - Math.max(lower - value, value - upper, 0) / room);
}

/**
 * The degree of attainment over the one the trajectory expects at the same moment, a pure number. It measures the
 * level reached, not the change since the baseline: a value that fell but is near its target still stands well.
 *
 * Source: National Bureau of Statistics of China, statistical monitoring of building a moderately prosperous society
 * (全面建设小康社会统计监测, 2008): positive, negative and interval indicators; thresholds 0.95, 0.80 and 0 on the
 * ratio.
 */
export function attainment(progress: Progress, thresholds: Thresholds): MethodResult {
  if (progress.expected === null) return refused(progress, 'no-target-value');
  const reached = attained(progress, progress.latest);
  const expected = attained(progress, progress.expected);
  if (typeof reached === 'string') return refused(progress, reached);
  if (typeof expected === 'string') return refused(progress, expected);
  return expected > 0 ? judged(progress, reached / expected, thresholds) : refused(progress, 'not-positive');
}
