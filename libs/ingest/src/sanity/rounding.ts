import type { Point } from './point.js';

/** A total and parts that contradict one another. */
export interface Contradiction {
  readonly total: Point;
  readonly parts: readonly Point[];
  readonly sum: number;
}

/** Half a unit of the last digit that is written: 72.7 stands for anything from 72.65 to 72.75. */
export function halfUnit(text: string): number {
  const point = text.indexOf('.');
  return 0.5 * 10 ** -(point < 0 ? 0 : text.length - point - 1);
}

/** Of the first figures and estimates of a flow the later ones differ by a few per cent. */
const provisionalSlack = 0.05;
const notFinal = new Set(['P', 'E']);

/**
 * How far a total and the sum of its parts may lie apart: by rounding half a unit of the last digit of each; by
 * `slack`, a share of the total; and by 5 % where some are provisional or estimated and others are not, or any is
 * estimated.
 */
export function sumTolerance(total: Point, parts: readonly Point[], slack: number): number {
  const all = [total, ...parts];
  const rounding = all.reduce((sum, { text }) => sum + halfUnit(text), 0);
  const open = all.filter(({ status }) => notFinal.has(status)).length;
  const uneven = (open > 0 && open < all.length) || all.some(({ status }) => status === 'E');
  const share = uneven ? Math.max(slack, provisionalSlack) : slack;
  // The last term is what adding up in binary costs.
  return rounding + Math.abs(total.value) * (share + 1e-12);
}
