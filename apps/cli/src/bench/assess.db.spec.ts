import { jest } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { assess, type Observation } from '#assessment';
import { parseConfiguration, type Configuration } from '#configuration';
import { loadSeeds } from '#ingest';
import { judge, observationOf, targetSpecOf } from '#monitoring';
import { readIndicators, readObservations, readTargets, type Database } from '#storage';
import { dayInZone } from '#time-period';
import { benchmarkFolders } from '../../test/benchmark-folders.js';
import { benchAssess } from './assess.js';
import { withThrowawayDatabase } from './throwaway-database.js';

jest.setTimeout(120_000);

function configuration(): Configuration {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  // An address that nobody answers: the benchmark must not so much as try it.
  const parsed = parseConfiguration({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, root);
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.configuration;
}

it('bench assess sweeps a database of its own, beside a bare query, and leaves nothing', async () => {
  const lines: string[] = [];
  await benchAssess(configuration(), 1200, (line) => lines.push(line));

  const text = lines.join('\n');
  expect(text).toContain('1,200 个样例目标 sample targets on as many series, 144,000 values');
  expect(text).toMatch(/bare query, every value a row, .* 1\.0×\n/);
  expect(text).toMatch(/reading alone, as the sweep reads .*×\n/);
  expect(text).toMatch(/judging alone .*×\n/);
  expect(text).toMatch(/sweep, every verdict new .*× +1,200\n/);
  expect(text).toMatch(/sweep, nothing changed .*× +0\n/);
  // Twelve series were revised; the targets on some of them are past their date.
  expect(text).toMatch(/sweep, one series in a hundred revised .*× +(?:[1-9]|1[0-2])\n/);
  expect(text).toMatch(/判断 Verdicts .*onTrack \d+.*; [\d,]+ with a forecast/);
  expect(text).toMatch(/at its peak, to the end of the sweeps: \d+ MB/);
  expect(text).toMatch(/One series of 1,200: judges 1 target\(s\), records 1, in \d+ ms/);
  expect(await benchmarkFolders()).toEqual([]);
});

/** The seeds' targets judged on rows read one by one, all at once. */
async function judgedAtOnce(database: Database, asOf: Date, timeZone: string) {
  const rows = await readObservations(database.manager, { accumulation: 'period', asOf });
  const indicators = new Map((await readIndicators(database.manager)).map((one) => [one.code, one]));
  const text = (of: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(of).toSorted());
  return (await readTargets(database.manager, { asOf })).map((target) => {
    const observations: Observation[] = rows
      .filter(({ indicator, area }) => indicator === target.indicator && area === target.area)
      .filter(({ breakdown }) => text(breakdown) === text(target.breakdown))
      .map(observationOf);
    const spec = targetSpecOf(target, indicators.get(target.indicator)!);
    return { code: target.code, verdict: assess(spec, observations, dayInZone(asOf, timeZone)) };
  });
}

it('judges the plan as of past and present days as it would be judged from single rows', async () => {
  const { seedsDir, timeZone } = configuration();
  await withThrowawayDatabase(
    () => undefined,
    async ({ database }) => {
      await loadSeeds(database, seedsDir, { now: () => new Date(), timeZone });
      for (const day of ['2019-06-30', '2020-03-01', '2022-01-01', '2026-11-01']) {
        const asOf = new Date(`${day}T12:00:00Z`);
        const judged = await judge(database.manager, { asOf, timeZone });
        expect(judged.map(({ target, verdict }) => ({ code: target.code, verdict }))).toEqual(
          await judgedAtOnce(database, asOf, timeZone),
        );
        expect(judged.length).toBeGreaterThan(100);
      }
    },
  );
});
