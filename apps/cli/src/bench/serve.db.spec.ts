import { jest } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { parseConfiguration } from '#configuration';
import { benchmarkFolders } from '../../test/benchmark-folders.js';
import { benchServe } from './serve.js';

jest.setTimeout(180_000);

it('bench serve asks a service of its own for panels, beside its peers, and leaves nothing', async () => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  // An address that nobody answers: the benchmark must not so much as try it.
  const parsed = parseConfiguration({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, root);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const lines: string[] = [];
  await benchServe(parsed.configuration, { series: 600, seconds: 0.2 }, (line) => lines.push(line));

  const text = lines.join('\n');
  expect(text).toContain('60,000 个样例值 sample values in 600 series');
  expect(text).toMatch(/service, nothing cached +[\d,]+ +[\d.]+× .*\d\n/);
  expect(text).toMatch(/bare query, bare server +[\d,]+ +1\.0× .*\d\n/);
  expect(text).toMatch(/service, repeated +[\d,]+ +[\d.]+× .*\d\n/);
  expect(text).toMatch(/Memory at its peak: service \d+ MB/);
  expect(text).toMatch(/service, nothing cached, a tenth of the values +[\d,]+ /);
  expect(text).toMatch(/p99, nothing cached, ten times as many values: [\d.]+×/);
  expect(await benchmarkFolders()).toEqual([]);
});
