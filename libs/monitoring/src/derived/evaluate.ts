import { previousPeriod, type Accumulation } from '#time-period';
import type { Formula, FunctionName, Operator } from './formula.js';
import { dividedBy, fraction, minus, plus, times, type Fraction } from './fraction.js';
import {
  contextText,
  seriesSet,
  told,
  type Context,
  type Point,
  type Series,
  type SeriesSet,
} from './series-set.js';

/** A part of a formula: a number, or the series that it gives. */
type Value = { readonly number: Fraction } | { readonly series: SeriesSet };

/**
 * Evaluates a formula over the series of its indicators. Values are computed with each other where area, frequency,
 * accumulation, breakdown and period are the same, and nowhere else: a missing operand gives no value, never 0, and so
 * does a division by 0. Exact; see {@link Quantity} for units.
 *
 * share(a, b) and perHead(a, b) are a ÷ b; they differ in the unit of the result. changeOnYear(a) is a ÷ a of the
 * same period a year before − 1; there is none where that was not above 0, and none over a break of the series.
 * cumulative(a) is the sum of a month or quarter and all before it in its year, as a year-to-date series; there is
 * none where one of them is missing. fromCumulative(a) is the other way round: year-to-date less the year-to-date of
 * the period before, in January and the first quarter the value itself.
 */
export function evaluate(formula: Formula, seriesOf: (indicator: string) => SeriesSet): SeriesSet {
  const value = valueOf(formula, seriesOf);
  return 'series' in value ? value.series : new Map();
}

function valueOf(formula: Formula, seriesOf: (indicator: string) => SeriesSet): Value {
  switch (formula.type) {
    case 'number':
      return { number: formula.value };
    case 'indicator':
      return { series: seriesOf(formula.code) };
    case 'operation':
      return combined(
        valueOf(formula.left, seriesOf),
        valueOf(formula.right, seriesOf),
        operations[formula.operator],
      );
    case 'call': {
      const [first, second] = formula.arguments.map((argument) => valueOf(argument, seriesOf));
      return first ? called(formula.name, first, second) : { series: new Map() };
    }
  }
}

type Operation = (a: Fraction, b: Fraction) => Fraction | null;

const operations: Readonly<Record<Operator, Operation>> = {
  '+': plus,
  '-': minus,
  '*': times,
  '/': dividedBy,
};

function called(name: FunctionName, first: Value, second: Value | undefined): Value {
  if (name === 'share' || name === 'perHead') return second ? combined(first, second, dividedBy) : first;
  // The check of a formula refuses these of a bare number.
  if (!('series' in first)) return { series: new Map() };
  return { series: seriesFunctions[name](first.series) };
}

const seriesFunctions = {
  changeOnYear: (set: SeriesSet) => eachSeries(set, changeOnYear),
  cumulative: (set: SeriesSet) => eachOf(set, 'period', 'yearToDate', sumOfYear),
  fromCumulative: (set: SeriesSet) => eachOf(set, 'yearToDate', 'period', sinceLast),
};

function combined(a: Value, b: Value, operation: Operation): Value {
  if ('number' in a) {
    if ('series' in b) return { series: eachPoint(b.series, (value) => operation(a.number, value)) };
    const number = operation(a.number, b.number);
    return number ? { number } : { series: new Map() };
  }
  if ('number' in b) return { series: eachPoint(a.series, (value) => operation(value, b.number)) };
  return { series: joined(a.series, b.series, operation) };
}

function eachPoint(set: SeriesSet, change: (value: Fraction) => Fraction | null): SeriesSet {
  return eachSeries(set, ({ points }) =>
    [...points.values()].flatMap((point) => {
      const value = change(point.value);
      return value ? [{ ...point, value }] : [];
    }),
  );
}

function joined(a: SeriesSet, b: SeriesSet, operation: Operation): SeriesSet {
  return eachSeries(a, ({ context, points }) => {
    const others = b.get(contextText(context))?.points;
    return [...points.values()].flatMap((point) => {
      const other = others?.get(point.start);
      const value = other && operation(point.value, other.value);
      return value ? [{ ...point, ...told([point, other]), value }] : [];
    });
  });
}

function eachSeries(set: SeriesSet, pointsOf: (series: Series) => readonly Point[]): SeriesSet {
  return seriesSet(
    [...set.values()].map((series) => ({
      context: series.context,
      points: new Map(pointsOf(series).map((point) => [point.start, point])),
    })),
  );
}

/** @param pointOf is given the results of the series so far, by the start of their periods. */
function eachOf(
  set: SeriesSet,
  from: Accumulation,
  to: Accumulation,
  pointOf: (series: Series, point: Point, results: ReadonlyMap<string, Point>) => Point | null,
): SeriesSet {
  const result: Series[] = [];
  for (const series of set.values()) {
    const { accumulation, frequency } = series.context;
    if (accumulation !== from || (frequency !== 'M' && frequency !== 'Q')) continue;
    const points = new Map<string, Point>();
    for (const point of series.points.values()) {
      const computed = pointOf(series, point, points);
      if (computed) points.set(computed.start, computed);
    }
    result.push({ context: { ...series.context, accumulation: to }, points });
  }
  return seriesSet(result);
}

const one = fraction(1n);

function changeOnYear({ points }: Series): Point[] {
  const breaks = [...points.values()].filter(({ isBreak }) => isBreak).map(({ end }) => end);
  return [...points.values()].flatMap((point) => {
    const before = points.get(aYearBefore(point.start));
    if (!before || before.value.over <= 0n) return [];
    if (breaks.some((end) => before.end < end && end <= point.end)) return [];
    const ratio = dividedBy(point.value, before.value);
    return ratio ? [{ ...point, ...told([point, before]), value: minus(ratio, one) }] : [];
  });
}

/** Of 29 February a day that does not exist, and so has no value. */
function aYearBefore(day: string): string {
  return String(Number(day.slice(0, 4)) - 1).padStart(4, '0') + day.slice(4);
}

function sumOfYear(series: Series, point: Point, sums: ReadonlyMap<string, Point>): Point | null {
  if (isFirstOfYear(point)) return point;
  const before = sums.get(startBefore(series.context, point));
  return before ? { ...point, ...told([before, point]), value: plus(before.value, point.value) } : null;
}

function sinceLast(series: Series, point: Point): Point | null {
  if (isFirstOfYear(point)) return point;
  const before = series.points.get(startBefore(series.context, point));
  return before ? { ...point, ...told([point, before]), value: minus(point.value, before.value) } : null;
}

function isFirstOfYear({ start }: Point): boolean {
  return start.endsWith('-01-01');
}

function startBefore({ frequency, accumulation }: Context, { start, end }: Point): string {
  return previousPeriod({ frequency, accumulation, start, end }).start;
}
