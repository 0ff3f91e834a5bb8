import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { dayNumber, seriesKeyText } from '#storage';
import { formatPeriod } from '#time-period';
import { sampleCatalogue } from '../test/sample-catalogue.js';
import { readHeader } from './header.js';
import type { LongLayout } from './layouts/layout.js';
import { readLong, readLongFile } from './read-long.js';
import { readRows } from './read-rows.js';
import { referenceOf } from './reference.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-plain-'));
});
afterAll(() => rm(folder, { recursive: true }));

const now = new Date('2026-03-15T02:00:00Z');
const timeZone = 'Asia/Shanghai';

/** What was made of each row, by both ways of reading, and how many rows the quick one took. */
async function readBothWays(
  content: string | Buffer,
  header: readonly string[],
  organisation: string | null = null,
  delimiter: ',' | ';' | '\t' = ',',
) {
  const textPath = join(folder, 'rows.csv');
  await writeFile(textPath, content);
  const encoding = typeof content === 'string' ? ('utf-8' as const) : ('gb18030' as const);
  const file = { textPath, encoding, delimiter };
  // Each way with a reference of its own: what one remembers must not help the other.
  const reference = () =>
    referenceOf(sampleCatalogue, {
      organisations: organisation === null ? null : [organisation],
      now,
      timeZone,
    });
  const { columns } = readHeader(header, ['destination']);
  const layout: LongLayout = { kind: 'long', headerLine: 1, columns };
  const oneByOne: unknown[] = [];
  for await (const { rows } of readLong(layout, readRows(file), reference()))
    oneByOne.push(...rows.map(told));
  const quickly: unknown[] = [];
  let plain = 0;
  for await (const batch of readLongFile(layout, file, reference())) {
    if ('plain' in batch) {
      plain += batch.plain.length;
      for (const { series, ...value } of batch.plain)
        quickly.push({ ...value, series: seriesKeyText(series.key) });
    } else quickly.push(...batch.rows.map(told));
  }
  return { oneByOne, quickly, plain };
}

function told({ line, faults, notices, observations: [draft] }: Awaited<ReturnType<typeof firstRow>>) {
  if (!draft) return { line, faults };
  const { series, period, value, status, released, knownFrom, comment, source } = draft;
  return {
    series: seriesKeyText(series),
    period: formatPeriod(period),
    start: dayNumber(period.start),
    end: dayNumber(period.end),
    value,
    status,
    knownFrom,
    released,
    comment,
    source,
    line,
    column: '',
    columnLetters: null,
    ...(notices.length > 0 && { notices }),
  };
}

async function firstRow(batches: ReturnType<typeof readLong>) {
  for await (const { rows } of batches) return rows[0]!;
  throw new Error('no row');
}

const pools: Record<string, readonly string[]> = {
  indicator: [
    'international_routes',
    'airport_passenger_throughput',
    'us_gdp',
    'rd_intensity',
    'rail_travel_time',
    '机场旅客吞吐量',
    '机场旅客吞吐量（人次）',
    'nothing',
    '',
  ],
  ref_area: ['610100', '610300', '西安', '610100 西安市', '新城区', ' 610100', '999'],
  time_period: [
    '2018',
    '2019',
    '2019-06',
    '2019-Q2',
    '2019年1-6月',
    '2026',
    '2026-03',
    '2027',
    '2019-06-30',
    'x',
    '2019①',
  ],
  obs_value: (
    '1 2 64 88.50 0 0.0 -3 -0 100 100.00 100.01 012 1e3 +5 .5 5. 1,234 １２ 12% >7 … 88① 123456789012345 ' +
    '1234567890123456 0.000001'
  ).split(' '),
  unit: ['', '条', '万人次', '人次', '%', '分钟', 'x'],
  obs_status: ['', 'A', 'P', 'F', '快报', 'M'],
  released_on: ['', '2020-01-10', '2020-02', '2026-03-15', '2027-01-01', 'x'],
  destination: ['', '510100', '上海', 'x'],
  comment: ['', '', '备注', "'=1+1", 'with,comma', 'with "quote"', 'a\nb', '\uFFFD'],
  source_url: ['', 'http://example.org'],
  area_name: ['', '西安市'],
};
const required = ['indicator', 'ref_area', 'time_period', 'obs_value'];

/** Mostly the first of each pool, so that many rows are good and look like others. */
const row = fc.record(
  Object.fromEntries(
    Object.entries(pools).map(([column, texts]) => [
      column,
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...texts.slice(0, 3)) },
        { weight: 1, arbitrary: fc.constantFrom(...texts) },
      ),
    ]),
  ),
);
const soundRow = fc.record({
  indicator: fc.constantFrom('international_routes', 'us_gdp'),
  ref_area: fc.constantFrom('610100', 'us'),
  time_period: fc.constantFrom('2018', '2019-Q2', '2017'),
  obs_value: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('1', '64', '88.50', '12.5') },
    { weight: 1, arbitrary: fc.constantFrom(...pools['obs_value']!) },
  ),
  unit: fc.constant(''),
  obs_status: fc.constant(''),
  released_on: fc.constantFrom('', '2020-01-10'),
  destination: fc.constant(''),
  comment: fc.constantFrom('', '备注', 'another'),
  source_url: fc.constantFrom('', 'http://example.org'),
  area_name: fc.constantFrom('', '西安市'),
});
const anyRow = fc.oneof(
  { weight: 8, arbitrary: soundRow },
  { weight: 3, arbitrary: row },
  { weight: 1, arbitrary: fc.constant(null) },
);
const header = fc
  .shuffledSubarray(Object.keys(pools).filter((column) => !required.includes(column)))
  .chain((optional) => {
    const all = [...required, ...optional];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });

/** @param quoteAll as some programs write every cell, R among them. */
function lineOf(
  columns: readonly string[],
  cells: Readonly<Record<string, string>>,
  delimiter: string,
  quoteAll: boolean,
): string {
  return columns
    .map((column) => cells[column] ?? '')
    .map((cell) => (quoteAll || /["\n\r,;\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(delimiter);
}

describe('plain rows', () => {
  it('say what interpretRow says, whatever stands in the columns and in which order they come', async () => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(
        header,
        fc.array(anyRow, { maxLength: 60, size: 'max' }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom(null, 'west-airport-group'),
        fc.boolean(),
        fc.boolean(),
        async (columns, drawn, lineEnd, delimiter, organisation, gb18030, quoteAll) => {
          // Of null a line that is shorter than the others.
          const lines = drawn.map((cells) =>
            cells === null ? 'a' : lineOf(columns, cells, delimiter, quoteAll),
          );
          const text = [columns.join(delimiter), ...lines, ''].join(lineEnd);
          const content = gb18030 ? iconv.encode(text, 'gb18030') : text;
          const read = await readBothWays(content, columns, organisation, delimiter);
          expect(read.quickly).toEqual(read.oneByOne);
          plain += read.plain;
        },
      ),
      { numRuns: 300 },
    );
    // Not by leaving everything to interpretRow.
    expect(plain).toBeGreaterThan(500);
  });

  it('are nearly all of an ordinary file, over all the pieces in which it is read', async () => {
    const columns = ['indicator', 'ref_area', 'time_period', 'obs_value', 'unit', 'released_on'];
    const rows = ['610100', '610300', '610000'].flatMap((area) =>
      Array.from({ length: 240 }, (_, month) => {
        const period = `${2000 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
        return `airport_passenger_throughput,${area},${period},${month + 1}.50,万人次,2024-01-20`;
      }),
    );
    const text = [columns.join(','), ...Array.from({ length: 10 }, () => rows).flat()].join('\n');
    expect(text.length).toBeGreaterThan(5 * 64 * 1024);
    const { oneByOne, quickly, plain } = await readBothWays(text, columns);
    expect(quickly).toEqual(oneByOne);
    expect(plain).toBeGreaterThan(0.9 * 7200);
  });

  it('are not those of a file with a column that has no name', async () => {
    const columns = ['indicator', 'ref_area', 'time_period', 'obs_value', ''];
    const text = `${columns.join(',')}\n${'international_routes,610100,2018,64,\n'.repeat(5)}`;
    const { oneByOne, quickly, plain } = await readBothWays(text, columns);
    expect(quickly).toEqual(oneByOne);
    expect(plain).toBe(0);
  });

  it('of a converted unit none is plain, also where the first values are zero', async () => {
    const columns = ['indicator', 'ref_area', 'time_period', 'obs_value', 'unit'];
    const rows = ['0', '0.0', '25000', '30000'].map(
      (value, index) => `airport_passenger_throughput,610100,2019-0${index + 1},${value},人次`,
    );
    const { oneByOne, quickly, plain } = await readBothWays([columns.join(','), ...rows].join('\n'), columns);
    expect(quickly).toEqual(oneByOne);
    expect(plain).toBe(0);
  });
});
