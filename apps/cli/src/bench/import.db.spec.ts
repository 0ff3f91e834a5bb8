import { jest } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseConfiguration } from '#configuration';
import { benchImport } from './import.js';

jest.setTimeout(60_000);

const leftovers = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('guanzhong-bench-'));

it('bench import lands, repeats, revises and checks a file on a database of its own and leaves nothing', async () => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  // An address that nobody answers: the benchmark must not so much as try it.
  const parsed = parseConfiguration({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, root);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const before = await leftovers();
  const lines: string[] = [];
  await benchImport(parsed.configuration, 500, (line) => lines.push(line));

  const text = lines.join('\n');
  expect(text).toMatch(/^500 /);
  expect(text).toMatch(/import, all new \(applied: 500 \+ 0 \+ 0\) .*\d× .*\d× .*MB/);
  expect(text).toContain('import, all unchanged (applied: 0 + 0 + 500)');
  expect(text).toContain('import, one in ten revised (applied: 0 + 50 + 450)');
  expect(text).toContain('dry run, one in ten revised (validated: 0 + 50 + 450)');
  expect(text).toContain('too short to tell');
  expect((await leftovers()).filter((name) => !before.includes(name))).toEqual([]);
});
