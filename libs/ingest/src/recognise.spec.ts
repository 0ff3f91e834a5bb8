import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { AppError } from '#contract';
import { recognise } from './recognise.js';

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
  ])('%s', async (_, content, delimiter) => {
    expect((await recognised(content)).delimiter).toBe(delimiter);
  });
});

describe('files that are not tables, and what is said of them', () => {
  const zip = Buffer.from('504b0304140006000800', 'hex');
  it.each<[string, string | Buffer, RegExp]>([
    ['an Excel workbook', zip, /xlsx.*CSV UTF-8/],
    ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /xls.*CSV UTF-8/],
    ['a PDF', '%PDF-1.7\n', /PDF/],
    ['a PNG picture', Buffer.from('89504e470d0a1a0a', 'hex'), /图片/],
    ['a JPEG picture', Buffer.from('ffd8ffe000104a464946', 'hex'), /图片/],
    ['a gzip file', Buffer.from('1f8b0800', 'hex'), /gzip/],
    ['UTF-16, as Excel calls Unicode text', Buffer.from('\uFEFFa\tb\n', 'utf16le'), /UTF-16.*CSV UTF-8/],
    ['a page that calls itself .xls', '\n<html><table>', /网页/],
    ['bytes with NUL', Buffer.from([97, 44, 0, 98]), /二进制/],
    ['NUL bytes far from the start', Buffer.concat([Buffer.from(long), Buffer.from([0])]), /二进制/],
    ['an empty file', '', /空/],
    ['blank lines only', '\uFEFF\r\n , \r\n"",\r\n', /表头/],
  ])('%s', async (_, content, detail) => {
    expect(await refusal(content)).toMatch(detail);
  });
});
