import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type Indicator,
  type IndicatorSeries,
  type indicatorSeriesQuerySchema,
  type IndicatorSummary,
  type IndicatorValue,
  type indicatorValuesQuerySchema,
  type SeriesTimeliness,
} from '#contract';
import { readWithComputed, readComputedObservations } from '#monitoring';
import {
  type Database,
  hasMoreSeries,
  readDataVersion,
  readIndicators,
  readNewestOfIndicators,
  readRevisedPeriods,
  readSeriesWithNewest,
  readTargets,
  type SeriesKey,
  seriesKeyText,
} from '#storage';
import { dayInZone, formatPeriod, pointOf } from '#time-period';
import { asOfInstant } from '../http/as-of.js';
import {
  filterOf,
  readNames,
  refuseTooManyInputs,
  refuseTooManyVintages,
} from '../observations/observation-query.js';
import { type Observed, periodOf } from '../observations/observed.js';
import type { Names } from '../observations/series-name.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { TimelinessReader } from '../timeliness/timeliness.reader.js';

/** More values are not put together in memory for one answer. */
const mostValues = 50_000;
/** More series are no list that anybody reads. */
const mostSeries = 5000;

/** The values of some series, and what their codes are called. */
export interface ValuesRead {
  readonly indicator: Indicator;
  readonly names: Names;
  readonly values: readonly Observed[];
}

/** Indicators with their series and values, exact to the digit. */
@Injectable()
export class IndicatorValuesReader {
  private kept: { readonly key: string; readonly summaries: Promise<IndicatorSummary[]> } | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly timeliness: TimelinessReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Every indicator with what there is of it now. A look at each series that there is, so it is made once for a version
   * of the data and a day, whoever asks.
   */
  async summaries(): Promise<IndicatorSummary[]> {
    const version = await readDataVersion(this.database.manager);
    const key = `${version} ${dayInZone(this.clock(), this.configuration.timeZone)}`;
    if (this.kept?.key === key) return this.kept.summaries;
    const kept = { key, summaries: this.makeSummaries() };
    this.kept = kept;
    // What failed may succeed the next time.
    kept.summaries.catch(() => {
      if (this.kept === kept) this.kept = null;
    });
    return kept.summaries;
  }

  private async makeSummaries(): Promise<IndicatorSummary[]> {
    const reader = this.database.manager;
    const [indicators, targets, timeliness, newestOf] = await Promise.all([
      readIndicators(reader),
      readTargets(reader, {}),
      this.timeliness.timeliness(null, null),
      readNewestOfIndicators(reader),
    ]);
    const known = new Map(newestOf.map((one) => [one.indicator, one]));
    const owedOf = grouped(timeliness.series, ({ indicator }) => indicator);
    return indicators.map((one) => {
      const { series = 0, newest: last = null } = known.get(one.code) ?? {};
      return {
        code: one.code,
        name: one.name,
        organisation: one.owner,
        kind: one.kind,
        unit: one.unit,
        frequency: one.frequency,
        tasks: one.tasks,
        computed: Boolean(one.formula),
        series,
        targets: targets.filter(({ indicator }) => indicator === one.code).length,
        newest: last && {
          area: last.area,
          breakdown: last.breakdown,
          period: formatPeriod(periodOf(last)),
          value: last.value,
        },
        timeliness: countsOf(owedOf.get(one.code)),
      };
    });
  }

  /**
   * The series of an indicator that have a value, as of an instant, and those that are owed.
   * @throws AppError not-found; unknown-name; too-large.
   */
  async series(
    code: string,
    { asOf, area }: z.infer<typeof indicatorSeriesQuerySchema>,
  ): Promise<IndicatorSeries[]> {
    const reader = this.database.manager;
    const instant = asOfInstant(asOf, this.configuration.timeZone);
    const indicator = await this.indicator(code);
    const filter = { indicators: [code], ...(area && { areas: area }), ...(instant && { asOf: instant }) };
    const names = await readNames(reader, { indicator: [code], area });
    if (await hasMoreSeries(reader, filter, mostSeries)) throw tooManySeries();
    await refuseTooManyInputs(reader, filter);
    const stored = new Map(
      (await readSeriesWithNewest(reader, filter)).map((one) => [seriesKeyText(one), one]),
    );
    const computed = grouped(await readComputedObservations(reader, filter), seriesKeyText);
    const { series: owed } = await this.timeliness.timeliness(instant, [indicator.owner], {
      indicators: [code],
      areas: area,
    });
    const timeliness = new Map(owed.map((one) => [seriesKeyText(one), one]));
    const keys = new Map<string, SeriesKey>(
      [...stored.values(), ...[...computed.values()].map(([first]) => first!), ...timeliness.values()].map(
        (one) => [seriesKeyText(one), one],
      ),
    );
    return [...keys]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([text, key]) => {
        const { frequency, accumulation, breakdown } = key;
        const reported = stored.get(text);
        const byFormula = computed.get(text) ?? [];
        const newest = [...(reported ? [reported] : []), ...byFormula].reduce<Observed | null>(
          (best, one) => (best === null || one.periodEnd > best.periodEnd ? one : best),
          null,
        );
        return {
          area: key.area,
          frequency,
          accumulation,
          breakdown,
          ...namesOf(key.area, breakdown, names),
          values: (reported?.values ?? 0) + byFormula.length,
          computed: reported === undefined && byFormula.length > 0,
          newest: newest && {
            period: formatPeriod(periodOf(newest)),
            value: newest.value,
            status: newest.status,
          },
          timeliness: shownTimeliness(timeliness.get(text)),
        };
      });
  }

  /**
   * The values of an indicator's series.
   * @throws AppError not-found; unknown-name; too-large.
   */
  async values(
    code: string,
    query: z.infer<typeof indicatorValuesQuerySchema>,
    request: Request,
  ): Promise<ValuesRead> {
    const reader = this.database.manager;
    const indicator = await this.indicator(code);
    const filter = filterOf({ ...query, indicator: [code] }, request, this.configuration.timeZone);
    const names = await readNames(reader, { ...query, indicator: [code] }, filter);
    await refuseTooManyVintages(reader, filter, mostValues);
    return { indicator, names, values: await readWithComputed(reader, filter) };
  }

  /** Values as JSON has them; the decimals are texts, so that none loses a digit. */
  async shownValues(
    code: string,
    query: z.infer<typeof indicatorValuesQuerySchema>,
    request: Request,
  ): Promise<IndicatorValue[]> {
    const { timeZone } = this.configuration;
    const { values } = await this.values(code, query, request);
    const filter = filterOf({ ...query, indicator: [code] }, request, timeZone);
    const revised = await readRevisedPeriods(this.database.manager, filter);
    return values.map((one) => {
      const period = periodOf(one);
      const stored = 'computed' in one ? null : one;
      return {
        area: one.area,
        frequency: one.frequency,
        accumulation: one.accumulation,
        breakdown: one.breakdown,
        period: formatPeriod(period),
        time: pointOf(period, timeZone),
        value: one.value,
        status: one.status,
        knownFrom: one.knownFrom.toISOString(),
        import: stored && stored.importId,
        revised: stored !== null && revised.has(`${stored.seriesId} ${stored.periodStart}`),
      };
    });
  }

  /** @throws AppError not-found. */
  async indicator(code: string): Promise<Indicator> {
    const [indicator] = await readIndicators(this.database.manager, [code]);
    if (indicator === undefined)
      throw new AppError('not-found', `There is no indicator ${code}; see /api/v1/indicators.`);
    return indicator;
  }
}

function countsOf(owed: readonly SeriesTimeliness[] | undefined): IndicatorSummary['timeliness'] {
  if (owed === undefined) return null;
  const count = (state: SeriesTimeliness['state']) => owed.filter((one) => one.state === state).length;
  return {
    complete: count('complete'),
    due: count('due'),
    late: count('late'),
    daysLate: owed.reduce((most, { daysLate }) => Math.max(most, daysLate), 0),
  };
}

function namesOf(
  area: string,
  breakdown: SeriesKey['breakdown'],
  { areas, breakdowns }: Names,
): Pick<IndicatorSeries, 'areaName' | 'breakdownNames'> {
  return {
    areaName: areas.get(area)?.name ?? { zh: area, en: area },
    breakdownNames: Object.fromEntries(
      Object.entries(breakdown).map(([dimension, code]) => [
        dimension,
        breakdowns.get(`${dimension} ${code}`)?.name ?? { zh: code, en: code },
      ]),
    ),
  };
}

function shownTimeliness(owed: SeriesTimeliness | undefined): IndicatorSeries['timeliness'] {
  if (owed === undefined) return null;
  const { state, next, dueOn, daysLate } = owed;
  return { state, next, dueOn, daysLate };
}

const tooManySeries = () =>
  new AppError('too-large', `These are more than ${mostSeries} series. Ask for the areas that you need.`, [
    { path: 'area', code: 'too-many-series', message: `at most ${mostSeries} series at a time` },
  ]);

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
