import { all, computed, pages, stored, textOf } from '../sdmx/test/sample-structure.js';
import { formatPeriod } from '#time-period';
import { byPeriod, pageOf, pivotJson, pivotTable } from './pivot.js';
import { seriesNames } from './series-name.js';

const baoji = { area: '610300' };
const rows = () =>
  pages(
    [stored('1', '2019-06', '1'), stored('1', '2019-01/2019-06', '2')],
    [stored('2', '2019', '3'), stored('3', '2019', '4.50', baoji)],
    [stored('4', '2019-12', '5')],
  );

describe('a row per period', () => {
  it('is in time order, with computed values where they belong', async () => {
    const found = await all(
      byPeriod(rows(), [
        computed('2018', '6'),
        computed('2019', '7', { area: '610000' }),
        computed('2020', '8'),
      ]),
    );
    expect(
      found.map(({ period, values }) => `${formatPeriod(period)}: ${[...values.values()].join(' ')}`),
    ).toEqual(['2018: 6', '2019-06: 1', '2019-01/2019-06: 2', '2019: 3 4.50 7', '2019-12: 5', '2020: 8']);
  });

  const columns = [
    { key: 'cargo|610100|A|period|', name: '=a' },
    { key: 'cargo|610300|A|period|', name: 'b' },
  ];

  it('is a table or JSON', async () => {
    const annual = () =>
      byPeriod(pages([stored('2', '2019', '3'), stored('3', '2019', '4.50', baoji)]), [
        computed('2020', '-1'),
      ]);
    expect(await textOf(pivotTable(annual(), columns, 'en'))).toBe(
      "\uFEFFperiod,'=a,b\r\n2019,3,4.50\r\n2020,-1,\r\n",
    );
    expect(await textOf(pivotJson(pageOf(annual(), { offset: 1, limit: 5 }), columns, 'UTC'))).toBe(
      `[{"period":"2020","time":${Date.parse('2020-12-31')},"=a":-1,"b":null}]`,
    );
    expect(await textOf(pivotJson(byPeriod(pages(), []), columns, 'UTC'))).toBe('[]');
  });
});

describe('the heading of a series', () => {
  const names = { indicators: new Map(), areas: new Map(), breakdowns: new Map() };
  const key = (changes = {}) => ({
    indicator: 'cargo',
    area: '610100',
    frequency: 'M' as const,
    accumulation: 'yearToDate' as const,
    breakdown: { to: '1', by: '2' },
    ...changes,
  });
  it('is made of codes, or of words', () => {
    expect(seriesNames([key()], names, undefined)).toEqual(['cargo.610100.M.ytd.by=2.to=1']);
    expect(seriesNames([key()], names, 'en')).toEqual(['cargo 610100 1 2 monthly to date']);
  });
  it('is never that of another', () => {
    const [one, other] = seriesNames([key(), key({ breakdown: { by: '1', to: '2' } })], names, 'zh');
    expect(one).not.toBe(other);
  });
});
