import { dataCsv } from './data-csv.js';
import type { DataRepresentation } from './media-types.js';
import { sdmxSeries } from './sdmx-series.js';
import { computed, pages, query, stored, structure, textOf } from './test/sample-structure.js';

const plain: DataRepresentation = { format: 'sdmx-csv', labels: 'id', keys: 'none', timeFormat: 'original' };
const write = async (changes: Partial<DataRepresentation>, parameters = '', language: 'zh' | 'en' = 'zh') => {
  const asked = query('*', parameters);
  const rows = pages([
    stored('1', '2020-01/2020-06', '30.50', { comment: '=1+1, "so"', status: 'P' }),
    stored('2', '2020', '240', { indicator: 'travel', breakdown: { to: '110000' } }),
  ]);
  const series = sdmxSeries(rows, [computed('2020', '-1.5', { computed: { areas: 2 } })], asked, structure);
  const text = await textOf(dataCsv(series, structure, asked, { ...plain, ...changes }, language));
  expect(text.endsWith('\r\n')).toBe(true);
  return text.split('\r\n').slice(0, -1);
};
const flow = 'SAMPLE-2020:OBSERVATIONS(1.0)';

describe('SDMX-CSV', () => {
  it('2.0.0 has a line for each observation', async () => {
    expect(await write({})).toEqual([
      'STRUCTURE,STRUCTURE_ID,ACTION,FREQ,INDICATOR,REF_AREA,ACCUMULATION,TO,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,DECIMALS,OBS_STATUS,LAST_UPDATE,COMMENT_OBS,COMPUTED',
      `dataflow,${flow},I,M,cargo,610100,YTD,_Z,2020-06,30.50,万吨,0,2,P,2021-03-01T00:00:00.000Z,"'=1+1, ""so""",`,
      `dataflow,${flow},I,A,travel,610100,P,110000,2020,240,分钟,0,0,A,2021-03-01T00:00:00.000Z,,`,
      `dataflow,${flow},I,A,cargo,610100,P,_Z,2020,-1.5,万吨,0,2,A,2021-03-01T00:00:00.000Z,,A`,
    ]);
  });

  it('1.0.0 begins with the dataflow', async () => {
    const lines = await write({ format: 'sdmx-csv-1' }, 'detail=dataonly');
    expect(lines.slice(0, 2)).toEqual([
      'DATAFLOW,FREQ,INDICATOR,REF_AREA,ACCUMULATION,TO,TIME_PERIOD,OBS_VALUE',
      `${flow},M,cargo,610100,YTD,_Z,2020-06,30.50`,
    ]);
  });

  it('has names behind codes', async () => {
    const lines = await write({ labels: 'both' }, 'attributes=OBS_STATUS', 'en');
    expect(lines.slice(0, 2)).toEqual([
      'STRUCTURE,STRUCTURE_ID,ACTION,FREQ: Frequency,INDICATOR: Indicator,REF_AREA: Reference area,ACCUMULATION: Accumulation,TO: to,TIME_PERIOD: Time period,OBS_VALUE: Observation value,OBS_STATUS: Observation status',
      `dataflow,${flow}: Plan,I,M: Monthly,cargo: indicator cargo,610100: Xi'an,YTD: From the beginning of the year through the period,_Z: Not applicable,2020-06,30.50,P: Provisional`,
    ]);
  });

  it('has names in columns of their own', async () => {
    const lines = await write({ labels: 'name' }, 'attributes=none');
    expect(lines.slice(0, 2)).toEqual([
      'STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,FREQ,频率,INDICATOR,指标,REF_AREA,地区,ACCUMULATION,累计方式,TO,to,TIME_PERIOD,时期,OBS_VALUE,数值',
      `dataflow,${flow},规划,I,M,月,cargo,指标 cargo,610100,西安市,YTD,年初至本期累计,_Z,不适用,2020-06,,30.50,`,
    ]);
  });

  it('makes no formula of a unit', async () => {
    const unit = { zh: '=1+1', en: '=1+1' };
    const indicators = new Map([...structure.indicators].map(([code, one]) => [code, { ...one, unit }]));
    const named = { ...structure, indicators };
    const asked = query('*', 'attributes=UNIT_MEASURE');
    const series = sdmxSeries(pages([stored('1', '2020', '240')]), [], asked, named);
    const text = await textOf(dataCsv(series, named, asked, plain, 'zh'));
    expect(text).toContain(",240,'=1+1\r\n");
  });

  it('has keys and days where they are asked for', async () => {
    const lines = await write({ keys: 'both', timeFormat: 'normalized' }, 'detail=dataonly');
    expect(lines.slice(0, 2)).toEqual([
      'STRUCTURE,STRUCTURE_ID,ACTION,SERIES_KEY,OBS_KEY,FREQ,INDICATOR,REF_AREA,ACCUMULATION,TO,TIME_PERIOD,OBS_VALUE',
      `dataflow,${flow},I,M.cargo.610100.YTD._Z,M.cargo.610100.YTD._Z.2020-06,M,cargo,610100,YTD,_Z,2020-06-30,30.50`,
    ]);
  });

  it('is a list of keys where only they are asked for', async () => {
    expect(await write({}, 'detail=serieskeysonly')).toEqual([
      'STRUCTURE,STRUCTURE_ID,ACTION,FREQ,INDICATOR,REF_AREA,ACCUMULATION,TO',
      `dataflow,${flow},I,M,cargo,610100,YTD,_Z`,
      `dataflow,${flow},I,A,travel,610100,P,110000`,
      `dataflow,${flow},I,A,cargo,610100,P,_Z`,
    ]);
  });
});
