import type { Area, Indicator, Organisation } from '#contract';
import { AppError } from '#contract';
import { duePeriodsOf, readOwedSeries, type Due, type OwedSeries } from '#monitoring';
import { readAreas, readBreakdownValues, readIndicators, readOrganisations, type Reader } from '#storage';
import { dayInZone, type Day, type TimePeriod } from '#time-period';

/** One value that is asked for. */
export interface TemplateRow {
  readonly indicator: Indicator;
  readonly area: Area;
  /** Of each of the indicator's dimensions the value's code and Chinese name. */
  readonly breakdown: Readonly<Record<string, { readonly code: string; readonly name: string }>>;
  readonly period: TimePeriod;
}

/** What an organisation owes on a day. */
export interface ImportTemplate {
  readonly organisation: Organisation;
  readonly today: Day;
  /** Those it owns and reports, in the order of their codes. */
  readonly indicators: readonly Indicator[];
  /** Breakdown dimensions that any of its indicators has. */
  readonly dimensions: readonly string[];
  /** By indicator, area, breakdown and frequency, the oldest period first. */
  readonly rows: readonly TemplateRow[];
  /** Whether of some series only the newest missing periods are asked for. */
  readonly moreMissing: boolean;
  /** The first day on which a further value falls due; null when it owes no series. */
  readonly nextOn: Day | null;
  /** Indicators without any target and any value: nobody knows for which areas to ask. */
  readonly withoutSeries: readonly Indicator[];
}

/**
 * What an organisation owes now: the series of the indicators that it owns, each with the periods that are due.
 * @throws AppError not-found when there is no such organisation.
 */
export async function importTemplate(
  reader: Reader,
  organisationCode: string,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<ImportTemplate> {
  const organisation = (await readOrganisations(reader)).find(({ code }) => code === organisationCode);
  if (!organisation)
    throw new AppError(
      'not-found',
      `没有代码为 ${organisationCode} 的单位，单位代码见 /api/v1/organisations。There is no organisation ${organisationCode}.`,
    );
  const indicators = (await readIndicators(reader)).filter(
    ({ owner, formula }) => owner === organisationCode && !formula,
  );
  const today = dayInZone(now, timeZone);
  const owed = (await readOwedSeries(reader, indicators, { today })).map(({ indicator, series }) => ({
    indicator,
    series: series.map((one) => ({
      series: one,
      due: duePeriodsOf(one, indicator.releaseLagDays, today),
    })),
  }));
  const areas = new Map((await readAreas(reader)).map((area) => [area.code, area]));
  const names = new Map(
    (await readBreakdownValues(reader)).map(({ dimension, code, name }) => [`${dimension}=${code}`, name.zh]),
  );
  const breakdownOf = ({ breakdown }: OwedSeries['key']) =>
    Object.fromEntries(
      Object.entries(breakdown).map(([dimension, code]) => [
        dimension,
        { code, name: names.get(`${dimension}=${code}`) ?? code },
      ]),
    );
  const allDue: Due[] = owed.flatMap(({ series }) => series.map(({ due }) => due));
  return {
    organisation,
    today,
    indicators,
    dimensions: [...new Set(indicators.flatMap(({ dimensions }) => dimensions))],
    rows: owed.flatMap(({ indicator, series }) =>
      series.toSorted(byPlace).flatMap(({ series: { key }, due }) =>
        due.periods.map((period) => ({
          indicator,
          area: areas.get(key.area)!,
          breakdown: breakdownOf(key),
          period,
        })),
      ),
    ),
    moreMissing: allDue.some((due) => due.moreMissing),
    nextOn: allDue.map(({ nextOn }) => nextOn).toSorted()[0] ?? null,
    withoutSeries: owed.filter(({ series }) => series.length === 0).map(({ indicator }) => indicator),
  };
}

function byPlace(a: { series: OwedSeries }, b: { series: OwedSeries }): number {
  const text = ({ area, breakdown }: OwedSeries['key']) =>
    `${area}|${Object.keys(breakdown)
      .toSorted()
      .map((dimension) => breakdown[dimension])
      .join('|')}`;
  const [left, right] = [text(a.series.key), text(b.series.key)];
  return left < right ? -1 : left > right ? 1 : 0;
}
