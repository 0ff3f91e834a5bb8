import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { AppError } from '#contract';
import { zipOf } from '../test/zip-of.js';
import { readRows } from './read-rows.js';
import { recognise, type Recognised } from './recognise.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-recognise-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function recognised(content: string | Buffer) {
  const path = join(folder, 'upload');
  await writeFile(path, content);
  return recognise(path);
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`../test/fixtures/${name}`, import.meta.url));
}

async function rowsOf(file: Recognised): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const batch of readRows(file)) rows.push(...batch.map(({ cells }) => cells));
  return rows;
}

async function refusal(content: string | Buffer): Promise<string> {
  try {
    await recognised(content);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-a-table') return error.detail;
    throw error;
  }
  throw new Error('the file was not refused');
}

const table = '指标,地区,时期,数值\n国际航线,西安市,2018,64\n';
const long = `${table}${'国际航线,西安市,2018,64\n'.repeat(30_000)}`;

describe('encodings', () => {
  it.each<[string, string | Buffer, string]>([
    ['UTF-8', table, 'utf-8'],
    ['ASCII', 'indicator,value\na,1\n', 'utf-8'],
    ['UTF-8 with a byte order mark', `\uFEFF${table}`, 'utf-8-bom'],
    ['GB18030', iconv.encode(table, 'gb18030'), 'gb18030'],
    ['GB18030 with characters of four bytes', iconv.encode(`${table}㐀𠀀`, 'gb18030'), 'gb18030'],
    [
      'GB18030 whose Chinese comes after half a megabyte',
      iconv.encode(`${'a,b\n'.repeat(150_000)}西安`, 'gb18030'),
      'gb18030',
    ],
    ['UTF-8 that is longer than a chunk', long, 'utf-8'],
    [
      'UTF-8 with one broken byte, far from its start',
      Buffer.concat([Buffer.from(long), Buffer.from([0xff]), Buffer.from(',x\n')]),
      'utf-8',
    ],
    [
      'GB18030 with one broken byte',
      Buffer.concat([iconv.encode(long, 'gb18030'), Buffer.from([0xff]), Buffer.from(',x\n')]),
      'gb18030',
    ],
    [
      'a short UTF-8 file with one broken byte',
      Buffer.concat([Buffer.from(table), Buffer.from([0xff, 0x2c, 0x0a])]),
      'utf-8',
    ],
    ['UTF-8 whose lines are longer than a chunk', `指标${'西安'.repeat(400_000)}`, 'utf-8'],
    ['UTF-16, the lower byte first', Buffer.from(`\uFEFF${table}`, 'utf16le'), 'utf-16le'],
    ['UTF-16, the higher byte first', Buffer.from(`\uFEFF${table}`, 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16 without a byte order mark', Buffer.from(long, 'utf16le'), 'utf-16le'],
    ['UTF-16 without one, the higher byte first', Buffer.from(long, 'utf16le').swap16(), 'utf-16be'],
    [
      'UTF-16 with 一, whose lower byte is zero',
      Buffer.from('第一产业,一季度,12\n'.repeat(100), 'utf16le'),
      'utf-16le',
    ],
    [
      'a byte order mark and a broken byte: what it says it is',
      Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x2c, 0xd6, 0xd0, 0x0a]),
      'utf-8-bom',
    ],
  ])('%s', async (_, content, encoding) => {
    expect((await recognised(content)).encoding).toBe(encoding);
  });
});

describe('delimiters', () => {
  it.each([
    ['comma', 'a,b,c\n', ','],
    ['semicolon', 'a;b;c\n1,5;2;3\n', ';'],
    ['tab', 'a\tb\tc\n1,5\t2\t3\n', '\t'],
    ['commas inside quotes do not count', '"a, b, c";d\n', ';'],
    ['a line break inside quotes does not end the header', '"a\nb";c;d\n', ';'],
    ['blank lines before the header', '\n,,,,\n\na;b\n', ';'],
    ['a single column', 'a\n1\n', ','],
    ['title lines above a table', '表1\n单位：亿元\n年份;值\n2018年;1,5\n2019年;2,5\n', ';'],
    ['decimal commas and one title with a semicolon', '表1;表2\n年份\t值\n2018\t1,5\n2019\t2,5\n', '\t'],
    ['commas in many cells of a table by tabs', 'a\tb\n1\tx,y,z\n2\tx,y,z\n', '\t'],
    ['what Excel is told in the first line', 'sep=;\na,b,c;d,e,f\n', ';'],
    ['and in quotes, in capitals, with a byte order mark', '\uFEFF"SEP=\t"\r\na,b;c\n', '\t'],
  ])('%s', async (_, content, delimiter) => {
    expect((await recognised(content)).delimiter).toBe(delimiter);
  });
});

describe('files that are not tables, and what is said of them', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['a file that begins like a zip and ends', Buffer.from('504b0304140006000800', 'hex'), /损坏或不完整/],
    ['a Word document', zipOf([{ name: 'word/document.xml', content: '<w/>' }]), /Word/],
    ['a presentation', zipOf([{ name: 'ppt/presentation.xml', content: '<p/>' }]), /演示文稿/],
    ['an OpenDocument table', zipOf([{ name: 'META-INF/manifest.xml', content: '<m/>' }]), /OpenDocument/],
    ['a binary workbook', zipOf([{ name: 'xl/workbook.bin', content: 'x' }]), /xlsb/],
    ['a zip of other files', zipOf([{ name: 'data.csv', content: table }]), /压缩包.*解压/],
    ['an empty zip', zipOf([]), /空的压缩包/],
    [
      'a zip of too many files',
      zipOf(Array.from({ length: 6000 }, (_, at) => ({ name: `${at}`, content: '' }))),
      /6000 个文件/,
    ],
    ['an old container that is cut off', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /损坏或不完整/],
    ['a PDF', '%PDF-1.7\n', /PDF/],
    ['a PNG picture', Buffer.from('89504e470d0a1a0a', 'hex'), /图片/],
    ['a JPEG picture', Buffer.from('ffd8ffe000104a464946', 'hex'), /图片/],
    ['a BMP picture', Buffer.from('424d36000c00000000003600', 'hex'), /图片/],
    ['a gzip file', Buffer.from('1f8b0800', 'hex'), /gzip/],
    ['a RAR file', Buffer.from('526172211a0700', 'hex'), /RAR/],
    ['a 7z file', Buffer.from('377abcaf271c', 'hex'), /7z/],
    ['a web archive', 'MIME-Version: 1.0\n', /网页存档/],
    ['a page without a table', '\n<html><body>西安</body></html>', /没有表格/],
    ['a page whose table is empty', '<html><table><tr></tr></table></html>', /没有数据/],
    ['bytes with NUL', Buffer.from([97, 44, 0, 98]), /二进制/],
    ['NUL bytes far from the start', Buffer.concat([Buffer.from(long), Buffer.from([0])]), /二进制/],
    ['a NUL in UTF-16', Buffer.from(`\uFEFF${long}\0`, 'utf16le'), /二进制/],
    ['UTF-32', Buffer.from('fffe00006100000062000000', 'hex'), /二进制/],
    ['an empty file', '', /空/],
    ['blank lines only', '\uFEFF\r\n , \r\n"",\r\n', /表头/],
    ['a line for Excel and nothing else', 'sep=;\r\n', /表头/],
    ['a delimiter that is none', 'sep=|\r\na|b\r\n', /“sep=\|”/],
  ])('%s', async (_, content, detail) => {
    expect(await refusal(content)).toMatch(detail);
  });
});

describe('files as they are, to their cells', () => {
  const header = ['指标', '地区', '时期', '数值', '单位', '备注'];
  const last = ['常住人口', '西安市', '2020', '1295.29', '万人', '第七次人口普查，含西咸新区'];

  it.each<[string, string, string]>([
    ['utf-8-comma-lf.csv', 'utf-8', ','],
    ['utf-8-bom-comma-crlf.csv', 'utf-8-bom', ','],
    ['utf-8-tab-cr.txt', 'utf-8', '\t'],
    ['gb18030-comma-crlf.csv', 'gb18030', ','],
    ['gb18030-semicolon-crlf.csv', 'gb18030', ';'],
    ['utf-16le-excel-unicode-text.txt', 'utf-16le', '\t'],
    ['utf-16be-comma-lf.csv', 'utf-16be', ','],
    ['utf-16le-without-mark.csv', 'utf-16le', ','],
    ['sep-line-semicolon.csv', 'utf-8-bom', ';'],
  ])('%s', async (name, encoding, delimiter) => {
    const file = await recognised(await readFile(fixture(name)));
    expect(file).toMatchObject({
      format: 'csv',
      encoding,
      delimiter,
      sheets: [],
      sheet: null,
      unclearSheet: false,
    });
    const rows = await rowsOf(file);
    expect(rows).toHaveLength(4);
    expect(rows[0]).toEqual(header);
    expect(rows[1]?.[5]?.replaceAll(/\r\n|\r/g, '\n')).toBe('年末数\n七普修订前');
    expect(rows[3]).toEqual(last);
  });

  it('rare characters of GB18030, four bytes long', async () => {
    const file = await recognised(await readFile(fixture('gb18030-rare-characters.csv')));
    expect((await rowsOf(file))[1]?.[4]).toBe('生僻字㵐𣲘');
  });

  it('title lines above a table with decimal commas', async () => {
    const file = await recognised(await readFile(fixture('title-lines-above-a-semicolon-table.csv')));
    expect(file).toMatchObject({ encoding: 'gb18030', delimiter: ';' });
    expect((await rowsOf(file))[4]).toEqual(['2019年', '25793,17']);
  });

  it('half a character in UTF-16 becomes U+FFFD', async () => {
    const file = await recognised(Buffer.from('\uFEFFa,b\n1,\ud800x\n', 'utf16le'));
    expect((await rowsOf(file))[1]).toEqual(['1', '\uFFFDx']);
  });

  it('the name says nothing: a workbook called .csv is a workbook', async () => {
    const path = join(folder, 'gdp.csv');
    await copyFile(fixture('macro-workbook-with-a-table.xlsm'), path);
    const file = await recognise(path);
    expect(file).toMatchObject({ format: 'xlsx', sheet: 'GDP' });
    expect((await rowsOf(file))[1]).toEqual(['2018年', '24438.32']);
    await file.discard();
    expect(await readFile(path)).toHaveLength(
      (await readFile(fixture('macro-workbook-with-a-table.xlsm'))).length,
    );
  });
});
