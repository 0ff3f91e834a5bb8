import type { Indicator } from '#contract';
import { comparisonsOf, type Comparisons } from './comparisons.js';
import { medianOf, ordinaryChange, type OrdinaryChange } from './ordinary-change.js';
import type { SeriesHistory } from './series-history.js';
import { slipAgainst, slipBetween, type UnitSlip } from './unit-slip.js';
import type { Point } from './point.js';

/** A value that its own series does not expect. */
export interface Finding {
  readonly code: 'jump' | 'unit-slip';
  /** What it was compared with: a value next to it, the year's before, or (revised) the one it replaces. */
  readonly reference: { readonly point: Point | null; readonly value: number; readonly text: string };
  readonly slip: UnitSlip | null;
  /** Between which values an ordinary one would lie; of a jump only. */
  readonly ordinary: { readonly from: number; readonly to: number } | null;
  /** Whether it was compared with the same months a year before or after. */
  readonly yearOnYear: boolean;
}

/**
 * Multiple of the spread that a change must exceed. 3.5 is the usual cut for outliers by median and MAD (Iglewicz and
 * Hoaglin 1993); a MAD of four to nine changes is itself uncertain by half, so a wider one keeps false alarms rare
 * (docs/plausibility.md gives the rates).
 */
const multiple = 5;
/** And so much it must be at least, however even the series ran: 30 % … */
const leastRelative = Math.log(1.3);
const leastShareOfLevel = 0.3;
/** … or, of percentages, five points where that is less. */
const leastPoints = 5;
/** A revision by less than this repeats no alarm about a value that was there before. */
const smallRevision = Math.log(1.1);
/** How far a value may be from its neighbour to count as its like when there is too little history. */
const alike = Math.log(3);

const percent = /^(?:%|％|‰|百分点|个百分点)$/;

/**
 * Compares a value with its series: with the values next to it in time and the changes between the others or, where a
 * monthly, quarterly or half-yearly series has them, with the same months of other years and the changes from year to
 * year. A value that stands out against both neighbours is a finding; one that stands out against one of them only is
 * not: there the other one is odd, or the level has changed and stayed.
 *
 * @param before the value of the same period that was known before this import, or null when there was none
 */
export function judgeValue(
  point: Point,
  history: SeriesHistory,
  indicator: Pick<Indicator, 'unit' | 'lowerBound'>,
  before: { readonly value: number; readonly text: string } | null,
): Finding | null {
  const { levels, points } = history;
  const { place, references, changes, yearOnYear, guarded } = comparisonsOf(point, history);
  const beside = references.map((reference) => levels[reference.place]!);
  const level = levels[place]!;
  const scale = scaleOf(indicator, levels, [place, ...references.map((other) => other.place)], changes);
  const x = scale === 'relative' ? Math.log : (value: number) => value;
  const ordinary = ordinaryChange(changes, ({ from, to }) => x(levels[to]!) - x(levels[from]!));
  const least = floorOf(scale, indicator, beside);
  const own = x(level);
  const ranges = references.map(
    ({ place: other, steps }) =>
      ordinary &&
      rangeAround(x(levels[other]!), steps, ordinary, least, guarded ? ordinary.largest * 1.5 : 0),
  );
  if (ranges.some((range) => range && own >= range.from && own <= range.to)) return null;

  const finding = (part: Pick<Finding, 'code' | 'reference'> & Partial<Finding>): Finding => ({
    slip: null,
    ordinary: null,
    yearOnYear,
    ...part,
  });
  const nearest = references[0];
  const neighbour = nearest && points[nearest.place];
  const revised = before && slipBetween(point.value, before.value);
  if (before && revised && !(nearest && isAlike(level, beside[0]!)))
    return finding({ code: 'unit-slip', slip: revised, reference: { point: null, ...before } });
  if (before && isSmallRevision(point.value, before.value, scale, least)) return null;

  if (!nearest || !neighbour) return null;
  // Of two values that came together and are all there is, the later one is told, not each of the other.
  if (references.length === 1 && nearest.steps < 0 && neighbour.importId === point.importId) return null;
  const slip = slipAgainst(level, beside, largestLogChange(levels, changes));
  const reference = { point: neighbour, value: neighbour.value, text: neighbour.text };
  if (slip) return finding({ code: 'unit-slip', slip, reference });
  const range = ranges[0];
  if (!range) return null;
  const back = (value: number) =>
    (scale === 'relative' ? Math.exp(value) : value) * (level === 0 ? 1 : point.value / level);
  return finding({ code: 'jump', reference, ordinary: { from: back(range.from), to: back(range.to) } });
}

function scaleOf(
  { unit }: Pick<Indicator, 'unit'>,
  levels: readonly number[],
  places: readonly number[],
  changes: Comparisons['changes'],
): 'relative' | 'difference' {
  if (percent.test(unit.zh)) return 'difference';
  const isPositive = (place: number) => levels[place]! > 0;
  const positive =
    places.every(isPositive) && changes.every(({ from, to }) => isPositive(from) && isPositive(to));
  return positive ? 'relative' : 'difference';
}

/** The least deviation that is worth a word. A share near zero moves by parts of itself, one near 90 by points. */
function floorOf(
  scale: 'relative' | 'difference',
  { unit, lowerBound }: Pick<Indicator, 'unit' | 'lowerBound'>,
  references: readonly number[],
): number {
  if (scale === 'relative') return leastRelative;
  // A rate that may be negative is a growth rate: its level says nothing about how far it moves.
  if (percent.test(unit.zh) && (lowerBound === null || Number(lowerBound) < 0)) return leastPoints;
  const level = references.length === 0 ? 0 : medianOf(references.map(Math.abs));
  // Nought until now: how much it moves once it begins, nobody can tell.
  if (level === 0) return Infinity;
  return Math.min(leastShareOfLevel * level, percent.test(unit.zh) ? leastPoints : Infinity);
}

function rangeAround(
  reference: number,
  steps: number,
  { median, spread }: OrdinaryChange,
  least: number,
  guard: number,
): { from: number; to: number } {
  const middle = reference + median * steps;
  const allowed = Math.max(least, multiple * spread, guard) * Math.sqrt(Math.abs(steps));
  return { from: middle - allowed, to: middle + allowed };
}

function isSmallRevision(
  value: number,
  before: number,
  scale: 'relative' | 'difference',
  least: number,
): boolean {
  if (scale === 'difference' || !(value > 0 && before > 0)) return Math.abs(value - before) <= least / 3;
  return Math.abs(Math.log(value / before)) <= smallRevision;
}

function isAlike(a: number, b: number): boolean {
  return a > 0 && b > 0 && Math.abs(Math.log(a / b)) <= alike;
}

/** Null when there is no change; without end where one is from or to nought. */
function largestLogChange(levels: readonly number[], changes: Comparisons['changes']): number | null {
  if (changes.length === 0) return null;
  const sizes = changes.map(({ from, to }) => Math.abs(Math.log(levels[to]! / levels[from]!)));
  return sizes.reduce(
    (largest, size) => (size <= largest ? largest : Number.isNaN(size) ? Infinity : size),
    0,
  );
}
