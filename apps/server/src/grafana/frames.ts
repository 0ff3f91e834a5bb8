/** From what was read to the lines of a chart. */
import { type Observation, usableObservations } from '#assessment';
import type { GrafanaSeries, Indicator } from '#contract';
import { type InputObservation, observationOf } from '#monitoring';
import type { StoredTarget } from '#storage';
import { type Frequency, nextPeriod, periodContaining, pointOf } from '#time-period';
import { subjectOf } from './breakdown.js';
import { grouped } from './grouped.js';
import { accumulationWords, frequencyWords, measureWords } from './panel-words.js';
import { frequencies, type Language } from './payload.js';
import type { PlanNames } from './plan-names.js';
import type { SeriesPlan, TimeRange } from './query-plan.js';
import { type Point, thinned } from './thinning.js';

/** A line before it is cut to a panel's range and number of points. */
export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
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
  observations: readonly InputObservation[],
  names: PlanNames,
  timeZone: string,
): Line[] {
  const indicators = new Map(plan.indicators.map((indicator) => [indicator.code, indicator]));
  const place = (row: InputObservation) => `${subjectOf(row)}|${row.accumulation}`;
  const bySeries = grouped(observations, (row) =>
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
    return [
      {
        name: lineName(row, qualifiers, names, plan.language),
        points: pointsOf(group, indicator, timeZone),
      },
    ];
  });
}

function pointsOf(group: readonly InputObservation[], indicator: Indicator, timeZone: string): Point[] {
  // A group is of one accumulation already; with that out of the way the rule that verdicts use picks the values.
  const observations = group.map((row) => {
    const observation = observationOf(row);
    return { ...observation, period: { ...observation.period, accumulation: 'period' as const } };
  });
  const usable = usableObservations(
    { kind: 'stock', frequency: indicator.frequency },
    observations,
    '9999-12-31',
  );
  return withGaps(usable, coarsest([indicator.frequency, ...group.map((row) => row.frequency)]), timeZone);
}

/**
 * The step in which gaps are counted: of the frequency a value is expected in and those that came, the longest. An
 * annual indicator that was reported twice by the month has no gap in the other months.
 */
function coarsest(present: readonly Frequency[]): Frequency {
  return frequencies.find((frequency) => present.includes(frequency)) ?? 'A';
}

function withGaps(ordered: readonly Observation[], step: Frequency, timeZone: string): Point[] {
  return ordered.flatMap((observation, index) => {
    const points: Point[] = [];
    const before = ordered[index - 1];
    if (before) {
      let period = nextPeriod(periodContaining(before.period.end, step));
      while (period.end < observation.period.end) {
        points.push([null, pointOf(period, timeZone)]);
        period = nextPeriod(period);
      }
    }
    points.push([observation.value, pointOf(observation.period, timeZone)]);
    return points;
  });
}

/** The path each target expects. A target without a number, or without a baseline yet, has none. */
export function expectedLines(plan: SeriesPlan, paths: readonly TargetPath[], names: PlanNames): Line[] {
  return bySubject(paths)
    .filter((path) => path.points.length > 0)
    .map((path) => ({
      name: targetLineName(path, 'expected', paths, plan, names),
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
      return [
        { name: targetLineName(path, edge, paths, plan, names), points: [...start, [height, to] as Point] },
      ];
    });
  });
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** In the order of the measured values' lines. */
function bySubject(paths: readonly TargetPath[]): TargetPath[] {
  return paths.toSorted((a, b) => compareTexts(subjectOf(a.target), subjectOf(b.target)));
}

/** Says when the target is due where one series has several. */
function targetLineName(
  path: TargetPath,
  measure: keyof typeof measureWords,
  paths: readonly TargetPath[],
  plan: SeriesPlan,
  names: PlanNames,
): string {
  const subject = subjectOf(path.target);
  const several = paths.some((other) => other !== path && subjectOf(other.target) === subject);
  const words = measureWords[measure][plan.language];
  return lineName(path.target, several ? [words, path.target.due] : [words], names, plan.language);
}

/** Indicator · area · breakdown · what the line is, in the asked language. */
function lineName(
  of: Pick<StoredTarget, 'indicator' | 'area' | 'breakdown'>,
  qualifiers: readonly string[],
  names: PlanNames,
  language: Language,
): string {
  const indicator = names.indicators.find((candidate) => candidate.code === of.indicator);
  const area = names.areas.find((candidate) => candidate.code === of.area);
  const dimensions = indicator?.dimensions ?? Object.keys(of.breakdown);
  const breakdown = dimensions.flatMap((dimension) => {
    const code = of.breakdown[dimension];
    if (code === undefined) return [];
    const value = names.breakdownValues.find((known) => known.dimension === dimension && known.code === code);
    return [value?.name[language] ?? code];
  });
  return [
    indicator?.name[language] ?? of.indicator,
    area?.name[language] ?? of.area,
    ...breakdown,
    ...qualifiers,
  ].join(' · ');
}

/** A line as Grafana reads it: within the range, at most so many points. */
export function frameOf(
  line: Line,
  refId: string,
  range: TimeRange | null,
  maxDataPoints: number | undefined,
): GrafanaSeries {
  const within = range
    ? line.points.filter(([, time]) => time >= range.from && time <= range.to)
    : line.points;
  return { target: line.name, refId, datapoints: thinned(within, maxDataPoints) };
}
