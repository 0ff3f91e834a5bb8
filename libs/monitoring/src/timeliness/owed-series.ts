import { pointFreshUntil } from '#assessment';
import type { Indicator } from '#contract';
import { seriesKeyText, type NewestPeriod, type SeriesKey, type SeriesOfTarget } from '#storage';
import { comparePeriods, periodContaining, type Day, type Frequency, type TimePeriod } from '#time-period';
import { duePeriods } from './due-periods.js';

/** A series that the owner of its indicator is expected to keep up. */
export interface OwedSeries {
  readonly key: SeriesKey;
  /** The newest period that has a value; of a stock it may be of another frequency. null when none has. */
  readonly newest: TimePeriod | null;
  /**
   * Of a stock whose newest point lies within a period: until when no newer one is overdue, as staleness of a verdict
   * has it. Else null.
   */
  readonly freshUntil: Day | null;
}

/**
 * The series that an indicator's owner owes, wherever a target is set or a value is stored already:
 *
 * - the indicator's own frequency; of a flow or an average since January instead, where it is told that way;
 * - of a flow or an average, the frequency of each target: months do not make the year that a target is judged on;
 * - whatever else is kept up. A series that has missed more periods than a template asks for was given up, or was a
 *   single point, and nobody is asked for it.
 *
 * A stock stands at a moment: a point of any frequency says as much as its own would.
 */
export function owedSeries(
  indicator: Indicator,
  targets: readonly SeriesOfTarget[],
  stored: readonly NewestPeriod[],
  today: Day,
): OwedSeries[] {
  const own = targets.filter((target) => target.indicator === indicator.code);
  const kept = stored.filter((series) => series.indicator === indicator.code);
  return [...placesOf(own, kept).values()].flatMap((place) =>
    indicator.kind === 'stock' ? [owedStock(indicator, place)] : owedFlows(indicator, place, today),
  );
}

/** An area and a breakdown, with the targets set for it and the series stored of it. */
interface Place {
  readonly area: string;
  readonly breakdown: Readonly<Record<string, string>>;
  readonly targets: SeriesOfTarget[];
  readonly stored: NewestPeriod[];
}

function placesOf(targets: readonly SeriesOfTarget[], stored: readonly NewestPeriod[]): Map<string, Place> {
  const places = new Map<string, Place>();
  const placeOf = ({ indicator, area, breakdown }: Pick<SeriesKey, 'indicator' | 'area' | 'breakdown'>) => {
    const text = seriesKeyText({ indicator, area, breakdown, frequency: 'A', accumulation: 'period' });
    const place = places.get(text) ?? { area, breakdown, targets: [], stored: [] };
    places.set(text, place);
    return place;
  };
  for (const target of targets) placeOf(target).targets.push(target);
  for (const series of stored) placeOf(series).stored.push(series);
  return places;
}

function owedStock(indicator: Indicator, { area, breakdown, stored }: Place): OwedSeries {
  const { frequency, releaseLagDays } = indicator;
  const newest = stored.map(newestPeriodOf).toSorted(comparePeriods).at(-1) ?? null;
  return {
    key: {
      indicator: indicator.code,
      area,
      frequency,
      accumulation: 'period',
      breakdown,
    },
    newest,
    freshUntil: newest && pointFreshUntil(newest.end, frequency, releaseLagDays),
  };
}

function newestPeriodOf({ frequency, accumulation, periodEnd }: NewestPeriod): TimePeriod {
  return { ...periodContaining(periodEnd, frequency), accumulation };
}

/** From the longest to the shortest. */
const byLength: readonly Frequency[] = ['A', 'S', 'Q', 'M', 'D'];

function owedFlows(indicator: Indicator, place: Place, today: Day): OwedSeries[] {
  const { area, breakdown, targets, stored } = place;
  const isKeptUp = (series: NewestPeriod) =>
    !duePeriods(series, series.periodEnd, indicator.releaseLagDays, today).moreMissing;
  const owed: (Pick<SeriesKey, 'frequency' | 'accumulation'> & Pick<OwedSeries, 'newest'>)[] = stored
    .filter(isKeptUp)
    .map((series) => ({
      frequency: series.frequency,
      accumulation: series.accumulation,
      newest: newestPeriodOf(series),
    }));
  const owe = (frequency: Frequency) => {
    const known = stored.find((series) => series.frequency === frequency && series.accumulation === 'period');
    owed.push({ frequency, accumulation: 'period', newest: known ? newestPeriodOf(known) : null });
  };
  if (!owed.some(({ frequency }) => frequency === indicator.frequency)) owe(indicator.frequency);
  for (const { frequency } of targets) {
    const isOwed = owed.some((series) => series.frequency === frequency && series.accumulation === 'period');
    // An upload takes no value of a shorter period than the indicator's own.
    if (!isOwed && byLength.indexOf(frequency) <= byLength.indexOf(indicator.frequency)) owe(frequency);
  }
  return owed.map(({ newest, ...kind }) => ({
    key: { indicator: indicator.code, area, breakdown, ...kind },
    newest,
    freshUntil: null,
  }));
}
