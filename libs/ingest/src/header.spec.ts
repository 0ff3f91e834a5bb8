import { readHeader } from './header.js';

const dimensions = ['destination'];
const required = ['indicator', 'ref_area', 'time_period', 'obs_value'];

describe('readHeader finds', () => {
  it('the columns wherever they stand', () => {
    const { columns, faults } = readHeader(
      ['obs_value', 'comment', 'time_period', 'ref_area', 'indicator', 'destination'],
      dimensions,
    );
    expect(faults).toEqual([]);
    expect(columns).toMatchObject({
      at: { obs_value: 0, comment: 1, time_period: 2, ref_area: 3, indicator: 4 },
      dimensions: [{ dimension: 'destination', at: 5 }],
    });
  });

  it.each([
    [
      'indicator',
      [
        'indicator',
        'indicator_code',
        '指标',
        '指标代码',
        ' Indicator ',
        'INDICATOR CODE',
        'ｉｎｄｉｃａｔｏｒ',
      ],
    ],
    ['ref_area', ['ref_area', 'area', '地区', '行政区划代码', 'REF_AREA', 'Ref-Area']],
    ['time_period', ['time_period', 'period', '时期', '时间', '年份', 'TIME_PERIOD']],
    ['obs_value', ['obs_value', 'value', '数值', '值', 'OBS_VALUE', '　数值　']],
    ['unit', ['unit', '单位']],
    ['obs_status', ['obs_status', '状态']],
    ['released_on', ['released_on', '发布日期']],
    ['comment', ['comment', 'note', '备注']],
  ])('%s under each of its names', (column, names) => {
    for (const name of names) {
      const { columns, faults } = readHeader(
        [name, ...required.filter((other) => other !== column)],
        dimensions,
      );
      expect(faults).toEqual([]);
      expect(columns?.names[0]).toBe(column);
    }
  });

  it('the header of the collected files, source_* kept and names of what a code says ignored', () => {
    const { columns, faults } = readHeader(
      'indicator_code,indicator_name_zh,ref_area,time_period,obs_value,unit,obs_status,source_title,source_url,released_on,note'.split(
        ',',
      ),
      dimensions,
    );
    expect(faults).toEqual([]);
    expect(columns?.sources).toEqual([
      { name: 'source_title', at: 7 },
      { name: 'source_url', at: 8 },
    ]);
    expect(columns?.names[1]).toBe('indicator_name_zh');
  });

  it.each(['地区名称', '指标名称', 'area_name', 'destination_name', '行号', '列', '代码', '原因'])(
    '%s, and passes it over',
    (name) => {
      expect(readHeader([...required, name, name], dimensions).faults).toEqual([]);
    },
  );

  it('codes beside names: the codes count, and where the names stand is known', () => {
    const { columns, faults } = readHeader(
      ['指标代码', '指标', '行政区划代码', '地区', '年份', '数值'],
      dimensions,
    );
    expect(faults).toEqual([]);
    expect(columns?.at).toMatchObject({ indicator: 0, ref_area: 2 });
    expect(columns?.spoken).toEqual([
      { column: 'indicator', at: 1 },
      { column: 'ref_area', at: 3 },
    ]);
  });

  it('names that stand alone, without a column of codes', () => {
    const { columns, faults } = readHeader(['指标名称', '地区名称', '年份', '数值'], dimensions);
    expect(faults).toEqual([]);
    expect(columns).toMatchObject({ at: { indicator: 0, ref_area: 1 }, spoken: [] });
  });

  it('a byte order mark before the first name', () => {
    expect(readHeader(['\uFEFFindicator', ...required.slice(1)], dimensions).faults).toEqual([]);
  });

  it('columns without a name at the end, as spreadsheets leave them', () => {
    const { columns, faults } = readHeader([...required, '', ' '], dimensions);
    expect(faults).toEqual([]);
    expect(columns?.unnamed).toEqual([4, 5]);
  });
});

describe('readHeader refuses', () => {
  it('a column that it does not know, by its own text', () => {
    const { columns, faults } = readHeader([...required, ' 颜色 '], dimensions);
    expect(faults).toMatchObject([{ column: '颜色', code: 'unknown-column', value: ' 颜色 ' }]);
    expect(columns).not.toBeNull();
  });

  it('a dimension that the catalogue does not have', () => {
    expect(readHeader([...required, 'sex'], dimensions).faults).toMatchObject([{ code: 'unknown-column' }]);
  });

  it('required columns that are not there, each by its name', () => {
    const { columns, faults } = readHeader(['指标', '值'], dimensions);
    expect(columns).toBeNull();
    expect(faults.map(({ column, code }) => [column, code])).toEqual([
      ['ref_area', 'missing-column'],
      ['time_period', 'missing-column'],
    ]);
  });

  it.each([
    ['the same name twice', [...required, 'indicator'], 'indicator'],
    ['two names of one column', [...required, '数值'], 'obs_value'],
    ['a dimension twice', [...required, 'destination', 'Destination'], 'destination'],
    ['a source twice', [...required, 'source_url', 'source_url'], 'source_url'],
  ])('%s', (_, cells, column) => {
    expect(readHeader(cells, dimensions).faults).toMatchObject([{ column, code: 'duplicate-column' }]);
  });

  it('a name with characters that cannot be read', () => {
    expect(readHeader([...required, '备\uFFFD'], dimensions).faults).toMatchObject([
      { code: 'encoding-error' },
    ]);
  });

  it('all that is wrong, in one pass', () => {
    const { faults } = readHeader(['指标', '指标', '颜色'], dimensions);
    expect(faults.map((fault) => fault.code)).toEqual([
      'duplicate-column',
      'unknown-column',
      'missing-column',
      'missing-column',
      'missing-column',
    ]);
  });
});
