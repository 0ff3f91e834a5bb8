import { read, utils } from '@e965/xlsx';
import { readXlsx } from 'hucre/xlsx';
import { parsePeriod } from '#time-period';
import { sampleCatalogue } from '../../test/sample-catalogue.js';
import { readHeader } from '../header.js';
import type { ImportTemplate, TemplateRow } from './import-template.js';
import { templateCsv } from './template-csv.js';
import { templateXlsx } from './template-xlsx.js';

const indicator = (code: string) => sampleCatalogue.indicators.find((entry) => entry.code === code)!;

function row(code: string, area: string, period: string, destination?: string): TemplateRow {
  return {
    indicator: indicator(code),
    area: sampleCatalogue.areas.find((entry) => entry.code === area)!,
    breakdown: destination === undefined ? {} : { destination: { code: destination, name: '成都' } },
    period: parsePeriod(period)!,
  };
}

const template: ImportTemplate = {
  organisation: sampleCatalogue.organisations[1]!,
  today: '2026-11-23',
  indicators: ['airport_passenger_throughput', 'rail_travel_time', 'rd_intensity'].map(indicator),
  dimensions: ['destination'],
  rows: [
    row('airport_passenger_throughput', '610100', '2026-09'),
    row('airport_passenger_throughput', '610100', '2026-01/2026-10'),
    row('rail_travel_time', '610100', '2025', '510100'),
    row('rd_intensity', '610000', '2026-S1'),
  ],
  moreMissing: false,
  nextOn: '2026-12-15',
  withoutSeries: [],
};
const now = new Date('2026-11-23T02:00:00Z');
const mark = 'shaanxi-statistics 2026-11-23';
const header =
  '指标代码,指标名称,行政区划代码,地区名称,destination,destination_name,时期,数值,单位,状态,发布日期,备注,source_template';
const rows = [
  `airport_passenger_throughput,机场旅客吞吐量,610100,西安市,,,2026年9月,,万人次,,,,${mark}`,
  `airport_passenger_throughput,机场旅客吞吐量,610100,西安市,,,2026年1—10月,,万人次,,,,${mark}`,
  `rail_travel_time,西安至各城市铁路最快旅行时间,610100,西安市,510100,成都,2025年,,分钟,,,,${mark}`,
  `rd_intensity,研究与试验发展（R&D）经费投入强度,610000,陕西省,,,2026年上半年,,%,,,,${mark}`,
];

describe('a template as CSV', () => {
  it('has a header that the long layout knows, and a row for each value that is asked for', () => {
    expect(templateCsv(template)).toBe(`\uFEFF${[header, ...rows].join('\r\n')}\r\n`);
    const { columns, faults } = readHeader(header.split(','), ['destination']);
    expect(faults).toEqual([]);
    expect(columns?.sources).toEqual([{ name: 'source_template', at: 12 }]);
  });

  it('writes every period so that it is read as itself', () => {
    const lines = templateCsv(template).trimEnd().split('\r\n').slice(1);
    expect(lines.map((line) => parsePeriod(line.split(',')[6]!))).toEqual(
      template.rows.map(({ period }) => period),
    );
  });

  it('is a header alone when nothing is due', () => {
    expect(templateCsv({ ...template, rows: [] })).toBe(`\uFEFF${header}\r\n`);
  });
});

describe('a template as a workbook', () => {
  it('holds the same rows on its first sheet; cells to fill in are truly empty', async () => {
    const book = read(await templateXlsx(template, now), { sheetStubs: true });
    expect(book.SheetNames).toEqual(['数据', '填报说明']);
    const sheet = book.Sheets['数据']!;
    const texts = utils.sheet_to_csv(sheet, { blankrows: false, rawNumbers: true }).trimEnd().split('\n');
    expect(texts.slice(0, 5)).toEqual([header, ...rows]);
    expect(texts.slice(5).filter((line) => /[^,]/.test(line))).toEqual([]);
    expect(sheet['H2']?.t ?? 'z').toBe('z');
    expect(sheet['H60']?.t ?? 'z').toBe('z');
  });

  it('checks values by the bounds of their indicator, statuses by a list, and dates', async () => {
    const { sheets } = await readXlsx(await templateXlsx(template, now), { readStyles: true });
    const [data] = sheets;
    expect(
      data!.dataValidations!.map(({ type, range, operator, formula1, formula2, values }) => ({
        type,
        range,
        ...(operator && { operator }),
        ...(formula1 !== undefined && { formula1 }),
        ...(formula2 !== undefined && { formula2 }),
        ...(values && { values }),
      })),
    ).toMatchObject([
      { type: 'decimal', range: 'H2:H3', operator: 'greaterThanOrEqual', formula1: '0' },
      { type: 'decimal', range: 'H4:H4', operator: 'greaterThanOrEqual', formula1: '0' },
      { type: 'decimal', range: 'H5:H5', formula1: '0', formula2: '100' },
      { type: 'list', range: 'J2:J105', values: ['正常', '快报', '估计', '预测'] },
      { type: 'date', range: 'K2:K105', operator: 'lessThanOrEqual', formula1: 'TODAY()' },
    ]);
    expect(data!.freezePane).toMatchObject({ rows: 1 });
    expect(data!.protection).toMatchObject({ sheet: true });
  });

  it('locks what is given and leaves open what is to be filled in, and spare rows below', async () => {
    const { sheets } = await readXlsx(await templateXlsx(template, now), { readStyles: true });
    const isOpen = (place: string) => sheets[0]!.cells?.get(place)?.style?.protection?.locked === false;
    const places = { code: '1,0', period: '1,6', value: '1,7', unit: '1,8', status: '1,9', released: '1,10' };
    expect(Object.entries(places).map(([name, place]) => [name, isOpen(place)])).toEqual([
      ['code', false],
      ['period', false],
      ['value', true],
      ['unit', false],
      ['status', true],
      ['released', true],
    ]);
    expect([isOpen('5,0'), isOpen('5,6'), isOpen('104,7')]).toEqual([true, true, true]);
  });

  it('explains itself on a sheet that holds no numbers', async () => {
    const more = { ...template, moreMissing: true, withoutSeries: [indicator('us_gdp')] };
    const book = read(await templateXlsx(more, now));
    const sheet = book.Sheets['填报说明']!;
    const said = utils.sheet_to_json<unknown[]>(sheet, { header: 1 }).flat();
    expect(said.every((cell) => typeof cell === 'string')).toBe(true);
    const text = said.join('\n');
    for (const part of [
      '省统计局',
      '有 4 个应报未报的数；下一批数最早在 2026-12-15 到期',
      '只列出最近的',
      '美国国内生产总值',
      '每年，期末后',
    ])
      expect(text).toContain(part);
  });
});
