import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { mostRowCharacters, readRows, type FileRow } from './read-rows.js';
import type { Delimiter, Encoding } from './recognise.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-rows-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function rowsOf(
  bytes: string | Buffer,
  { encoding = 'utf-8', delimiter = ',' }: { encoding?: Encoding; delimiter?: Delimiter } = {},
): Promise<FileRow[]> {
  const path = join(folder, 'rows.csv');
  await writeFile(path, bytes);
  const rows: FileRow[] = [];
  for await (const batch of readRows({ textPath: path, encoding, delimiter })) {
    rows.push(...batch);
  }
  return rows;
}

async function linesAndCells(text: string | Buffer): Promise<[number, string][]> {
  return (await rowsOf(text)).map(({ line, cells }) => [line, cells.join('|')]);
}

describe('rows and the lines they begin on', () => {
  it.each<[string, string, [number, string][]]>([
    [
      'line feeds',
      'a,b\n1,2\n',
      [
        [1, 'a|b'],
        [2, '1|2'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\n1,2\r\n',
      [
        [1, 'a|b'],
        [2, '1|2'],
      ],
    ],
    [
      'carriage returns alone',
      'a,b\r1,2\r',
      [
        [1, 'a|b'],
        [2, '1|2'],
      ],
    ],
    [
      'mixed line ends',
      'a,b\r\n1,2\n3,4\r5,6',
      [
        [1, 'a|b'],
        [2, '1|2'],
        [3, '3|4'],
        [4, '5|6'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\n1,2',
      [
        [1, 'a|b'],
        [2, '1|2'],
      ],
    ],
    [
      'a byte order mark',
      '\uFEFF"a",b\n1,2',
      [
        [1, 'a|b'],
        [2, '1|2'],
      ],
    ],
    [
      'blank lines and lines of delimiters',
      '\n\na,b\n,\n  , \n1,2\n\n',
      [
        [3, 'a|b'],
        [6, '1|2'],
      ],
    ],
    [
      'line breaks in quotes',
      'a,b\n"x\ny\r\nz",2\n3,4\n',
      [
        [1, 'a|b'],
        [2, 'x\ny\r\nz|2'],
        [5, '3|4'],
      ],
    ],
    [
      'doubled quotes',
      'a,b\n"say ""hm""",""""\n',
      [
        [1, 'a|b'],
        [2, 'say "hm"|"'],
      ],
    ],
    [
      'empty quoted cells',
      '"","x"\n"a",""',
      [
        [1, '|x'],
        [2, 'a|'],
      ],
    ],
    [
      'fewer and more cells',
      'a,b\n1\n1,2,3\n',
      [
        [1, 'a|b'],
        [2, '1'],
        [3, '1|2|3'],
      ],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await linesAndCells(text)).toEqual(expected);
  });

  it('a tab-separated file keeps commas in its cells', async () => {
    expect((await rowsOf('a\tb\n1,234\t2\n', { delimiter: '\t' }))[1]?.cells).toEqual(['1,234', '2']);
  });

  it('a GB18030 file, a character of four bytes included', async () => {
    const rows = await rowsOf(iconv.encode('指标,地区\n国内,㐀𠀀\n', 'gb18030'), { encoding: 'gb18030' });
    expect(rows.map((row) => row.cells)).toEqual([
      ['指标', '地区'],
      ['国内', '㐀𠀀'],
    ]);
  });

  it('bytes that mean nothing become U+FFFD in their own cell', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n1,x'), Buffer.from([0xff]), Buffer.from('y\n2,z\n')]);
    expect(await linesAndCells(bytes)).toEqual([
      [1, 'a|b'],
      [2, '1|x\uFFFDy'],
      [3, '2|z'],
    ]);
  });
});

describe('rows whose cells cannot be told apart', () => {
  it.each([
    ['a quote that is never closed', 'a,b\n1,"2\n3,4\n5,6', 2],
    ['a quote inside a bare cell', 'a,b\n1,5" pipe\n3,4\n5,6', 2],
    ['text after a closing quote', 'a,b\n1,"2"x\n3,4\n5,6', 2],
    ['a space before a quote', 'a,b\n1, "2"\n3,4\n5,6', 2],
    ['an open quote that a later line closes in the wrong place', 'a,b\n1,"2\n"3",4\n5,6', 2],
  ])('%s is one fault, and the lines after it are read', async (_, text, line) => {
    const rows = await rowsOf(text);
    expect(rows.filter((row) => row.fault).map((row) => [row.line, row.fault?.code])).toEqual([
      [line, 'missing-cell'],
    ]);
    expect(rows.filter((row) => !row.fault).map((row) => row.cells.join())).toEqual(['a,b', '3,4', '5,6']);
  });

  it('a row of more than 1 MB is one fault, with or without quotes', async () => {
    const long = 'x'.repeat(mostRowCharacters + 100_000);
    for (const text of [`a,b\n${long},1\n3,4\n`, `a,b\n"${long}\n${long}",1\n3,4\n`]) {
      const rows = await rowsOf(text);
      expect(rows[1]?.fault?.message).toContain('1 MB');
      expect(rows.at(-1)).toMatchObject({ cells: ['3', '4'], fault: null });
    }
  });

  it('a row of more than 200 cells is one fault and keeps 200', async () => {
    const rows = await rowsOf(`a,b\n${'1,'.repeat(500)}\n3,4\n`);
    expect(rows[1]?.fault?.code).toBe('extra-cell');
    expect(rows[1]?.cells).toHaveLength(200);
    expect(rows[2]).toMatchObject({ line: 3, fault: null });
  });
});

/** Numbers that look random and are the same on every run (Park and Miller's generator). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

it('reads what csv-parse reads, wherever the chunks of a file end', async () => {
  const next = numbersFrom(7);
  const parts = ['a', '关中', '12.5', ' ', 'x'.repeat(97), '"', ',', '\n', '\r\n'];
  const cell = () => {
    const text = Array.from({ length: next(4) }, () => parts[next(parts.length)]!).join('');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines: string[] = [];
  for (let i = 0; i < 12_000; i++) lines.push(Array.from({ length: 1 + next(5) }, cell).join(','));
  const text = lines.join('\r\n');
  expect(Buffer.byteLength(text)).toBeGreaterThan(10 * 64 * 1024);
  const expected: string[][] = parse(text, {
    relax_column_count: true,
    record_delimiter: '\r\n',
    skip_records_with_empty_values: true,
  });
  const rows = await rowsOf(text);
  expect(rows.every((row) => row.fault === null)).toBe(true);
  expect(rows.map((row) => row.cells)).toEqual(expected);
});
