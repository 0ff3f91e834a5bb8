import type { Indicator, Target } from '#contract';
import type { NewestPeriod } from '#storage';
import { routesPlan } from '../../test/routes-plan.js';
import { owedSeries } from './owed-series.js';

const indicator = (code: string) => routesPlan.indicators.find((entry) => entry.code === code)!;
const trains = indicator('changan_trains');
const routes = indicator('international_routes');
const rail = indicator('rail_travel_time');

function target(of: Indicator, more: Partial<Target> = {}): Target {
  return { ...routesPlan.targets[0]!, indicator: of.code, ...more };
}

function stored(of: Indicator, periodEnd: string, more: Partial<NewestPeriod> = {}): NewestPeriod {
  return {
    indicator: of.code,
    area: '610100',
    frequency: of.frequency,
    accumulation: 'period',
    breakdown: {},
    periodEnd,
    ...more,
  };
}

function owed(of: Indicator, targets: Target[], series: NewestPeriod[]): string[] {
  return owedSeries(of, targets, series, '2026-11-23').map(
    ({ key, newest }) =>
      `${key.area} ${key.frequency} ${key.accumulation} ${Object.values(key.breakdown).join()} ${newest?.end ?? null}`,
  );
}

describe('which series the owner of an indicator owes', () => {
  it('is none without a target and without a value', () => {
    expect(owed(trains, [target(routes)], [stored(routes, '2025-12-31')])).toEqual([]);
  });

  it("of a monthly flow with an annual target are its months and the target's years", () => {
    expect(owed(trains, [target(trains)], [])).toEqual(['610100 M period  null', '610100 A period  null']);
  });

  it('leaves out a frequency that an upload would refuse as too fine', () => {
    expect(owed(trains, [target(trains, { frequency: 'D' })], [])).toEqual(['610100 M period  null']);
  });

  it('are its sums since January instead of its months where it is told that way', () => {
    const sums = stored(trains, '2026-09-30', { accumulation: 'yearToDate' });
    expect(owed(trains, [], [sums])).toEqual(['610100 M yearToDate  2026-09-30']);
  });

  it('are its months again where the sums since January were given up', () => {
    const sums = stored(trains, '2015-04-30', { accumulation: 'yearToDate' });
    expect(owed(trains, [], [sums])).toEqual(['610100 M period  null']);
  });

  it('are other frequencies as long as they are kept up', () => {
    const halves = stored(trains, '2026-06-30', { frequency: 'S' });
    const oldQuarter = stored(trains, '2019-03-31', { frequency: 'Q' });
    expect(owed(trains, [], [halves, oldQuarter])).toEqual([
      '610100 S period  2026-06-30',
      '610100 M period  null',
    ]);
  });

  it('of a given-up series that a target needs, goes on after its newest value', () => {
    const years = stored(trains, '2012-12-31', { frequency: 'A' });
    expect(owed(trains, [target(trains)], [years])).toContain('610100 A period  2012-12-31');
  });

  it('of a stock is one, which any newer point of it keeps up', () => {
    const points = [
      stored(routes, '2019-12-31'),
      stored(routes, '2021-08-31', { frequency: 'M' }),
      stored(routes, '2021-03-05', { frequency: 'D' }),
    ];
    expect(owed(routes, [target(routes, { frequency: 'M' })], points)).toEqual([
      '610100 A period  2021-08-31',
    ]);
  });

  it('of a stock told within a year, is fresh for as long as a verdict on it is not stale', () => {
    const fresh = (...points: NewestPeriod[]) =>
      owedSeries(routes, [], points, '2026-11-23').map(({ freshUntil }) => freshUntil);
    // 366 days and the lag of 60 after 31 August 2021.
    expect(fresh(stored(routes, '2021-08-31', { frequency: 'M' }))).toEqual(['2022-10-31']);
    expect(fresh(stored(routes, '2021-12-31', { frequency: 'M' }))).toEqual([null]);
  });

  it('is told apart by area and breakdown', () => {
    const to = (destination: string) => ({ breakdown: { destination } });
    expect(
      owed(
        rail,
        [target(rail, to('510100')), target(rail, { ...to('510100'), code: 'another' })],
        [
          stored(rail, '2024-12-31', to('310000')),
          stored(rail, '2025-12-31', { area: '610300', ...to('510100') }),
        ],
      ),
    ).toEqual([
      '610100 A period 510100 null',
      '610100 A period 310000 2024-12-31',
      '610300 A period 510100 2025-12-31',
    ]);
  });
});
