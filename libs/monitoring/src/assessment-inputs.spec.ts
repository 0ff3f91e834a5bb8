import type { Indicator, Target } from '#contract';
import { routesPlan } from '../test/routes-plan.js';
import { observationOf, seriesKeysOf, targetSpecOf } from './assessment-inputs.js';

function planned(code: string): [Target, Indicator] {
  const target = routesPlan.targets.find((candidate) => candidate.code === code);
  const indicator = routesPlan.indicators.find((candidate) => candidate.code === target?.indicator);
  if (!target || !indicator) throw new Error(`no target ${code}`);
  return [target, indicator];
}

describe('targetSpecOf', () => {
  it('reads exact decimal text as numbers and period text as periods', () => {
    const [target, indicator] = planned('international-routes-2020');
    expect(targetSpecOf(target, indicator)).toEqual({
      kind: 'stock',
      direction: 'up',
      operator: 'atLeast',
      value: 100,
      upper: null,
      baseline: {
        period: { frequency: 'A', accumulation: 'period', start: '2016-01-01', end: '2016-12-31' },
        value: 45,
      },
      due: { frequency: 'A', accumulation: 'period', start: '2020-01-01', end: '2020-12-31' },
      frequency: 'A',
      method: 'elapsedShare',
      trajectory: 'linear',
      milestones: [],
      lowerBound: 0,
      upperBound: null,
      naturalLimit: null,
      indicatorFrequency: 'A',
      releaseLagDays: 60,
      thresholds: null,
      isGrowthRate: false,
      zeroAs: null,
    });
  });

  it('reads what the target and its indicator say of how they are judged', () => {
    const [target, indicator] = planned('international-routes-2020');
    const thresholds = { onTrack: 0.9, atRisk: 0.7, offTrack: 0 };
    const spec = targetSpecOf(
      { ...target, thresholds, zeroAs: '0.001' },
      { ...indicator, formula: 'changeOnYear(people)' },
    );
    expect(spec).toMatchObject({ thresholds, zeroAs: 0.001, isGrowthRate: true });
    expect(targetSpecOf(target, { ...indicator, isGrowthRate: true }).isGrowthRate).toBe(true);
  });

  it('leaves a baseline without a value to the series', () => {
    const [target, indicator] = planned('rail-travel-time-chengdu-2035');
    expect(targetSpecOf(target, indicator).baseline?.value).toBeNull();
  });

  it('names the target whose stored period cannot be read', () => {
    const [target, indicator] = planned('international-routes-2020');
    expect(() => targetSpecOf({ ...target, due: '2020-02-30' }, indicator)).toThrow(
      'target international-routes-2020 is stored with "2020-02-30", which is no time period',
    );
  });
});

describe('observationOf', () => {
  it('keeps the period and the status and reads the value as a number', () => {
    const stored = {
      seriesId: '1',
      indicator: 'international_routes',
      area: '610100',
      frequency: 'A',
      accumulation: 'period',
      breakdown: {},
      periodStart: '2019-01-01',
      periodEnd: '2019-12-31',
      value: '88.50',
      status: 'P',
      knownFrom: new Date('2020-02-17T00:00:00Z'),
      importId: 1,
    } as const;
    expect(observationOf(stored)).toEqual({
      period: { frequency: 'A', accumulation: 'period', start: '2019-01-01', end: '2019-12-31' },
      value: 88.5,
      status: 'P',
    });
  });
});

describe('seriesKeysOf', () => {
  it('names series of every frequency for a stock', () => {
    expect(seriesKeysOf(...planned('rail-travel-time-chengdu-2035'))).toEqual(
      ['A', 'S', 'Q', 'M', 'D'].map(
        (frequency) => `rail_travel_time|610100|${frequency}|period|destination=510100`,
      ),
    );
  });

  it('names the series of its own frequency only for a flow', () => {
    expect(seriesKeysOf(...planned('changan-trains-2035'))).toEqual(['changan_trains|610100|A|period|']);
  });
});
