import { readStretches, readValuesBefore, type NumberedSeries, type SeriesStretch } from '#storage';
import { previousPeriod, type TimePeriod } from '#time-period';
import type { KnownIndicator } from '../reference.js';
import { addsUpOverTime, isNeverNegative } from './additivity.js';
import { type FilePlace, periodKey, placeOf, type SanityTask } from './sanity-task.js';
import { grouped } from './grouped.js';
import { judgeValue } from './judge-value.js';
import { finalBy } from './late-provisional.js';
import { Points, type Point } from './point.js';
import { repeatedPeriods, type Succession } from './repeated-period.js';
import { contradictionSentence, findingSentence, lateSentence, repeatedSentence } from './sentences.js';
import { historyOf } from './series-history.js';
import { stretchesAround, stretchesOfYears } from './stretches.js';
import { timeContradictions } from './time-totals.js';

/** The series of one indicator, area and breakdown: its frequencies, each by itself and since January. */
interface Family {
  readonly indicator: KnownIndicator;
  readonly series: readonly NumberedSeries[];
  readonly stretches: readonly SeriesStretch[];
}

/** Values of a series by the start of their period. */
type Values = ReadonlyMap<string, Point>;

/** Values that are read and held at one time. */
const mostHeld = 30_000;

/** Looks at every landed value beside its own series and, of sums over time, those that overlap with it. */
export async function checkFamilies(task: SanityTask): Promise<void> {
  const successions: Succession[] = [];
  const periodsBefore = new PeriodsBefore();
  const noteSuccession = (point: Point, points: Values, place: FilePlace) => {
    const succession = successionOf(point, points, place.line, periodsBefore);
    if (succession) successions.push(succession);
  };
  for (const portion of inPortions(familiesOf(task), ({ stretches }) => mostOf(stretches))) {
    const stretches = portion.flatMap((family) => family.stretches);
    const values = await readPoints(
      task,
      stretches,
      portion.flatMap(({ series }) => series),
    );
    const before = await readBefore(task, portion, values);
    for (const family of portion) checkFamily(task, family, values, before, noteSuccession);
  }
  for (const repeated of repeatedPeriods(successions))
    task.findings.warnings.push({
      line: repeated.line,
      code: 'same-as-previous-period',
      message: repeatedSentence(repeated),
    });
}

function familiesOf({ series, landedOf, reference }: SanityTask): Family[] {
  const families = grouped(
    series,
    ({ indicator, area, breakdown }) =>
      `${indicator}|${area}|${Object.entries(breakdown).toSorted().join(';')}`,
  );
  return [...families.values()].flatMap((members) => {
    const indicator = reference.indicators.get(members[0]!.indicator);
    if (!indicator || !members.some(({ id }) => landedOf.has(id))) return [];
    const together = indicator.kind === 'stock' || addsUpOverTime(indicator);
    const needed = members.filter(
      ({ id, frequency }) =>
        landedOf.has(id) || (together && (frequency !== 'D' || indicator.kind === 'stock')),
    );
    const startsOf = ({ id }: NumberedSeries) =>
      (landedOf.get(id) ?? []).map(({ periodStart }) => periodStart);
    const all = needed.flatMap(startsOf);
    const stretches = needed.flatMap((one) => {
      if (indicator.kind === 'stock') return stretchesAround(one, all);
      const own = stretchesAround(one, startsOf(one));
      return together ? [...own, ...stretchesOfYears(one, all)] : own;
    });
    return [{ indicator, series: needed, stretches }];
  });
}

export function mostOf(stretches: readonly SeriesStretch[]): number {
  return stretches.reduce((sum, { most }) => sum + most, 0);
}

/** Consecutive items whose sizes together are no more than is held at one time, but at least one. */
export function* inPortions<T>(items: readonly T[], sizeOf: (item: T) => number): Generator<T[]> {
  let portion: T[] = [];
  let size = 0;
  for (const item of items) {
    const more = sizeOf(item);
    if (portion.length > 0 && size + more > mostHeld) {
      yield portion;
      portion = [];
      size = 0;
    }
    portion.push(item);
    size += more;
  }
  if (portion.length > 0) yield portion;
}

/** What is known now of these stretches, by series and start, in time order within a series. */
export async function readPoints(
  { reader }: SanityTask,
  stretches: readonly SeriesStretch[],
  series: readonly NumberedSeries[],
): Promise<Map<string, Map<string, Point>>> {
  const byId = new Map(series.map((one) => [one.id, one]));
  const points = new Map<string, Map<string, Point>>();
  const make = new Points();
  for (const value of await readStretches(reader, stretches)) {
    let own = points.get(value.seriesId);
    if (!own) points.set(value.seriesId, (own = new Map()));
    own.set(value.periodStart, make.of(value, byId.get(value.seriesId)!));
  }
  return points;
}

/** Also notes where what is new stands. */
async function readBefore(
  { reader, importId, landedOf, landedLines, findings }: SanityTask,
  portion: readonly Family[],
  values: ReadonlyMap<string, Values>,
): Promise<ReadonlyMap<string, { value: number; text: string }>> {
  const fresh = portion.flatMap(({ series }) =>
    series.flatMap(({ id }) =>
      (landedOf.get(id) ?? []).filter((landed) => {
        const known = values.get(id)?.get(landed.periodStart);
        // The last line of the file that says the same; an older release of the same period is not what is known.
        return known?.importId === importId && landedLines.get(periodKey(landed)) === landed;
      }),
    ),
  );
  for (const landed of fresh) findings.places.set(periodKey(landed), placeOf(landed));
  const rows = await readValuesBefore(reader, importId, fresh);
  return new Map(rows.map((row) => [periodKey(row), { value: Number(row.value), text: row.value }]));
}

function checkFamily(
  task: SanityTask,
  { indicator, series }: Family,
  values: ReadonlyMap<string, Values>,
  before: ReadonlyMap<string, { value: number; text: string }>,
  noteSuccession: (point: Point, points: Values, place: FilePlace) => void,
): void {
  const { landedOf, findings, name, reference } = task;
  const { warnings, places } = findings;
  const all = series.flatMap(({ id }) => [...(values.get(id)?.values() ?? [])]);
  const years = new Set<string>();
  for (const own of series) {
    const points = values.get(own.id);
    if (!points || !landedOf.has(own.id)) continue;
    const history = historyOf(indicator, own, [...points.values()], all);
    const late: { point: Point; place: FilePlace }[] = [];
    for (const { periodStart } of landedOf.get(own.id)!) {
      const key = periodKey({ seriesId: own.id, periodStart });
      const point = points.get(periodStart);
      const place = places.get(key);
      if (!point || place === undefined) continue;
      years.add(periodStart.slice(0, 4));
      const finding =
        point.status === 'F' ? null : judgeValue(point, history, indicator, before.get(key) ?? null);
      if (finding)
        warnings.push({
          ...place,
          code: finding.code,
          message: findingSentence(point, finding, indicator, name),
        });
      if (point.status === 'P' && finalBy(point.period, indicator) < reference.today)
        late.push({ point, place });
      noteSuccession(point, points, place);
    }
    tellLate(task, indicator, late);
  }
  if (addsUpOverTime(indicator)) tellTimeTotals(task, indicator, all, years);
}

/** The same few periods are asked for once a series. */
class PeriodsBefore {
  private readonly known = new Map<string, TimePeriod>();

  of(period: TimePeriod): TimePeriod {
    const key = `${period.frequency} ${period.accumulation} ${period.start}`;
    let before = this.known.get(key);
    if (!before) this.known.set(key, (before = previousPeriod(period)));
    return before;
  }
}

function successionOf(
  point: Point,
  points: Values,
  line: number,
  periodsBefore: PeriodsBefore,
): Succession | null {
  const before = periodsBefore.of(point.period);
  const previous = points.get(before.start);
  if (!previous) return null;
  return {
    line,
    period: point.period,
    value: point.value,
    previous: previous.value,
    beforeThat: points.get(periodsBefore.of(before).start)?.value ?? null,
  };
}

/** One warning a series: an old table of provisional values would drown the rest. */
function tellLate(
  { findings, name }: SanityTask,
  indicator: KnownIndicator,
  late: readonly { point: Point; place: FilePlace }[],
): void {
  const first = late.toSorted((a, b) => a.place.line - b.place.line)[0];
  if (!first) return;
  const { place, point } = first;
  const message = lateSentence(point, late.length, finalBy(point.period, indicator), name);
  findings.warnings.push({ ...place, code: 'late-provisional', message });
}

function tellTimeTotals(
  { findings, name }: SanityTask,
  indicator: KnownIndicator,
  all: readonly Point[],
  years: ReadonlySet<string>,
): void {
  const byYear = grouped(all, ({ period }) => period.start.slice(0, 4));
  for (const year of years)
    for (const contradiction of timeContradictions(byYear.get(year) ?? [], isNeverNegative(indicator))) {
      const place = placeOfTotal(findings.places, [contradiction.total, ...contradiction.parts]);
      if (place !== null)
        findings.warnings.push({
          ...place,
          code: 'total-mismatch',
          message: contradictionSentence(contradiction, indicator, name, 'time'),
        });
    }
}

/** Where the total stands, or else the first of its parts that the file holds; null when it holds none. */
export function placeOfTotal(
  places: ReadonlyMap<string, FilePlace>,
  [total, ...parts]: readonly Point[],
): FilePlace | null {
  const at = ({ seriesId, period }: Point) => places.get(periodKey({ seriesId, periodStart: period.start }));
  const own = total && at(total);
  if (own !== undefined) return own;
  return parts.flatMap((part) => at(part) ?? []).toSorted((a, b) => a.line - b.line)[0] ?? null;
}
