import { readComputedObservations, readOwedSeries, timelinessOf } from '#monitoring';
import { addDays, dayInZone, formatPeriod, parseAsOf, parsePeriod, pointOf } from '#time-period';
import { createSeededDatabase, seededZone } from '../../../test/seeded-database.js';
import type { Database } from '../../database.js';
import { readIndicators } from '../../queries/catalogue.js';
import { readObservations, readVintages } from '../../queries/observations.js';
import { keepTimeZone } from '../../queries/service-setting.js';

const timeZone = seededZone;

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ database, drop } = await createSeededDatabase());
});
afterAll(() => drop());

const ask = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> => database.query(sql, parameters);
const inOrder = (all: readonly unknown[]) => all.map((one) => JSON.stringify(one)).toSorted();
/** Statuses of what is no value, as libs/assessment has them. */
const noValue = new Set(['F', 'H', 'L', 'M', 'O', 'Q']);

describe('the shipped plan and its values, read through the schema grafana', () => {
  it('has the values that are known now, each at its point', async () => {
    const ours = (await readObservations(database, {})).filter(({ status }) => !noValue.has(status));
    const rows = await ask<{ id: string; period: string; time: Date; value: number; start: string }>(
      `select series_id as id, period, time, value, period_start::text as start from grafana.observations
       order by series_id, time, period_start`,
    );
    expect(rows).toEqual(
      ours.map(({ seriesId, frequency, accumulation, periodStart: start, periodEnd: end, value }) => {
        const period = { frequency, accumulation, start, end };
        return {
          id: seriesId,
          period: formatPeriod(period),
          time: new Date(pointOf(period, timeZone)),
          value: Number(value),
          start,
        };
      }),
    );
    expect(rows.length).toBeGreaterThan(500);
  });

  it.each(['2019-01-01', '2020-02-16', '2021-06-30', '2026-11-24'])('as it was known on %s', async (day) => {
    const asOf = new Date(`${day}T00:00:00Z`);
    const ours = (await readObservations(database, { asOf })).filter(({ status }) => !noValue.has(status));
    const rows = await ask(
      `select series_id as "seriesId", period_start::text as "periodStart", value, known_from as "knownFrom"
       from grafana.observations_as_of($1) order by series_id, time, period_start`,
      [asOf],
    );
    expect(rows).toEqual(
      ours.map(({ seriesId, periodStart, value, knownFrom }) => ({
        seriesId,
        periodStart,
        value: Number(value),
        knownFrom,
      })),
    );
  });

  it('has what the service computes from them', async () => {
    const rows = await ask(
      `select indicator, area, period, time, value, known_from as "knownFrom"
       from grafana.computed_observations order by indicator, area, time`,
    );
    const ours = (await readComputedObservations(database.manager, {})).filter(
      ({ status }) => !noValue.has(status),
    );
    expect(inOrder(rows)).toEqual(
      inOrder(
        ours.map(({ periodStart: start, periodEnd: end, ...one }) => {
          const period = { frequency: one.frequency, accumulation: one.accumulation, start, end };
          return {
            indicator: one.indicator,
            area: one.area,
            period: formatPeriod(period),
            time: new Date(pointOf(period, timeZone)),
            value: Number(one.value),
            knownFrom: one.knownFrom,
          };
        }),
      ),
    );
    expect(rows).toContainEqual(
      expect.objectContaining({ indicator: 'base_stations_5g_per_10k', period: '2020' }),
    );
    const both = await ask(
      'select * from grafana.observations union all select * from grafana.computed_observations',
    );
    expect(both.length).toBeGreaterThan(rows.length);
  });

  it('has every vintage, and every revision between two of them', async () => {
    const ours = await readVintages(database, {});
    const rows = await ask(
      `select series_id as "seriesId", value, known_from as "knownFrom", known_to as "knownTo"
       from grafana.vintages order by series_id, time, period_start, known_from, known_to`,
    );
    expect(rows).toEqual(
      ours.map(({ seriesId, value, knownFrom, knownTo }) => ({
        seriesId,
        value: Number(value),
        knownFrom,
        knownTo,
      })),
    );
    const revisions = await ask(
      `select series_id as "seriesId", period, value_before as before, value_after as after, known_from as at
       from grafana.revisions order by series_id, time, period, known_from`,
    );
    const inPairs = ours.flatMap((vintage, index) => {
      const next = ours[index + 1];
      if (next?.seriesId !== vintage.seriesId || next.periodStart !== vintage.periodStart) return [];
      const { frequency, accumulation, periodStart: start, periodEnd: end } = vintage;
      return [
        {
          seriesId: vintage.seriesId,
          period: formatPeriod({ frequency, accumulation, start, end }),
          before: Number(vintage.value),
          after: Number(next.value),
          at: next.knownFrom,
        },
      ];
    });
    expect(revisions).toEqual(inPairs);
    expect(revisions.length).toBeGreaterThan(0);
  });

  // A leap day, the days around a lag's end, around which stocks told within a year stop being fresh, and far ahead.
  const days = [
    '2018-12-31',
    '2020-02-29',
    '2020-03-01',
    '2021-03-02',
    '2026-10-31',
    '2026-11-23',
    '2027-03-01',
    '2031-07-15',
  ];
  it.each([...days, dayInZone(new Date(), timeZone)])('knows what is due on %s', async (today) => {
    const indicators = await readIndicators(database);
    const owed = await readOwedSeries(database.manager, indicators, { today });
    const ours = owed.flatMap(({ indicator, series }) =>
      series.map((one) => {
        const { state, next, dueOn, daysLate } = timelinessOf(one, indicator.releaseLagDays, today);
        const { area, frequency, accumulation } = one.key;
        return {
          indicator: indicator.code,
          area,
          frequency,
          accumulation,
          newest: one.newest && formatPeriod(one.newest),
          next: formatPeriod(next),
          due_on: dueOn,
          state,
          days_late: daysLate,
          organisation: indicator.owner,
        };
      }),
    );
    const rows = await ask(
      `select indicator, area, frequency, accumulation, newest, next, due_on, state, days_late, organisation
       from grafana.releases_due_on($1)`,
      [today],
    );
    expect(inOrder(rows)).toEqual(inOrder(ours));
    expect(ours.length).toBeGreaterThan(100);
    if (today === dayInZone(new Date(), timeZone))
      expect(await ask('select due_on, indicator from grafana.releases_due order by 1, 2')).toEqual(
        await ask('select due_on, indicator from grafana.releases_due_on($1) order by 1, 2', [today]),
      );
  });

  it('stands in the zone of the service, another one after it is set', async () => {
    const zones = ['Asia/Shanghai', 'UTC', 'America/New_York', 'America/Sao_Paulo', 'Pacific/Kiritimati'];
    for (const other of zones) {
      await keepTimeZone(database.manager, other);
      const rows = await ask<{ period: string; time: Date }>(
        'select distinct period, time from grafana.observations order by 1, 2',
      );
      for (const { period, time } of rows) expect(time.getTime()).toBe(pointOf(parsePeriod(period)!, other));
      const [setting] = await ask<{ today: string }>('select today from grafana.setting');
      expect([0, 1].map((later) => addDays(setting!.today, later))).toContain(dayInZone(new Date(), other));
    }
    await keepTimeZone(database.manager, timeZone);
    await expect(keepTimeZone(database.manager, 'Mars/Olympus')).rejects.toThrow(/Mars\/Olympus/);
    expect(await ask('select time_zone from grafana.setting')).toEqual([{ time_zone: timeZone }]);
  });

  it('takes an instant as a reader writes it', async () => {
    const written = [
      '2019-12-31',
      '2020-02-29',
      '2020-02-17T08:00:00+08:00',
      '2020-02-17T00:00:00Z',
      '1582000000000',
    ];
    for (const text of written) {
      const [row] = await ask<{ instant: Date }>('select grafana.as_of($1) as instant', [text]);
      expect([text, row?.instant]).toEqual([text, parseAsOf(text, timeZone)]);
    }
    expect(await ask(`select grafana.as_of('')::text as now, grafana.as_of(null)::text as too`)).toEqual([
      { now: 'infinity', too: 'infinity' },
    ]);
    expect(await ask(`select count(*) from grafana.observations_as_of(grafana.as_of(''))`)).toEqual(
      await ask('select count(*) from grafana.observations'),
    );
  });
});
