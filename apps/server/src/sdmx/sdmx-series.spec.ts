import { sdmxSeries } from './sdmx-series.js';
import { all, computed, pages, query, stored, structure } from './test/sample-structure.js';

const baoji = { area: '610300' };
const beijing = { indicator: 'travel', breakdown: { to: '110000' } };
const rows = () =>
  pages(
    [stored('1', '2019', '10'), stored('1', '2020', '11'), stored('1', '2021', '12', { status: 'P' })],
    [stored('2', '2020-06', '5', baoji), stored('3', '2020-01/2020-06', '30', baoji)],
    [stored('4', '2020', '240', beijing)],
  );

/** `codes: time value …` of each series. */
const read = async (
  key: string,
  parameters = '',
  alsoComputed = [computed('2020', '1.5', { area: '610000' })],
) =>
  (await all(sdmxSeries(rows(), alsoComputed, query(key, parameters), structure))).map(
    ({ codes, observations }) =>
      `${codes.join('.')}: ${observations.map(({ time, value }) => `${time} ${value}`).join(', ')}`,
  );

const xian = 'A.cargo.610100.P._Z: 2019 10, 2020 11, 2021 12';
const month = 'M.cargo.610300.P._Z: 2020-06 5';
const toDate = 'M.cargo.610300.YTD._Z: 2020-06 30';
const travel = 'A.travel.610100.P.110000: 2020 240';
const province = 'A.cargo.610000.P._Z: 2020 1.5';

describe('the series of a query', () => {
  it.each([
    ['everything', '*', '', [xian, month, toDate, travel, province]],
    ['a year-to-date value stands at the period through which it runs', 'M.*.*.YTD', '', [toDate]],
    ['a key', 'A.cargo', '', [xian, province]],
    ['two keys', 'A.*.610000,A.travel', '', [travel, province]],
    ['no breakdown', '*.*.*.*._Z', 'c[FREQ]=A', [xian, province]],
    ['areas by the beginning of their codes', '*', 'c[REF_AREA]=sw:6103', [month, toDate]],
    ['from a period on', '*.cargo.610100', 'startPeriod=2020', ['A.cargo.610100.P._Z: 2020 11, 2021 12']],
    ['through a month', 'A.cargo.610100', 'endPeriod=2020-12', ['A.cargo.610100.P._Z: 2019 10, 2020 11']],
    ['a range of periods', '*', 'c[TIME_PERIOD]=ge:2020-06+le:2020-06', [month, toDate]],
    [
      'before and after',
      'A.cargo.610100',
      'c[TIME_PERIOD]=lt:2020,gt:2020',
      ['A.cargo.610100.P._Z: 2019 10, 2021 12'],
    ],
    ['one period', 'A.cargo', 'c[TIME_PERIOD]=2020', ['A.cargo.610100.P._Z: 2020 11', province]],
    ['a status', '*', 'c[OBS_STATUS]=P', ['A.cargo.610100.P._Z: 2021 12']],
    ['a value', '*', 'c[OBS_VALUE]=ge:100', [travel]],
    ['the first', 'A.cargo.610100', 'firstNObservations=1', ['A.cargo.610100.P._Z: 2019 10']],
    ['the last', 'A.cargo.610100', 'lastNObservations=2', ['A.cargo.610100.P._Z: 2020 11, 2021 12']],
    [
      'both ends',
      'A.cargo.610100',
      'firstNObservations=1&lastNObservations=1',
      ['A.cargo.610100.P._Z: 2019 10, 2021 12'],
    ],
    ['a page', '*', 'offset=2&limit=2', ['A.cargo.610100.P._Z: 2021 12', month]],
    [
      'only keys',
      'A',
      'detail=serieskeysonly',
      ['A.cargo.610100.P._Z: ', 'A.travel.610100.P.110000: ', 'A.cargo.610000.P._Z: '],
    ],
    ['a page of keys', 'A', 'attributes=none&measures=none&offset=1&limit=1', ['A.travel.610100.P.110000: ']],
    ['nothing', '*.*.999999', '', []],
  ])('%s', async (_what, key, parameters, expected) => {
    expect(await read(key, parameters)).toEqual(expected);
  });

  it('puts computed values among the reported ones of their series, once', async () => {
    expect(await read('A.cargo.610100', '', [computed('2018', '9'), computed('2022', '13')])).toEqual([
      'A.cargo.610100.P._Z: 2018 9, 2019 10, 2020 11, 2021 12, 2022 13',
    ]);
  });
});
