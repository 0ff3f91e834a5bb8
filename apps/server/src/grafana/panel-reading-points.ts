/** From the values of a series to the points of its line. */
import { LRUCache } from 'lru-cache';
import { type Observation, usableObservations } from '#assessment';
import type { InputObservation } from '#monitoring';
import { dayNumber, dayOfNumber, type PanelSeries, seriesKeyText } from '#storage';
import { type Frequency, nextPeriod, periodContaining, pointOf } from '#time-period';
import { grouped } from './grouped.js';
import { frequencies } from './payload.js';
import type { TimeRange } from './query-plan.js';
import type { Point } from './thinning.js';

/** Which value stands where on a line; null: a gap. */
interface Place {
  readonly value: number | null;
  readonly time: number;
  /** What follows the value of a point in JSON, up to the value of the next. */
  readonly after: string;
}

/** From the end of a point to the start of the next. */
const between = ',[';

/** Bytes, about. */
const mostKept = 32_000_000;
const bytesOfPlace = 80;

/**
 * Most series have the same periods, statuses and frequency as another one, so that their values stand in the same
 * places: reckoning with periods and zones takes longer than all the rest, and is done once for all of them. Nothing
 * here depends on what is stored, so nothing grows old.
 */
const known = new LRUCache<string, readonly Place[]>({
  maxSize: mostKept,
  sizeCalculation: (places, key) => 2 * key.length + bytesOfPlace * places.length + 1,
});

/**
 * The points of one line, in time order. What is no value (a forecast, a value said to be missing) is left out; a
 * period without a value between two that have one is a gap.
 */
export class StoredPoints {
  private readonly places: readonly Place[];
  private readonly values: readonly string[];

  /**
   * @param group the series whose values are the line's; of several frequencies only where they are of a stock.
   * @param expected how often a value is expected.
   */
  constructor(group: readonly PanelSeries[], expected: Frequency, timeZone: string) {
    this.places = placesOf(group, expected, timeZone);
    const [only] = group;
    this.values =
      only && group.length === 1
        ? only.values.split(',')
        : group.flatMap((series) => series.values.split(','));
  }

  points(): Point[] {
    return this.places.map(({ value, time }) => [value === null ? null : Number(this.values[value]), time]);
  }

  /**
   * The points within a range as JSON, their values digit by digit as they are stored: to read a number and to write
   * it again takes ten times as long as all the rest of an answer.
   * @returns null when there are more than `limit`, or one is a value that JSON has no number for.
   */
  json(range: TimeRange | null, limit: number | undefined): string | null {
    const { places, values } = this;
    let text = '';
    let count = 0;
    for (const { value, time, after } of places) {
      if (range !== null && (time < range.from || time > range.to)) continue;
      count += 1;
      text += (value === null ? 'null' : (values[value] ?? 'null')) + after;
    }
    if (count === 0) return '[]';
    // "NaN" and "Infinity" are numbers to Postgres.
    if ((limit !== undefined && count > limit) || text.includes('N') || text.includes('I')) return null;
    return `[[${text.slice(0, -between.length)}]`;
  }
}

function placesOf(group: readonly PanelSeries[], expected: Frequency, timeZone: string): readonly Place[] {
  const series = group.map(({ frequency, starts, statuses }) => `${frequency}|${starts}|${statuses}`);
  const key = `${timeZone}|${expected}|${series.join('|')}`;
  const before = known.get(key);
  if (before) return before;
  const places = reckonedPlaces(group, expected, timeZone);
  known.set(key, places);
  return places;
}

function reckonedPlaces(
  group: readonly PanelSeries[],
  expected: Frequency,
  timeZone: string,
): readonly Place[] {
  let count = 0;
  const observations = group.flatMap(({ frequency, starts, statuses }) => {
    const status = statuses.split(',');
    return starts.split(',').map((start, at): Observation => ({
      // A group is of one accumulation; with that out of the way the rule that verdicts use picks the values.
      period: periodContaining(dayOfNumber(Number(start)), frequency),
      // Stands for the value: its place among those of the group.
      value: count++,
      status: status[at] ?? '',
    }));
  });
  const usable = usableObservations({ kind: 'stock', frequency: expected }, observations, '9999-12-31');
  return withGaps(usable, coarsest([expected, ...group.map(({ frequency }) => frequency)]), timeZone);
}

/**
 * The step in which gaps are counted: of the frequency a value is expected in and those that came, the longest. An
 * annual indicator that was reported twice by the month has no gap in the other months.
 */
function coarsest(present: readonly Frequency[]): Frequency {
  return frequencies.find((frequency) => present.includes(frequency)) ?? 'A';
}

function withGaps(ordered: readonly Observation[], step: Frequency, timeZone: string): Place[] {
  const place = (value: number | null, time: number): Place => ({
    value,
    time,
    after: `,${time}]${between}`,
  });
  return ordered.flatMap((observation, index) => {
    const places: Place[] = [];
    const before = ordered[index - 1];
    if (before) {
      let period = nextPeriod(periodContaining(before.period.end, step));
      while (period.end < observation.period.end) {
        places.push(place(null, pointOf(period, timeZone)));
        period = nextPeriod(period);
      }
    }
    places.push(place(observation.value, pointOf(observation.period, timeZone)));
    return places;
  });
}

/** Observations as series with all their values. */
export function panelSeriesOf(observations: readonly InputObservation[]): PanelSeries[] {
  return [...grouped(observations, seriesKeyText).values()].flatMap((group) => {
    const [one] = group;
    if (!one) return [];
    const { indicator, area, frequency, accumulation, breakdown } = one;
    return [
      {
        indicator,
        area,
        frequency,
        accumulation,
        breakdown,
        starts: group.map(({ periodStart }) => dayNumber(periodStart)).join(','),
        values: group.map(({ value }) => value).join(','),
        statuses: group.map(({ status }) => status).join(','),
      },
    ];
  });
}
