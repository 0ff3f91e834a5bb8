import { AppError } from '#contract';
import type { SeriesPlan } from './query-plan.js';
import { chosenTargets } from './target-choice.js';
import { names } from './test/sample-plan.js';

function codes(changes: Partial<SeriesPlan> & { metric?: string }, today = '2019-06-30'): string[] {
  const { metric = 'routes', ...plan } = changes;
  const asked: SeriesPlan = {
    kind: 'series',
    refId: 'A',
    language: 'zh',
    asOf: null,
    indicators: names.indicators.filter((indicator) => indicator.code === metric),
    areas: null,
    frequencies: null,
    accumulations: ['period'],
    breakdown: {},
    measures: ['target'],
    targetCodes: null,
    ...plan,
  };
  return chosenTargets(asked, names.targets, today).map((target) => target.code);
}

describe('the target whose lines are drawn', () => {
  it('is the next one due', () => expect(codes({})).toEqual(['routes-2020']));
  it('counts its due day as not past', () => expect(codes({}, '2020-12-31')).toEqual(['routes-2020']));
  it('is the following one from the day after', () =>
    expect(codes({}, '2021-01-01')).toEqual(['routes-2035']));
  it('is the last one when all are past', () => expect(codes({}, '2040-01-01')).toEqual(['routes-2035']));
  it('is one per series, its breakdown included', () =>
    expect(codes({ metric: 'travel' })).toEqual(['beijing-2035', 'chengdu-2035']));
  it('follows the breakdown asked for', () =>
    expect(codes({ metric: 'travel', breakdown: { destination: ['510100'] } })).toEqual(['chengdu-2035']));
  it('is none in an area that has none', () => expect(codes({ areas: ['610300'] })).toEqual([]));
  it('is every one when asked', () =>
    expect(codes({ targetCodes: 'all' })).toEqual(['routes-2020', 'routes-2035']));
  it('is the one named, of those drawn here', () =>
    expect(codes({ targetCodes: ['routes-2035', 'output-2035'] })).toEqual(['routes-2035']));
  it('of a flow is drawn on its own frequency only: a year is no line for months', () => {
    expect(codes({ metric: 'output', frequencies: ['M'] })).toEqual([]);
    expect(codes({ metric: 'output', frequencies: ['M', 'A'] })).toEqual(['output-2035']);
    expect(codes({ metric: 'output', accumulations: ['yearToDate'] })).toEqual([]);
  });
  it('is refused when it belongs to none of the series asked for', () => {
    expect(() => codes({ targetCodes: ['output-2035'] })).toThrow(AppError);
    expect(() => codes({ targetCodes: ['output-2035'] })).toThrow(/There are routes-2020, routes-2035/);
  });
});
