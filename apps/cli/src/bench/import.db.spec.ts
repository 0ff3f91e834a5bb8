import { jest } from '@jest/globals';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseConfiguration } from '#configuration';
import { benchImport } from './import.js';

jest.setTimeout(120_000);

let folder: string;
let usual: string | undefined;

// A folder of its own for what is written on the way: other benchmarks may run beside this one.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-'));
  // A root's Postgres runs as another user and must be able to pass through.
  await chmod(folder, 0o755);
  usual = process.env.TMPDIR;
  process.env.TMPDIR = folder;
});
afterAll(async () => {
  if (usual === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usual;
  await rm(folder, { recursive: true });
});

it('bench import uploads a file to a service and a database of its own, beside its peers, and leaves nothing', async () => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  // An address that nobody answers: the benchmark must not so much as try it.
  const parsed = parseConfiguration({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, root);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const lines: string[] = [];
  await benchImport(parsed.configuration, 500, (line) => lines.push(line));

  const text = lines.join('\n');
  expect(text).toMatch(/^500 /);
  expect(text).toMatch(/COPY into a table with the same key +[\d,]+ +1\.0× .* 3\n/);
  expect(text).toMatch(/upload, all new, empty database \(500 \+ 0 \+ 0\) .*\d× .* 3\n/);
  expect(text).toContain('upload, all new, filled database (500 + 0 + 0)');
  expect(text).toContain('upload, the same file again (0 + 0 + 500)');
  expect(text).toContain('upload, one in ten revised (0 + 50 + 450)');
  expect(text).toContain('dry run, one in ten revised (0 + 50 + 450)');
  expect(text).toMatch(/An upload of new rows runs at/);
  expect(text).toContain('too short to tell');
  expect(await readdir(folder)).toEqual([]);
});
