import type { ScorecardRow } from '#contract';
import {
  countByStatus,
  isNarrowed,
  queryFromView,
  rowsInView,
  rowsOfAnyStatus,
  viewFromQuery,
} from './scorecard-view';

function row(target: string, differing: Partial<ScorecardRow>): ScorecardRow {
  return {
    target,
    targetVersion: 1,
    asOf: '2020-03-01T00:00:00Z',
    status: 'onTrack',
    reason: { code: 'pace' },
    text: { zh: `${target}的判断`, en: `Verdict on ${target}` },
    remarks: [],
    method: 'elapsedShare',
    methodAsked: 'elapsedShare',
    due: '2020',
    observed: null,
    baseline: null,
    expected: null,
    pace: null,
    achievedShare: null,
    elapsedShare: null,
    requiredRate: null,
    requiredRateKind: null,
    methodRefusal: null,
    milestones: [],
    forecast: null,
    attainmentPeriod: null,
    stale: false,
    provisional: false,
    disagreement: false,
    trendFallsShort: false,
    byMethod: {},
    name: { zh: target, en: target },
    indicator: 'indicator',
    indicatorName: { zh: '指标', en: 'Indicator' },
    unit: { zh: '条', en: 'routes' },
    decimals: 0,
    area: '610100',
    areaName: { zh: '西安市', en: "Xi'an" },
    task: 1,
    organisation: 'xian',
    organisationName: { zh: '西安市政府', en: "Xi'an government" },
    operator: 'atLeast',
    value: 100,
    upper: null,
    ...differing,
  };
}

const rows = [
  row('routes', { status: 'onTrack', pace: 1.04 }),
  row('forest', { status: 'offTrack', pace: 0.5, stale: true, task: 31, due: '2035' }),
  row('metro', { status: 'missed', task: 12, organisation: 'transport' }),
  row('wetland', { status: 'offTrack', pace: 0.2, task: 30, areaName: { zh: '陕西省', en: 'Shaanxi' } }),
];
const view = viewFromQuery({});
const names = (shown: ScorecardRow[]) => shown.map(({ target }) => target);

describe('the view of the scorecard', () => {
  it('survives the way through the address', () => {
    const query = {
      status: 'missed,offTrack',
      flag: 'stale',
      section: 'ecology',
      task: '31',
      organisation: 'xian',
      q: '西安',
      asOf: '2020-03-01',
      sort: 'due',
      order: 'desc',
    };
    expect(queryFromView(viewFromQuery(query))).toEqual(query);
  });

  it('ignores what an address cannot mean', () => {
    const odd = viewFromQuery({ status: 'bad', task: 'x', asOf: 'today', sort: 'colour', q: ['a', 'b'] });
    expect(odd).toEqual({ ...view, search: 'a' });
    expect(viewFromQuery({ asOf: '2020-13-40' }).asOf).toBeNull();
    expect(queryFromView(view)).toEqual({});
  });

  it('knows whether it hides anything', () => {
    expect(isNarrowed(view)).toBe(false);
    expect(isNarrowed({ ...view, asOf: '2020-03-01', sort: 'due', search: ' ' })).toBe(false);
    expect(isNarrowed({ ...view, status: ['missed'] })).toBe(true);
    expect(isNarrowed({ ...view, section: 'ecology' })).toBe(true);
  });
});

describe('the rows of a view', () => {
  it('stand worst first, the slowest of one status first', () => {
    expect(names(rowsInView(rows, view, 'zh'))).toEqual(['metro', 'wetland', 'forest', 'routes']);
  });

  it('can be turned and sorted by another column', () => {
    expect(names(rowsInView(rows, { ...view, descending: true }, 'zh'))[0]).toBe('routes');
    expect(names(rowsInView(rows, { ...view, sort: 'task' }, 'zh'))).toEqual([
      'routes',
      'metro',
      'wetland',
      'forest',
    ]);
    expect(names(rowsInView(rows, { ...view, sort: 'due', descending: true }, 'en'))[0]).toBe('forest');
  });

  it('pass every filter', () => {
    expect(names(rowsInView(rows, { ...view, status: ['offTrack'], task: 30 }, 'zh'))).toEqual(['wetland']);
    expect(names(rowsInView(rows, { ...view, organisation: 'transport' }, 'zh'))).toEqual(['metro']);
    expect(names(rowsInView(rows, { ...view, flag: 'stale' }, 'zh'))).toEqual(['forest']);
    expect(names(rowsInView(rows, { ...view, search: '陕西 verdict' }, 'zh'))).toEqual(['wetland']);
  });

  it('are counted over every status, whatever status is chosen', () => {
    const counted = countByStatus(rowsOfAnyStatus(rows, { ...view, status: ['missed'], search: '陕西' }));
    expect(counted).toMatchObject({ missed: 0, offTrack: 1, onTrack: 0, achieved: 0 });
  });
});
