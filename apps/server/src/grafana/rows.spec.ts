import type { GrafanaSeries } from '#contract';
import { rowsOf, wideRows } from './rows.js';

const zone = 'Asia/Shanghai';
const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`);
const indicators = [{ code: 'routes', frequency: 'A' as const }];
const series = (
  target: string,
  tags: Partial<GrafanaSeries['tags']>,
  ...datapoints: GrafanaSeries['datapoints']
): GrafanaSeries => ({
  target,
  title: target,
  refId: 'A',
  unit: 'suffix:条',
  tags: { measure: 'actual', indicator: 'routes', area: '610100', ...tags },
  datapoints,
});

describe('flat rows', () => {
  it('are one for each point, with what the line is of', () => {
    const line = series('航线 · 西安市 · 实际', { frequency: 'A' }, [64, day('2018-12-31')]);
    expect(rowsOf([line], indicators, zone)).toEqual([
      {
        time: day('2018-12-31'),
        value: 64,
        series: '航线 · 西安市 · 实际',
        measure: 'actual',
        indicator: 'routes',
        area: '610100',
        breakdown: null,
        period: '2018',
      },
    ]);
  });

  it.each([
    [{ frequency: 'M' }, '2019-06-30', '2019-06'],
    [{ frequency: 'Q' }, '2019-06-30', '2019-Q2'],
    [{ frequency: 'M', accumulation: 'yearToDate' }, '2019-06-30', '2019-01/2019-06'],
    [{ frequency: 'A' }, '2019-06-30', '2019-06-30'],
    [{}, '2019-12-31', '2019'],
    [{}, '2019-06-30', '2019-06-30'],
    [{ indicator: 'unknown' }, '2019-12-31', '2019-12-31'],
    [{ measure: 'target' as const, frequency: 'A' }, '2019-12-31', null],
    [{ measure: 'expected' as const, frequency: 'A' }, '2019-12-31', '2019'],
  ])('of %j on %s are of period %s', (tags, on, period) => {
    expect(rowsOf([series('line', tags, [1, day(on)])], indicators, zone)[0]?.['period']).toBe(period);
  });

  it('are in time order over all lines', () => {
    const lines = [series('a', {}, [1, 10], [2, 30]), series('b', {}, [3, 10], [4, 20])];
    const rows = rowsOf(lines, indicators, zone).map(({ time, series: line, value }) => [time, line, value]);
    expect(rows).toEqual([
      [10, 'a', 1],
      [10, 'b', 3],
      [20, 'b', 4],
      [30, 'a', 2],
    ]);
  });

  it('of a table are its rows by its columns', () => {
    const columns = [
      { text: 'id', type: 'number' as const, displayName: '编号' },
      { text: 'state', type: 'string' as const, displayName: '状态' },
    ];
    expect(rowsOf([{ type: 'table', refId: 'A', columns, rows: [[1, null]] }], indicators, zone)).toEqual([
      { id: 1, state: null },
    ]);
  });

  it('may be one for each time, with the lines beside each other', () => {
    expect(wideRows([series('a', {}, [1, 10], [null, 20]), series('b', {}, [3, 30], [2, 10])])).toEqual([
      { time: 10, a: 1, b: 2 },
      { time: 20, a: null, b: null },
      { time: 30, a: null, b: 3 },
    ]);
    expect(wideRows([])).toEqual([]);
  });

  it('keep apart lines beside each other that are called the same', () => {
    const districts = [
      series('鼓楼区', { area: '320106' }, [1, 10]),
      series('鼓楼区', { area: '320302' }, [2, 10]),
    ];
    expect(wideRows(districts)).toEqual([
      { time: 10, '鼓楼区 (routes 320106)': 1, '鼓楼区 (routes 320302)': 2 },
    ]);
  });
});
