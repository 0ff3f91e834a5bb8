import { columnAt } from './sheet-column.js';

const long = {
  layout: 'long',
  columns: [
    { column: 1, field: 'indicator' },
    { column: 3, field: 'obs_value' },
    { column: 4, field: '目的地' },
  ],
  header: ['指标', 'D（旧）', '数值', '目的地', ' 备注二 '],
};
const table = {
  layout: 'periods-across',
  columns: [
    { column: 1, field: 'ref_area' },
    { column: 2, field: 'obs_value' },
    { column: 28, field: 'obs_value' },
  ],
  header: ['地区', '2018年', '2019年'],
};

it.each([
  ['the whole line', '', long, null],
  ['a field', 'obs_value', long, 3],
  ['a breakdown dimension', '目的地', long, 4],
  ['a header that is not known', '备注二', long, 5],
  ['a header of a long file that looks like letters', 'D（旧）', long, 2],
  ['a column that is missing', 'ref_area', long, null],
  [
    'a column of SDMX',
    'OBS_VALUE',
    { layout: 'sdmx-csv-1.0', columns: [], header: ['DATAFLOW', 'OBS_VALUE'] },
    2,
  ],
  ['letters of a table', 'C（2019年）', table, 3],
  ['bare letters of a table', 'B', table, 2],
  ['letters beyond Z', 'AB（2019年）', table, 28],
  ['a label of a table by its field', 'ref_area', table, 1],
  ['values of a table, which stand in many columns', 'obs_value', table, null],
  [
    'a question about a table that is not understood',
    'time_period',
    { layout: '', columns: [], header: [] },
    null,
  ],
])('knows %s', (_, name, columns, column) => {
  expect(columnAt(name, columns)).toBe(column);
});
