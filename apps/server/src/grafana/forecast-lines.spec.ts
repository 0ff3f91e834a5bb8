import { forecastLines, type JudgedTarget } from './forecast-lines.js';
import type { SeriesPlan } from './query-plan.js';
import { names, target } from './test/sample-plan.js';

const zone = 'Asia/Shanghai';
const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`);
const plan = (measures: SeriesPlan['measures']): SeriesPlan => ({
  kind: 'series',
  refId: 'A',
  language: 'zh',
  asOf: null,
  indicators: names.indicators,
  areas: null,
  frequencies: null,
  accumulations: ['period'],
  breakdown: {},
  measures,
  targetCodes: null,
});
const judged = (changes: Partial<JudgedTarget['verdict']> = {}): JudgedTarget => ({
  target: target({ code: 'routes-2020' }),
  verdict: {
    observed: { period: '2018', value: 64, obsStatus: 'A' },
    due: '2020',
    targetValue: 100,
    forecast: {
      period: '2020',
      value: 95,
      lower: 90,
      upper: 101,
      standardError: 3,
      probability: 0.2,
      n: 5,
      method: 'linearTrend',
    },
    ...changes,
  },
});

describe('the lines of a forecast', () => {
  it('go from the value judged to the due period, one for each measure asked for', () => {
    const lines = forecastLines(plan(['actual', 'forecast', 'lower', 'upper']), [judged()], names, zone);
    expect(lines.map(({ name, labels, points }) => [name, labels.measure, points])).toEqual(
      [
        ['航线 · 西安市 · 预测', 'forecast', 95],
        ['航线 · 西安市 · 预测下限（80%）', 'lower', 90],
        ['航线 · 西安市 · 预测上限（80%）', 'upper', 101],
      ].map(([name, measure, ahead]) => [
        name,
        measure,
        [
          [64, day('2018-12-31')],
          [ahead, day('2020-12-31')],
        ],
      ]),
    );
  });

  it('end in null where there is no forecast', () => {
    expect(forecastLines(plan(['forecast']), [judged({ forecast: null })], names, zone)[0]?.points).toEqual([
      [64, day('2018-12-31')],
      [null, day('2020-12-31')],
    ]);
  });

  it.each([
    ['no value', { observed: null }],
    ['a value of the due period', { observed: { period: '2020', value: 90, obsStatus: 'A' } }],
  ])('have no point when there is %s, but their name', (_what, changes) => {
    const lines = forecastLines(plan(['forecast']), [judged(changes)], names, zone);
    expect(lines.map(({ points }) => points)).toEqual([[]]);
  });

  it('are none of a target without a number, and none that were not asked for', () => {
    expect(forecastLines(plan(['forecast']), [judged({ targetValue: null })], names, zone)).toEqual([]);
    expect(forecastLines(plan(['actual', 'target']), [judged()], names, zone)).toEqual([]);
  });
});
