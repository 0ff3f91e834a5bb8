import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import type { ImportReport } from '#contract';
import { folderFault } from './folder-places.js';
import { type FolderFindings, type FolderLook, lookIntoFolder } from './look-into-folder.js';

let root: string;
let imports: { name: string; content: string }[];
let looks: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'guanzhong-folder-'));
  imports = [];
  looks = 0;
});
afterEach(() => rmSync(root, { recursive: true }));

function report(id: number, state: 'applied' | 'rejected'): ImportReport {
  return {
    id,
    state,
    createdAt: '2026-11-23T04:00:00.000Z',
    uploadedBy: 'source:yearbook',
    dryRun: false,
    onError: 'reject',
    file: { name: '', bytes: 0, sha256: '', format: 'csv', encoding: 'utf-8', layout: 'long' },
    understood: null,
    questions: [],
    preview: [],
    rows: {
      read: 1,
      inserted: 1,
      revised: 0,
      unchanged: 0,
      duplicate: 0,
      rejected: state === 'applied' ? 0 : 1,
      missing: 0,
    },
    rejections:
      state === 'applied'
        ? []
        : [{ line: 2, column: 'obs_value', code: 'not-a-number', value: 'x', message: '“x”不是数' }],
    rejectionCount: state === 'applied' ? 0 : 1,
    warnings: [],
    verdictChanges: [],
    failure: null,
    undone: null,
  };
}

/** Looks once; a file that says "bad" is refused, one that says "away" cannot be imported just now. */
function look(own: Partial<FolderLook> = {}, quietSeconds = 0): Promise<FolderFindings> {
  looks += 1;
  return lookIntoFolder(
    { path: root, quietSeconds },
    {
      run: `look-${looks}`,
      limitBytes: 100,
      clock: () => new Date('2026-11-23T04:00:00Z'),
      importFile: ({ name, path }) => {
        const content = readFileSync(path, 'utf8');
        if (content === 'away') return Promise.reject(new Error('the database is away'));
        imports.push({ name, content });
        const refused = content === 'bad';
        return Promise.resolve({
          taken: !refused,
          report: report(imports.length, refused ? 'rejected' : 'applied'),
        });
      },
      rejections: async function* () {
        yield 'obs_value\r\nx\r\n';
      },
      failureWords: (error) => (error as Error).message,
      stopping: () => false,
      ...own,
    },
  );
}
const put = (name: string, content = name) => writeFileSync(join(root, name), content);
const list = (folder = '') => readdirSync(join(root, folder)).toSorted();
const named = () => imports.map(({ name }) => name);
const nothing = { imported: 0, refused: [], failed: [], lastImport: null, left: false };

describe('a folder', () => {
  it('gives its files, the oldest first, to done, each with its report beside it', async () => {
    put('b.csv', 'one');
    put('a.csv', 'two');
    utimesSync(join(root, 'a.csv'), new Date(), new Date(Date.now() + 60_000));
    expect(await look()).toEqual({ ...nothing, imported: 2, lastImport: 2 });
    expect(imports).toEqual([
      { name: 'b.csv', content: 'one' },
      { name: 'a.csv', content: 'two' },
    ]);
    expect(list()).toEqual(['done', 'refused']);
    expect(list('done')).toEqual(['a.csv', 'a.csv.report.json', 'b.csv', 'b.csv.report.json']);
    expect(JSON.parse(readFileSync(join(root, 'done/a.csv.report.json'), 'utf8'))).toMatchObject({ id: 2 });
    expect(await look()).toEqual(nothing);
  });

  it('gives a refused file to refused, with report and refused rows, and says why', async () => {
    put('values.csv', 'bad');
    expect(await look()).toEqual({
      ...nothing,
      refused: [{ file: 'values.csv', refusedRows: 1, why: '1 处不合要求，例如第 2 行：“x”不是数' }],
      lastImport: 1,
    });
    expect(list('refused')).toEqual(['values.csv', 'values.csv.rejections.csv', 'values.csv.report.json']);
    expect(readFileSync(join(root, 'refused/values.csv.rejections.csv'), 'utf8')).toBe('obs_value\r\nx\r\n');
  });

  it('refuses a file larger than the limit without reading it on', async () => {
    put('large.csv', 'x'.repeat(101));
    expect((await look()).refused).toEqual([
      { file: 'large.csv', refusedRows: 0, why: expect.stringContaining('文件超过上限') },
    ]);
    expect(imports).toEqual([]);
    expect(JSON.parse(readFileSync(join(root, 'refused/large.csv.report.json'), 'utf8'))).toMatchObject({
      code: 'too-large',
      status: 413,
    });
  });

  it('puts the time into a name that is there already', async () => {
    for (const content of ['one', 'two', 'three']) {
      put('values.csv', content);
      await look();
    }
    expect(list('done').filter((name) => name.endsWith('.csv'))).toEqual([
      'values-20261123T040000Z-2.csv',
      'values-20261123T040000Z.csv',
      'values.csv',
    ]);
    expect(readFileSync(join(root, 'done/values-20261123T040000Z.csv'), 'utf8')).toBe('two');
  });

  it('puts a file back that cannot be imported just now, and goes on with the others', async () => {
    put('a.csv', 'away');
    put('b.csv');
    expect(await look()).toEqual({
      ...nothing,
      imported: 1,
      lastImport: 1,
      failed: ['a.csv：the database is away'],
    });
    expect(list()).toEqual(['a.csv', 'done', 'refused']);
    put('a.csv', 'now');
    expect(await look()).toMatchObject({ imported: 1, failed: [] });
  });

  it('keeps a file that cannot go back because one of its name has come, and takes both next', async () => {
    put('a.csv', 'old');
    await look({
      importFile: () => {
        put('a.csv', 'new');
        return Promise.reject(new Error('the database is away'));
      },
    });
    expect(list()).toEqual(['.working-look-1', 'a.csv', 'done', 'refused']);
    expect(await look()).toMatchObject({ imported: 2 });
    expect(imports.map(({ content }) => content)).toEqual(['old', 'new']);
    expect(list()).toEqual(['done', 'refused']);
  });

  it('takes first what a look that was killed had moved aside', async () => {
    mkdirSync(join(root, '.working-killed'));
    writeFileSync(join(root, '.working-killed', 'left.csv'), 'left');
    put('new.csv');
    expect(await look()).toMatchObject({ imported: 2 });
    expect(named()).toEqual(['left.csv', 'new.csv']);
    expect(list()).toEqual(['done', 'refused']);
  });

  it('leaves a file that changed lately, whatever date it was given, and says that something is left', async () => {
    put('growing.csv');
    utimesSync(join(root, 'growing.csv'), new Date(0), new Date(0));
    expect(await look({}, 3600)).toEqual({ ...nothing, left: true });
    expect(list()).toEqual(['done', 'growing.csv', 'refused']);
    expect(await look({}, 0)).toMatchObject({ imported: 1, left: false });
  });

  it('stops between two files when the process does', async () => {
    put('a.csv');
    put('b.csv');
    expect(await look({ stopping: () => imports.length > 0 })).toMatchObject({ imported: 1, left: true });
    expect(list().filter((name) => name.endsWith('.csv'))).toHaveLength(1);
  });

  it('passes over hidden files, unfinished ones, lock files, folders and links', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'guanzhong-outside-'));
    writeFileSync(join(outside, 'secret.csv'), 'secret');
    for (const name of ['.hidden.csv', '~$年鉴.xlsx', 'a.tmp', 'b.csv.part', 'c.CRDOWNLOAD', 'Thumbs.db'])
      put(name);
    mkdirSync(join(root, 'folder.csv'));
    symlinkSync(join(outside, 'secret.csv'), join(root, 'link.csv'));
    const before = list();
    expect(await look()).toEqual(nothing);
    expect(list()).toEqual([...before, 'done', 'refused'].toSorted());
    rmSync(outside, { recursive: true });
  });

  it('carries nothing out through a done that is a link', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'guanzhong-outside-'));
    symlinkSync(outside, join(root, 'done'));
    put('a.csv');
    await expect(look()).rejects.toThrow('done 是链接');
    expect(readdirSync(outside)).toEqual([]);
    expect(existsSync(join(root, 'a.csv'))).toBe(true);
    rmSync(outside, { recursive: true });
  });

  it('reads names in GB18030, and keeps room for the reports of long ones', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), iconv.encode('统计年鉴.csv', 'gb18030')]), 'gb');
    put(`${'长'.repeat(80)}.csv`, 'bad');
    expect(await look()).toMatchObject({ imported: 1, failed: [] });
    expect(named().toSorted()).toEqual(['统计年鉴.csv', `${'长'.repeat(80)}.csv`].toSorted());
    expect(list('done')).toContain('统计年鉴.csv');
    expect(list('refused').filter((name) => name.endsWith('rejections.csv'))).toEqual([
      `${'长'.repeat(65)}.csv.rejections.csv`,
    ]);
  });

  it('that is gone fails', async () => {
    rmSync(root, { recursive: true });
    await expect(look()).rejects.toThrow('ENOENT');
    mkdirSync(root);
  });
});

describe('folderFault', () => {
  it('finds nothing wrong with a folder that can be used, and leaves nothing in it', async () => {
    expect(await folderFault(root)).toBeNull();
    expect(list()).toEqual([]);
  });

  it.each([
    ['a relative path', () => 'incoming', 'must be an absolute path'],
    ['what is not there', () => join(root, 'none'), 'ENOENT'],
    [
      'a file',
      () => {
        put('file');
        return join(root, 'file');
      },
      'is not a folder',
    ],
  ])('names %s', async (_what, path, fault) => {
    expect(await folderFault(path())).toContain(fault);
  });
});
