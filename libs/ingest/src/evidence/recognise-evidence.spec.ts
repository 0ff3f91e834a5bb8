import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { zipOf } from '../../test/zip-of.js';
import { recogniseEvidence } from './recognise-evidence.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-evidence-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function recognised(content: Buffer | string, name: string) {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return recogniseEvidence(path, name);
}
const bytes = (hex: string) => Buffer.from(hex, 'hex');
const pdf = '%PDF-1.7\n1 0 obj';
const packed = (...names: string[]) => zipOf(names.map((name) => ({ name, content: '<x/>' })));

describe('what is taken', () => {
  it.each<[string, Buffer | string, string, string, string]>([
    ['a PDF', pdf, '批复.pdf', 'application/pdf', '批复.pdf'],
    ['a picture', bytes('89504e470d0a1a0a0000'), '照片.PNG', 'image/png', '照片.png'],
    ['a photograph called .jpeg', bytes('ffd8ffe000104a46'), 'a.jpeg', 'image/jpeg', 'a.jpeg'],
    ['a photograph called .png', bytes('ffd8ffe000104a46'), 'a.png', 'image/jpeg', 'a.png.jpg'],
    ['a text', '已开工', 'a.txt', 'text/plain', 'a.txt'],
    ['a text in GB18030', iconv.encode('已于五月开工，进展顺利', 'gb18030'), 'a.txt', 'text/plain', 'a.txt'],
    ['a table', 'a,b\n1,2\n', 'a.csv', 'text/csv', 'a.csv'],
  ])('%s', async (_case, content, name, mediaType, kept) => {
    expect(await recognised(content, name)).toEqual({ mediaType, name: kept });
  });

  it.each([
    ['docx', ['[Content_Types].xml', 'word/document.xml', 'word/embeddings/a.xlsx']],
    ['xlsx', ['[Content_Types].xml', 'xl/workbook.xml']],
    ['pptx', ['[Content_Types].xml', 'ppt/presentation.xml']],
    ['ofd', ['OFD.xml', 'Doc_0/Document.xml']],
  ])('a document: %s', async (ending, names) => {
    expect((await recognised(packed(...names), `进展.${ending}`)).name).toBe(`进展.${ending}`);
  });
});

describe('what is refused, and why', () => {
  it.each<[string, Buffer | string, string, RegExp]>([
    ['an empty file', '', 'a.pdf', /空的/],
    ['a program called .pdf', bytes('4d5a90000300'), 'a.pdf', /程序/],
    ['a program of Linux', bytes('7f454c460201'), 'a.txt', /程序/],
    ['a script', '#!/bin/sh\nrm -rf /\n', 'a.txt', /脚本/],
    ['a page called .txt', '\n <!DOCTYPE html><script>alert(1)</script>', 'a.txt', /网页/],
    ['a drawing with scripts', '<svg xmlns="x"><script/></svg>', 'a.png', /XML/],
    ['an old .doc', bytes('d0cf11e0a1b11ae10000'), 'a.doc', /宏/],
    [
      'a document with macros',
      packed('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'),
      'a.docx',
      /宏/,
    ],
    [
      'a document with a packed program',
      packed('[Content_Types].xml', 'word/document.xml', 'word/embeddings/oleObject1.bin'),
      'a.docx',
      /嵌入/,
    ],
    ['an archive', packed('a.exe'), 'a.docx', /压缩包/],
    ['half an archive', packed('[Content_Types].xml', 'word/document.xml').subarray(0, 40), 'a.docx', /损坏/],
    ['bytes without a meaning', bytes('01020304050607'), 'a.txt', /不认识/],
    ['a text with a NUL', 'a\0b', 'a.txt', /不认识/],
    ['rich text', '{\\rtf1 a}', 'a.txt', /RTF/],
  ])('%s', async (_case, content, name, why) => {
    await expect(recognised(content, name)).rejects.toMatchObject({
      code: 'not-evidence',
      detail: expect.stringMatching(why),
    });
  });
});

describe('the name it is kept under', () => {
  it.each([
    ['a path', '../../etc/passwd.pdf', 'passwd.pdf'],
    ['a path of Windows', 'C:\\Users\\a\\批复.pdf', '批复.pdf'],
    ['a program’s', 'run.bat', 'run.bat.pdf'],
    ['a page’s', 'page.html', 'page.html.pdf'],
    ['one written backwards to deceive', 'photo\u202Efdp.exe', 'photofdp.exe.pdf'],
    ['line ends and quotes', 'a"\r\nX: y.pdf', 'a_X_ y.pdf'],
    ['none', '', '佐证材料.pdf'],
    ['dots', '...', '佐证材料.pdf'],
    ['a long one', `${'长'.repeat(300)}.pdf`, `${'长'.repeat(120)}.pdf`],
  ])('%s', async (_case, sent, kept) => {
    expect((await recognised(pdf, sent)).name).toBe(kept);
  });
});
