import { fileURLToPath } from 'node:url';
import { parseConfiguration } from '#configuration';
import { fuzzImport } from './import.js';

it('fuzz import tries files for as long as it is told, finds what happened to them and sees no failure', async () => {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  // An address that nobody answers: it must not so much as try it.
  const parsed = parseConfiguration({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, root);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const lines: string[] = [];
  const files = `${root}libs/ingest/test/fixtures`;
  const good = await fuzzImport(parsed.configuration, { files, minutes: 0.05, seed: 5 }, (line) =>
    lines.push(line),
  );
  expect(lines[0]).toContain('Seed 5');
  expect(lines.at(-1)).toMatch(/rejected \d+.* 0 failures, seed 5/);
  expect(good).toBe(true);
});
