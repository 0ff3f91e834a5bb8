import { dayInZone } from '#time-period';
import { dayOf, keyOf, type PanelQuestion } from './panel-cache-question.js';

const zone = 'Asia/Shanghai';
const today = '2026-11-23';
const key = (question: PanelQuestion, day = today) => keyOf(question, day, zone);
const routes = { refId: 'A', target: 'routes', payload: { area: '610100' } };
const range = (from: string, to: string) => ({ range: { from, to } });

describe('what an answer depends on', () => {
  it('of values: the days of the range, not its instants, which are other ones with every look', () => {
    const one = key({ targets: [routes], ...range('2016-11-23T05:00:00Z', '2026-11-23T05:00:00Z') });
    expect(key({ targets: [routes], ...range('2016-11-23T05:00:07Z', '2026-11-23T05:00:07Z') })).toBe(one);
    // In Shanghai it is the next day.
    expect(key({ targets: [routes], ...range('2016-11-23T05:00:07Z', '2026-11-23T16:00:00Z') })).not.toBe(
      one,
    );
    expect(key({ targets: [routes], ...range('2016-11-22T16:00:00Z', '2026-11-23T05:00:00Z') })).not.toBe(
      one,
    );
  });

  it('of values: an instant just behind the beginning of a day leaves that day out', () => {
    const start = Date.parse('2019-12-31T00:00:00+08:00');
    const from = (instant: number) => key({ targets: [routes], range: { from: instant, to: 1.7e12 } });
    expect(from(start + 0.5)).not.toBe(from(start));
  });

  it.each([
    ['a target, whose line runs from end to end', { ...routes, payload: { measures: ['actual', 'target'] } }],
    ['a table', { refId: 'A', target: 'revisions' }],
    ['a payload that is text', { ...routes, payload: '{"measures":"target"}' }],
  ])('of %s: its instants', (_name, target) => {
    const one = key({ targets: [target], ...range('2016-11-23T05:00:00Z', '2026-11-23T05:00:00Z') });
    const other = key({ targets: [target], ...range('2016-11-23T05:00:00Z', '2026-11-23T05:00:07Z') });
    expect(one).not.toBe(other);
  });

  it('the day on which verdicts are judged', () => {
    expect(key({ targets: [routes] }, '2026-11-24')).not.toBe(key({ targets: [routes] }));
  });

  it.each([
    [{ targets: [{ ...routes, refId: 'B' }] }],
    [{ targets: [{ ...routes, target: 'output' }] }],
    [{ targets: [{ ...routes, payload: { area: '610300' } }] }],
    [{ targets: [{ ...routes, payload: { area: '610100', asOf: '2020-01-01' } }] }],
    [{ targets: [{ ...routes, payload: { area: '610100', language: 'en' } }] }],
    [{ targets: [routes, routes] }],
    [{ targets: [routes], maxDataPoints: 100 }],
    [{ targets: [routes], filters: [{ key: 'area', operator: '=', value: '610100' }] }],
    [{ targets: [routes], adhocFilters: [{ key: 'area', operator: '=', value: '610100' }] }],
    [{ targets: [routes], ...range('2016-01-01', '2026-01-01') }],
  ])('and everything that is asked: %j', (question) => {
    expect(key(question)).not.toBe(key({ targets: [routes] }));
  });

  it('but not a query that is hidden', () => {
    const hidden = { refId: 'B', target: 'verdictTimeline', hide: true };
    expect(key({ targets: [routes, hidden] })).toBe(key({ targets: [routes] }));
  });

  it('of a table that looks at the clock: the instant, so that it cannot be kept', () => {
    for (const target of ['verdictTimeline', 'releases', 'rejections', 'annotations'])
      expect(key({ targets: [{ refId: 'A', target }] })).toBeNull();
  });
});

it('finds the day of an instant as dayInZone does', () => {
  const zones = ['Asia/Shanghai', 'America/Sao_Paulo', 'Pacific/Apia', 'UTC', 'Asia/Kathmandu'];
  let instant = Date.UTC(2011, 11, 20);
  for (let step = 0; step < 4000; step += 1) {
    // Back and forth over days, with stops at each zone's midnights on the way.
    instant += step % 3 === 0 ? -7_200_000 : 5_400_001;
    for (const name of zones) expect(dayOf(instant, name)).toBe(dayInZone(new Date(instant), name));
  }
});
