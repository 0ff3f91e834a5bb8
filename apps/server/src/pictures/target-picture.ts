/** A target's chart: what was observed, what was expected, what is asked for, and where it leads. Pure. */
import type { Observation, Verdict } from '#assessment';
import type { Indicator, Target, TrajectoryResponse } from '#contract';
import { type Day, formatPeriodEn, formatPeriodZh } from '#time-period';
import { trendFallsShort } from '../assessments/remark-words.js';
import { periodWords, statusWords, verdictWords, type Words } from '../assessments/verdict-words.js';
import { timeAxis, valueAxis } from './axes.js';
import { inksOf } from './inks.js';
import type {
  Language,
  LegendEntry,
  Look,
  Picture,
  PictureForecast,
  PictureLevel,
  PictureLine,
  PicturePlot,
  PicturePoint,
  Standing,
} from './picture.js';
import { plainNumber, forecastNumber, inLanguage, pictureWords, withUnit } from './picture-words.js';
import { finestOf, pointsOf } from './points.js';

/** What is known of a target as of a day; all from the readers that judge it. */
export interface TargetFacts {
  readonly target: Pick<Target, 'code' | 'name' | 'operator' | 'value' | 'upper' | 'due'>;
  readonly indicator: Pick<Indicator, 'name' | 'unit' | 'decimals' | 'frequency'>;
  /** Area and breakdown by name. */
  readonly subject: Words;
  readonly verdict: Verdict;
  /** Those that were judged, in time order. */
  readonly observations: readonly Observation[];
  /** Values that were published before and stand corrected by then. */
  readonly earlier: readonly Observation[];
  readonly trajectory: TrajectoryResponse;
  readonly day: Day;
  readonly timeZone: string;
}

export function targetPicture(facts: TargetFacts, look: Look): Picture {
  const { target, indicator, verdict, trajectory, timeZone } = facts;
  const { language } = look;
  const words = pictureWords[language];
  const inks = inksOf(look.theme);
  const day = inLanguage(periodWords(facts.day), language);
  const actual = pointsOf(facts.observations, indicator.frequency, timeZone);
  const unit = inLanguage(indicator.unit, language);
  const levels = levelsOf(facts, language);
  const plot = actual.length === 0 ? null : plotOf(facts, look, actual, levels);
  const due = inLanguage(periodWords(verdict.due), language);
  const goals = levels.map(({ label }) => label).join(language === 'zh' ? '，' : ', ');
  const axisNotes = [
    ...(plot?.y.cut ? [words.notFromZero] : []),
    ...(actual.some(({ afterGap }) => afterGap) ? [words.gap] : []),
    ...(plot ? [words.atPeriodEnds] : []),
  ];
  return {
    width: look.width,
    height: look.height,
    scale: look.scale,
    language,
    inks,
    title: inLanguage(target.name, language),
    standing: standingOf(facts, language),
    caption: `${inLanguage(indicator.name, language)} · ${inLanguage(facts.subject, language)}${words.inUnit(unit)}`,
    legend: plot ? legendOf(plot, facts, look) : [],
    plot,
    instead: [words.nothingKnown(day), goals === '' ? words.due(due) : words.goalIn(goals, due)].join('\n'),
    notes: [words.asOf(day), ...axisNotes],
    origin: `${words.service} · ${trajectory.target}`,
  };
}

function standingOf({ verdict, target, indicator }: TargetFacts, language: Language): Standing {
  const words = pictureWords[language];
  const text = verdictWords(verdict, { ...indicator, ...target });
  return {
    status: verdict.status,
    word: inLanguage(statusWords[verdict.status], language),
    remarks: [
      ...(trendFallsShort(verdict) ? [words.trendFallsShort] : []),
      ...(verdict.stale ? [words.stale] : []),
      ...(verdict.provisional ? [words.provisional] : []),
      ...(verdict.disagreement ? [words.disagreement] : []),
    ],
    clauses: clausesOf(inLanguage(text, language)),
  };
}

/** A sentence in parts, of which the last may be left out and what remains is still true; brackets stay whole. */
export function clausesOf(sentence: string): string[] {
  const clauses: string[] = [];
  for (const part of sentence.split(/(?<=[；。])|(?<=[;.] )/).filter((one) => one !== '')) {
    const last = clauses.at(-1);
    if (last !== undefined && isOpen(last)) clauses[clauses.length - 1] = last + part;
    else clauses.push(part);
  }
  return clauses;
}

const isOpen = (text: string): boolean =>
  (text.match(/[（(]/g) ?? []).length > (text.match(/[）)]/g) ?? []).length;

function levelsOf({ target, indicator, trajectory }: TargetFacts, language: Language): PictureLevel[] {
  const words = pictureWords[language];
  const { value, upper } = trajectory.due;
  // As the plan writes it: 6%, not 6.00%.
  const number = (one: number) => withUnit(plainNumber(one), inLanguage(indicator.unit, language));
  if (value === null) return [];
  if (upper !== null)
    return [
      { y: value, label: `${words.lowerEdge} ${number(value)}` },
      { y: upper, label: `${words.upperEdge} ${number(upper)}` },
    ];
  if (target.operator === 'complete' && value === 100)
    return [{ y: value, label: `${words.goal} ${words.complete}` }];
  return [{ y: value, label: `${words.goal} ${target.operator === 'atMost' ? '≤' : '≥'} ${number(value)}` }];
}

function plotOf(
  facts: TargetFacts,
  look: Look,
  actual: readonly PicturePoint[],
  levels: readonly PictureLevel[],
): PicturePlot {
  const { indicator, verdict, observations, trajectory, timeZone } = facts;
  const { language } = look;
  const words = pictureWords[language];
  const inks = inksOf(look.theme);
  const expected = trajectory.points.map(({ time, expected: y }) => mere(time, y));
  const earlier = pointsOf(facts.earlier, indicator.frequency, timeZone).map((point) => ({
    ...point,
    hollow: true,
    afterGap: false,
  }));
  const forecast = forecastOf(verdict, trajectory.due.time, actual);
  const lines: PictureLine[] = [
    { ink: inks.expected, mark: null, dashed: true, joined: true, points: expected },
    { ink: inks.expected, mark: 'circle', dashed: false, joined: false, points: earlier },
    { ink: inks.actual, mark: 'circle', dashed: false, joined: true, points: actual },
  ];
  const drawn = lines.filter(({ points }) => points.length > 0);
  const points = drawn.flatMap((line) => line.points);
  const interval = forecast === null ? [] : [forecast.lower, forecast.upper];
  const due = trajectory.due.time;
  const newest = observations.at(-1);
  const at = actual.at(-1);
  return {
    x: timeAxis(
      [...points.map(({ x }) => x), due],
      finestOf(observations),
      look.width - 80,
      language,
      timeZone,
    ),
    y: valueAxis([...points.map(({ y }) => y), ...levels.map(({ y }) => y), ...interval]),
    lines: drawn,
    levels,
    due: { x: due, label: words.due(inLanguage(periodWords(verdict.due), language)) },
    forecast,
    newest:
      newest === undefined || at === undefined
        ? null
        : { x: at.x, y: at.y, label: valueLabel(newest, indicator, language) },
  };
}

const mere = (x: number, y: number): PicturePoint => ({ x, y, hollow: false, afterGap: false });

function forecastOf(
  { forecast }: Verdict,
  due: number,
  actual: readonly PicturePoint[],
): PictureForecast | null {
  const newest = actual.findLast(({ x }) => x < due);
  if (!forecast || !newest) return null;
  const { value, lower, upper } = forecast;
  return { x: due, y: value, lower, upper, from: { x: newest.x, y: newest.y } };
}

/** A value with its period and unit: 2019年 88 条. */
export function valueLabel(
  { period, value }: Observation,
  { unit }: Pick<Indicator, 'unit'>,
  language: Language,
): string {
  const at = language === 'zh' ? formatPeriodZh(period) : formatPeriodEn(period);
  return pictureWords[language].valueAt(at, withUnit(plainNumber(value), inLanguage(unit, language)));
}

function legendOf(
  plot: PicturePlot,
  { verdict, indicator, observations, earlier }: TargetFacts,
  look: Look,
): LegendEntry[] {
  const words = pictureWords[look.language];
  const inks = inksOf(look.theme);
  const entries: LegendEntry[] = [{ sample: 'line', ink: inks.actual, mark: 'circle', label: words.actual }];
  const entry = (sample: LegendEntry['sample'], ink: string, label: string) =>
    entries.push({ sample, ink, mark: null, label });
  const points = plot.lines.flatMap((line) => (line.joined ? line.points : []));
  if (observations.length > 0 && points.some(({ hollow }) => hollow))
    entry('hollow', inks.actual, words.hollow);
  if (earlier.length > 0) entry('earlier', inks.expected, words.earlier);
  if (plot.lines.some(({ dashed }) => dashed)) entry('dashed', inks.expected, words.expected);
  if (plot.levels.length > 0) entry('level', inks.goal, words.goal);
  if (plot.forecast !== null && verdict.forecast) {
    const { value, lower, upper } = verdict.forecast;
    const [middle = '', low = '', high = ''] = [value, lower, upper].map((one) =>
      forecastNumber(one, indicator.decimals),
    );
    const unit = inLanguage(indicator.unit, look.language);
    entry('forecast', inks.forecast, words.forecast(withUnit(middle, unit), low, high));
  }
  return entries;
}
