/** From what was read to the lines of a chart. */
import type { GrafanaSeries, SeriesLabels } from '#contract';
import type { PanelSeries, StoredTarget } from '#storage';
import { subjectOf } from './breakdown.js';
import { grouped } from './grouped.js';
import { accumulationWords, frequencyWords, measureWords } from './panel-words.js';
import { namesByCode } from './panel-reading-names.js';
import { StoredPoints } from './panel-reading-points.js';
import type { Language } from './payload.js';
import type { PlanNames } from './plan-names.js';
import type { SeriesPlan, TimeRange } from './query-plan.js';
import { type Point, thinned } from './thinning.js';

/** A line before it is cut to a panel's range and number of points. */
export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
  /** The same as they are stored; absent where they were made here. */
  readonly stored?: StoredPoints;
  readonly labels: SeriesLabels;
  /** Of the values, in the asked language. */
  readonly unit: string;
}

/** A target and its trajectory, as `trajectoryOf` gives it. */
export interface TargetPath {
  readonly target: StoredTarget;
  readonly points: readonly { readonly time: number; readonly expected: number }[];
  readonly due: { readonly time: number; readonly value: number | null; readonly upper: number | null };
}

/**
 * The measured values as lines. The points of a stock are one line whatever their frequency, as its verdict reads
 * them; flows and averages of different frequencies are different quantities and so different lines. What is no
 * value (a forecast, a value said to be missing) is left out. A period without a value between two that have one
 * is a gap: null at its point.
 */
export function actualLines(
  plan: SeriesPlan,
  series: readonly PanelSeries[],
  names: PlanNames,
  timeZone: string,
): Line[] {
  const indicators = new Map(plan.indicators.map((indicator) => [indicator.code, indicator]));
  const place = (row: PanelSeries) => `${subjectOf(row)}|${row.accumulation}`;
  const bySeries = grouped(series, (row) =>
    indicators.get(row.indicator)?.kind === 'stock' ? place(row) : `${place(row)}|${row.frequency}`,
  );
  // Sorted by its key, a line has the same place in the legend whenever its series came to be.
  const groups = [...bySeries].toSorted(([a], [b]) => compareTexts(a, b)).map(([, group]) => group);
  const linesAt = grouped(groups, (group) => (group[0] ? place(group[0]) : ''));
  return groups.flatMap((group) => {
    const row = group[0];
    const indicator = row && indicators.get(row.indicator);
    if (!indicator) return [];
    const alone = (linesAt.get(place(row))?.length ?? 0) < 2;
    const qualifiers = [
      ...(alone ? [] : [frequencyWords[row.frequency][plan.language]]),
      ...(row.accumulation === 'period' ? [] : [accumulationWords[row.accumulation][plan.language]]),
      measureWords.actual[plan.language],
    ];
    const stored = new StoredPoints(group, indicator.frequency, timeZone);
    return [
      {
        name: lineName(row, qualifiers, names, plan.language),
        get points() {
          return stored.points();
        },
        stored,
        labels: labelsOf(row, 'actual', {
          accumulation: row.accumulation,
          ...(group.every(({ frequency }) => frequency === row.frequency)
            ? { frequency: row.frequency }
            : {}),
        }),
        unit: indicator.unit[plan.language],
      },
    ];
  });
}

/** The path each target expects. A target without a number, or without a baseline yet, has none. */
export function expectedLines(plan: SeriesPlan, paths: readonly TargetPath[], names: PlanNames): Line[] {
  return bySubject(paths)
    .filter((path) => path.points.length > 0)
    .map((path) => ({
      ...targetLine(path, 'expected', paths, plan, names),
      points: path.points.map(({ time, expected }): Point => [expected, time]),
    }));
}

/**
 * The value each target sets, level across the range; without a range, from its baseline to its due date. A target
 * that names an interval has two lines, one that names no number none.
 */
export function targetLines(
  plan: SeriesPlan,
  paths: readonly TargetPath[],
  names: PlanNames,
  range: TimeRange | null,
): Line[] {
  return bySubject(paths).flatMap((path) => {
    const { value, upper, time } = path.due;
    const from = range?.from ?? path.points[0]?.time ?? time;
    const to = range?.to ?? time;
    const edges =
      upper === null
        ? ([['target', value]] as const)
        : ([
            ['lowerEdge', value],
            ['upperEdge', upper],
          ] as const);
    return edges.flatMap(([edge, height]) => {
      if (height === null) return [];
      const start: Point[] = from < to ? [[height, from]] : [];
      return [{ ...targetLine(path, edge, paths, plan, names), points: [...start, [height, to] as Point] }];
    });
  });
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** In the order of the measured values' lines. */
export function bySubject<T extends OfTarget>(paths: readonly T[]): T[] {
  return paths.toSorted((a, b) => compareTexts(subjectOf(a.target), subjectOf(b.target)));
}

/** What a line belongs to that is drawn for a target. */
interface OfTarget {
  readonly target: StoredTarget;
}

/** A target's line without its points. Its name says when the target is due where one series has several. */
export function targetLine(
  path: OfTarget,
  measure: keyof typeof measureWords,
  paths: readonly OfTarget[],
  plan: SeriesPlan,
  names: PlanNames,
): Omit<Line, 'points'> {
  const { target } = path;
  const subject = subjectOf(target);
  const several = paths.some((other) => other !== path && subjectOf(other.target) === subject);
  const words = measureWords[measure][plan.language];
  const indicator = plan.indicators.find(({ code }) => code === target.indicator);
  return {
    name: lineName(target, several ? [words, target.due] : [words], names, plan.language),
    labels: {
      ...labelsOf(target, 'target', { frequency: target.frequency, targetCode: target.code }),
      ...measureLabels(measure),
    },
    unit: indicator?.unit[plan.language] ?? '',
  };
}

function measureLabels(measure: keyof typeof measureWords): Pick<SeriesLabels, 'measure' | 'edge'> {
  if (measure === 'lowerEdge') return { measure: 'target', edge: 'lower' };
  if (measure === 'upperEdge') return { measure: 'target', edge: 'upper' };
  return { measure };
}

/** What a line is of, as codes; breakdown as a payload names it, `dimension=code` parted by `;`. */
function labelsOf(
  of: Pick<StoredTarget, 'indicator' | 'area' | 'breakdown'>,
  measure: SeriesLabels['measure'],
  further: Partial<SeriesLabels>,
): SeriesLabels {
  const breakdown = Object.entries(of.breakdown)
    .map(([dimension, code]) => `${dimension}=${code}`)
    .toSorted()
    .join(';');
  return {
    measure,
    indicator: of.indicator,
    area: of.area,
    ...(breakdown === '' ? {} : { breakdown }),
    ...further,
  };
}

/** Indicator · area · breakdown · what the line is, in the asked language. */
function lineName(
  of: Pick<StoredTarget, 'indicator' | 'area' | 'breakdown'>,
  qualifiers: readonly string[],
  names: PlanNames,
  language: Language,
): string {
  const byCode = namesByCode(names);
  const indicator = byCode.indicators.get(of.indicator);
  const area = byCode.areas.get(of.area);
  const dimensions = indicator?.dimensions ?? Object.keys(of.breakdown);
  const breakdown = dimensions.flatMap((dimension) => {
    const code = of.breakdown[dimension];
    if (code === undefined) return [];
    return [byCode.breakdownValues.get(`${dimension} ${code}`)?.name[language] ?? code];
  });
  return [
    indicator?.name[language] ?? of.indicator,
    area?.name[language] ?? of.area,
    ...breakdown,
    ...qualifiers,
  ].join(' · ');
}

/**
 * A line as Grafana reads it: within the range, at most so many points. Grafana takes `tags` as the field's labels,
 * `unit` into its settings, and `title` as its display name, which without it would be lengthened by the labels.
 */
export function frameOf(
  line: Line,
  refId: string,
  range: TimeRange | null,
  maxDataPoints: number | undefined,
): GrafanaSeries {
  const within = range
    ? line.points.filter(([, time]) => time >= range.from && time <= range.to)
    : line.points;
  return { ...headOf(line, refId), datapoints: thinned(within, maxDataPoints) };
}

function headOf(line: Line, refId: string): Omit<GrafanaSeries, 'datapoints'> {
  return {
    target: line.name,
    title: line.name,
    refId,
    tags: line.labels,
    // "1,310 × 100 million yuan": a unit that begins with a number must not run into the value before it.
    unit: `suffix:${/^\d/.test(line.unit) ? '× ' : ''}${line.unit}`,
  };
}

/** {@link frameOf} as JSON. */
export function frameText(
  line: Line,
  refId: string,
  range: TimeRange | null,
  maxDataPoints: number | undefined,
): string {
  const datapoints = line.stored?.json(range, maxDataPoints) ?? null;
  if (datapoints === null) return JSON.stringify(frameOf(line, refId, range, maxDataPoints));
  const head = JSON.stringify(headOf(line, refId));
  return `${head.slice(0, -1)},"datapoints":${datapoints}}`;
}
