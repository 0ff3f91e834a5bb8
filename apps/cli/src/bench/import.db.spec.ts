import { jest } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { parseConfiguration } from '#configuration';
import { benchmarkFolders } from '../../test/benchmark-folders.js';
import { benchImport } from './import.js';

jest.setTimeout(120_000);

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
  expect(await benchmarkFolders()).toEqual([]);
});
