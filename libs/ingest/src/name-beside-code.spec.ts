import { seedReference } from '../test/layouts.js';
import { readHeader, type Columns } from './header.js';
import { interpretRow } from './interpret-row.js';

describe('a name beside a code', () => {
  const header = ['指标代码', '指标', '行政区划代码', '地区', '年份', '数值'];
  const columns = readHeader(header, []).columns as Columns;
  const read = async (cells: string[]) => {
    const { faults } = interpretRow(cells, columns, await seedReference());
    return faults?.map(({ column, code, value }) => [column, code, value]);
  };

  it.each([
    ['says the same', ['gdp', '地区生产总值', '610100', '西安市', '2018', '1']],
    ['is not known', ['gdp', 'GDP 总量', '610100', '西安都市圈', '2018', '1']],
    ['is blank', ['gdp', '', '610100', '', '2018', '1']],
  ])('%s', async (_, cells) => {
    expect(await read(cells)).toBeUndefined();
  });

  it('that is another’s is refused, each one', async () => {
    expect(await read(['gdp', '常住人口', '610100', '铜川市', '2018', '1'])).toEqual([
      ['indicator', 'unknown-indicator', '常住人口'],
      ['ref_area', 'unknown-area', '铜川市'],
    ]);
  });
});
