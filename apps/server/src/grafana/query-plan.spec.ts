import { AppError, grafanaQuerySchema } from '#contract';
import { plansOf, rangeOf, type SeriesPlan, type TablePlan } from './query-plan.js';
import { names } from './test/sample-plan.js';

const zone = 'Asia/Shanghai';

/** The plan of one query, posted as Grafana would. */
function plan(target: string, payload?: unknown) {
  const { targets } = grafanaQuerySchema.parse({ targets: [{ refId: 'A', target, payload }] });
  const [only] = plansOf(targets, names, zone);
  if (!only) throw new Error('no plan');
  return only;
}
const series = (target: string, payload?: unknown) => plan(target, payload) as SeriesPlan;

function refusal(work: () => unknown): { code: string; detail: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, detail: error.detail };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what a query asks for', () => {
  it('is the measured values of every area when the payload says nothing', () => {
    expect(series('routes')).toMatchObject({
      kind: 'series',
      refId: 'A',
      areas: null,
      frequencies: null,
      accumulations: ['period'],
      breakdown: {},
      measures: ['actual'],
      targetCodes: null,
      language: 'zh',
      asOf: null,
    });
  });

  it('may be the lines of a target, by its code: its own series, with the values that its verdict reads', () => {
    expect(series('beijing-2035', { measures: ['actual', 'target'], area: '610300' })).toMatchObject({
      indicators: [{ code: 'travel' }],
      areas: ['610100'],
      frequencies: null,
      accumulations: ['period'],
      breakdown: { destination: ['110000'] },
      measures: ['actual', 'target'],
      targetCodes: ['beijing-2035'],
    });
    // The monthly values of a flow are no part of a target on its yearly ones.
    expect(series('output-2035')).toMatchObject({
      areas: ['610300'],
      frequencies: ['A'],
      measures: ['actual'],
    });
  });

  it.each([
    ['an object', { area: '610100', measures: ['expected', 'actual'], language: 'en', asOf: '2019-06-30' }],
    ['JSON text', '{"area":"610100","measures":"actual,expected","language":"en","asOf":"2019-06-30"}'],
    [
      'regex alternations',
      { area: '(610100)', measures: '(expected|actual)', language: 'en', asOf: '2019-06-30' },
    ],
    [
      'a number for a code',
      { area: 610100, measures: '{actual,expected}', language: 'en', asOf: '2019-06-30' },
    ],
  ])('is read from %s', (_form, payload) => {
    expect(series('routes', payload)).toMatchObject({
      areas: ['610100'],
      measures: ['actual', 'expected'],
      language: 'en',
      asOf: new Date('2019-06-30T15:59:59.999Z'),
    });
  });

  it.each([
    ['null', null],
    ['an empty text', ''],
    ['an empty object', {}],
  ])('%s is no payload', (_form, payload) => {
    expect(series('routes', payload).measures).toEqual(['actual']);
  });

  it('may name several indicators, as a multi-value variable does', () => {
    expect(series('(routes|output)').indicators.map((indicator) => indicator.code)).toEqual([
      'routes',
      'output',
    ]);
  });

  it('reads "*" as everything', () => {
    expect(series('routes', { area: '*', measures: '*', targetCode: '*', frequency: '.*' })).toMatchObject({
      areas: null,
      measures: ['actual', 'expected', 'target', 'forecast', 'lower', 'upper'],
      targetCodes: 'all',
      frequencies: null,
    });
  });

  it('skips queries that are hidden or have no metric yet', () => {
    const { targets } = grafanaQuerySchema.parse({
      targets: [
        { refId: 'A', target: 'nonsense', hide: true },
        { refId: 'B' },
        { refId: 'C', target: 'routes' },
      ],
    });
    expect(plansOf(targets, names, zone).map(({ refId }) => refId)).toEqual(['C']);
  });

  it('narrows a table', () => {
    const table = plan('scorecard', {
      status: '(offTrack|missed)',
      organisation: 'statistics',
      task: 1,
      area: '*',
    });
    expect(table).toMatchObject({ kind: 'table', table: 'scorecard' });
    expect((table as TablePlan).filter).toEqual({
      status: ['offTrack', 'missed'],
      organisation: ['statistics'],
      task: ['1'],
      area: undefined,
      target: undefined,
    });
  });
});

describe('a breakdown', () => {
  it.each([
    ['an object', { destination: '510100' }, { destination: ['510100'] }],
    [
      'an object with several codes',
      { destination: '(510100|110000)' },
      { destination: ['510100', '110000'] },
    ],
    ['the same as JSON text', '{"destination":["510100"]}', { destination: ['510100'] }],
    ['dimension=codes', 'destination=510100,110000', { destination: ['510100', '110000'] }],
    ['codes of the only dimension', '510100', { destination: ['510100'] }],
    ['codes as a glob', '{510100,110000}', { destination: ['510100', '110000'] }],
    ['the wildcard', '*', {}],
    ['the wildcard of a dimension', { destination: '*' }, {}],
    ['an empty text', '', {}],
  ])('as %s', (_form, breakdown, expected) => {
    expect(series('travel', { breakdown }).breakdown).toEqual(expected);
  });

  it('of several dimensions', () => {
    expect(series('trade', { breakdown: 'partner=de;goods=apples' }).breakdown).toEqual({
      partner: ['de'],
      goods: ['apples'],
    });
  });
});

describe('a name that is not known is refused, with a sentence that helps', () => {
  it.each<[string, string, unknown, string, RegExp]>([
    ['metric', 'nonsense', {}, 'unknown-name', /no indicator or table nonsense.*scorecard/],
    ['one of several metrics', '(routes|nonsense)', {}, 'unknown-name', /nonsense/],
    ['area', 'routes', { area: '(610100|999999)' }, 'unknown-name', /area 999999; see \/api\/v1\/areas/],
    [
      'measure',
      'routes',
      { measures: 'actuall' },
      'unknown-name',
      /measure actuall; there are actual, expected/,
    ],
    ['frequency', 'routes', { frequency: 'W' }, 'unknown-name', /frequency W/],
    ['accumulation', 'routes', { accumulation: 'ytd' }, 'unknown-name', /accumulation ytd/],
    ['target', 'routes', { targetCode: 'routes-2050' }, 'unknown-name', /target routes-2050/],
    ['language', 'routes', { language: 'fr' }, 'unknown-name', /language fr/],
    [
      'dimension',
      'travel',
      { breakdown: { direction: 'x' } },
      'unknown-name',
      /no dimension direction, only dest/,
    ],
    ['breakdown code', 'travel', { breakdown: { destination: 'x' } }, 'unknown-name', /no value x/],
    [
      'dimension where there is none',
      'routes',
      { breakdown: { a: 'x' } },
      'unknown-name',
      /no dimension a\./,
    ],
    ['codes of no one dimension', 'trade', { breakdown: 'de' }, 'invalid-request', /which dimension/],
    ['status', 'scorecard', { status: 'late' }, 'unknown-name', /status late/],
    ['organisation', 'tasks', { organisation: 'x' }, 'unknown-name', /organisation x/],
    ['task', 'tasks', { task: '99' }, 'unknown-name', /task 99/],
    ['asOf', 'routes', { asOf: 'yesterday' }, 'invalid-as-of', /yesterday/],
    ['payload that is not JSON', 'routes', '{"area":', 'invalid-request', /not JSON/],
    ['payload that is a list', 'routes', '["610100"]', 'invalid-request', /not as expected/],
  ])('%s', (_what, metric, payload, code, detail) => {
    const refused = refusal(() => plan(metric, payload));
    expect(refused.code).toBe(code);
    expect(refused.detail).toMatch(detail);
  });

  it('a measure there is none of', () => {
    expect(refusal(() => plan('routes', { measures: ['actual', 'hoped'] })).detail).toMatch(
      /no measure hoped; there are actual, expected, target, forecast, lower, upper/,
    );
  });

  it.each([
    ['rollUps', { by: 'colour' }, /no grouping colour; there are task, section/],
    ['annotations', { annotation: 'birthdays' }, /no annotation birthdays; there are releases, revisions/],
    ['revisions', { indicator: 'nonsense' }, /no indicator nonsense/],
  ])('in the table %s', (target, payload, sentence) => {
    expect(refusal(() => plan(target, payload)).detail).toMatch(sentence);
  });
});

describe('the range of a panel', () => {
  it.each([
    [
      'ISO instants',
      { from: '2016-01-01T00:00:00.000Z', to: '2020-12-31T00:00:00+08:00' },
      1451606400000,
      1609344000000,
    ],
    ['epoch milliseconds', { from: 1451606400000, to: 1609344000000 }, 1451606400000, 1609344000000],
    ['epoch milliseconds as text', { from: '-1000', to: '0' }, -1000, 0],
    [
      'days, which begin and end where the values stand',
      { from: '2019-12-31', to: '2020-12-31' },
      Date.parse('2019-12-31T00:00:00+08:00'),
      Date.parse('2021-01-01T00:00:00+08:00') - 1,
    ],
    [
      'years, which are no milliseconds',
      { from: '2019', to: '2020' },
      Date.parse('2019-01-01T00:00:00+08:00'),
      Date.parse('2021-01-01T00:00:00+08:00') - 1,
    ],
  ])('as %s', (_form, range, from, to) => {
    expect(rangeOf(range, 'Asia/Shanghai')).toEqual({ from, to });
  });

  it('may be absent', () => expect(rangeOf(undefined, 'Asia/Shanghai')).toBeNull());

  it.each([
    ['no instant', { from: 'now-6h', to: 'now' }],
    ['out of the calendar', { from: 0, to: 1e17 }],
    ['back to front', { from: 10, to: 5 }],
    ['a day out of the calendar', { from: '9999-12-31', to: '9999-12-31' }],
  ])('is refused when it is %s', (_what, range) => {
    expect(refusal(() => rangeOf(range, 'Asia/Shanghai')).code).toBe('invalid-request');
  });
});
