import type { TargetValue } from '#contract';
import { byPeriod, earlierPublications, formerPoints, seriesKnownOn } from './vintages';

const value = (period: string, of: number, differing: Partial<TargetValue> = {}): TargetValue => ({
  period,
  time: Date.UTC(Number(period), 11, 30, 16),
  value: of,
  decimal: String(of),
  status: 'A',
  computed: false,
  knownFrom: `${Number(period) + 1}-02-16T16:00:00.000Z`,
  knownTo: null,
  released: true,
  import: null,
  comment: null,
  source: {},
  ...differing,
});
const revision = '2020-05-31T16:00:00.000Z';
/** 2018, then 2019, and on 1 June 2020 another value for 2019. */
const series = [
  value('2018', 64),
  value('2019', 88, { knownTo: revision }),
  value('2019', 86, { knownFrom: revision }),
];

it('finds the values that were replaced by others', () => {
  expect(formerPoints(series).map(({ period, y, knownTo }) => [period, y, knownTo])).toEqual([
    ['2019', 88, revision],
  ]);
});

it('does not call a value revised that only became final, or that nothing replaced', () => {
  expect(
    formerPoints([
      value('2019', 88, { status: 'P', knownTo: revision }),
      value('2019', 88, { knownFrom: revision }),
      value('2020', 90, { knownTo: revision }),
    ]),
  ).toEqual([]);
});

it('knows the series as it stood on an earlier day, that day included', () => {
  const on = (day: string) => {
    const { points, differing, missing } = seriesKnownOn(series, day);
    return [points.map(({ period, y }) => `${period}: ${y}`), differing, missing];
  };
  expect(on('2018-12-31')).toEqual([[], 0, 2]);
  expect(on('2019-02-16')).toEqual([[], 0, 2]);
  expect(on('2019-02-17')).toEqual([['2018: 64'], 0, 1]);
  expect(on('2020-05-31')).toEqual([['2018: 64', '2019: 88'], 1, 0]);
  expect(on('2020-06-01')).toEqual([['2018: 64', '2019: 86'], 0, 0]);
});

it('lists the days on which something changed, but the one since which it is as now', () => {
  expect(earlierPublications(series)).toEqual([
    { day: '2020-02-17', added: ['2019'], revised: [], unchanged: [] },
    { day: '2019-02-17', added: ['2018'], revised: [], unchanged: [] },
  ]);
  expect(earlierPublications([...series, value('2020', 92)])[0]).toEqual({
    day: '2020-06-01',
    added: [],
    revised: ['2019'],
    unchanged: [],
  });
  expect(earlierPublications([])).toEqual([]);
});

it('calls no period revised whose value was only said again', () => {
  const confirmed = [
    value('2018', 64, { status: 'P', knownTo: revision }),
    value('2018', 64, { knownFrom: revision }),
    value('2020', 92),
  ];
  expect(earlierPublications(confirmed)[0]).toEqual({
    day: '2020-06-01',
    added: [],
    revised: [],
    unchanged: ['2018'],
  });
});

it('puts the newest period and its standing value first', () => {
  expect(byPeriod(series).map(({ period, vintages }) => [period, vintages.map((one) => one.value)])).toEqual([
    ['2019', [86, 88]],
    ['2018', [64]],
  ]);
});
