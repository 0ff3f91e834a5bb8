import { AppError } from '#contract';
import { formatPeriod, parsePeriod } from '#time-period';
import { routesPlan } from '../test/routes-plan.js';
import { targetSpecOf } from './assessment-inputs.js';
import { suppose, type Supposed } from './what-if.js';

const indicatorOf = (code: string) => routesPlan.indicators.find((indicator) => indicator.code === code)!;
const targetOf = (code: string) => routesPlan.targets.find((target) => target.code === code)!;

/** 45 routes in 2016, 58, 64 and 88 in 2019: what was known on 1 March 2020. */
const known = Object.entries({ '2016': 45, '2017': 58, '2018': 64, '2019': 88 }).map(([year, value]) => ({
  period: parsePeriod(year)!,
  value,
  status: 'A',
}));
const routes = {
  indicator: indicatorOf('international_routes'),
  spec: targetSpecOf(targetOf('international-routes-2020'), indicatorOf('international_routes')),
  observations: known,
  day: '2020-03-01',
};
const value = (period: string, number: number, status = 'A'): Supposed => ({ period, value: number, status });

describe('what if', () => {
  it('a due value is judged on the day on which it would be known', () => {
    const { verdict, day, needed } = suppose(routes, [value('2020', 97)]);
    expect(day).toBe('2021-03-01');
    expect([verdict.status, verdict.reason.code]).toEqual(['missed', 'due-value-fails']);
    expect(needed).toEqual({ period: null, value: null, operator: null, reason: 'no-period-left' });
    expect(suppose(routes, [value('2020', 100)]).verdict.status).toBe('achieved');
  });

  it('goes by the target’s own thresholds, also for the value that is needed', () => {
    const own = { ...routes, spec: { ...routes.spec, thresholds: { onTrack: 1.1, atRisk: 1, offTrack: 0 } } };
    const { verdict, needed } = suppose(own, [value('2018', 72)]);
    expect([verdict.status, verdict.observed?.value]).toEqual(['atRisk', 88]);
    expect(needed.value).toBe(100);
    // 1.1 times three quarters of the way, 45 + 0.825 × 55.
    const until2018 = { ...own, observations: known.slice(0, 3), day: '2019-06-30' };
    expect(suppose(until2018, []).needed.value).toBeCloseTo(90.375, 6);
    expect(suppose(until2018, []).rounded).toBe(91);
  });

  it('a supposed value takes the place of the one known of its period', () => {
    const { verdict, day } = suppose(routes, [value('2019', 86, 'P')]);
    expect(day).toBe('2020-03-01');
    // 41 of 55 in three quarters of the time: 0.9939 of the pace.
    expect([verdict.status, verdict.provisional]).toEqual(['atRisk', true]);
    expect(verdict.pace).toBeCloseTo(41 / 55 / 0.75, 9);
  });

  it('without any, the verdict is the present one and the next period is asked about', () => {
    const { verdict, needed, rounded } = suppose(routes, []);
    expect(verdict.status).toBe('onTrack');
    expect({ ...needed, period: formatPeriod(needed.period!) }).toEqual({
      period: '2020',
      value: 100,
      operator: 'atLeast',
      reason: null,
    });
    expect(rounded).toBe(100);
  });

  it('rounds what is needed to the side that is on track', () => {
    const in2018 = { ...routes, observations: known.slice(0, 3), day: '2019-06-30' };
    const { needed, rounded } = suppose(in2018, []);
    expect([needed.value, rounded]).toEqual([86.25, 87]);
    const tenths = { ...in2018, indicator: { ...routes.indicator, decimals: 1 } };
    expect(suppose(tenths, []).rounded).toBe(86.3);
    const downward = { ...in2018, spec: { ...routes.spec, operator: 'atMost', value: 30 } as const };
    expect(suppose(downward, [])).toMatchObject({
      needed: { value: 33.75, operator: 'atMost' },
      rounded: 33,
    });
  });

  it('asks about the period after the supposed ones', () => {
    const early = { ...routes, observations: known.slice(0, 2), day: '2018-06-30' };
    const { needed } = suppose(early, [value('2018', 70)]);
    expect([formatPeriod(needed.period!), needed.value]).toEqual(['2019', 86.25]);
  });

  it('refuses values that the series could not have, each by its path', () => {
    const trains = {
      indicator: indicatorOf('changan_trains'),
      spec: targetSpecOf(targetOf('changan-trains-2035'), indicatorOf('changan_trains')),
      observations: [],
      day: '2020-03-01',
    };
    const asked = () =>
      suppose(trains, [
        value('2020-01', 100),
        value('2020', -1),
        value('2020', 3),
        value('2020-02-31', 3),
        value('9999', 3),
      ]);
    expect(asked).toThrow(AppError);
    try {
      asked();
    } catch (error) {
      expect((error as AppError).errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
        'values.0.period wrong-frequency',
        'values.1.value out-of-range',
        'values.2.period duplicate',
        'values.3.period invalid-period',
        'values.4.period invalid-period',
      ]);
    }
  });
});
