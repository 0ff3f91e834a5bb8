import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfiguration } from '#configuration';
import { openDatabase, readTargets, type Database } from '#storage';
import { createTestDatabase, type TestDatabase } from '../../../libs/storage/test/test-database.js';
import { seed } from './seed.js';

let test: TestDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-seed-'));
  await cp(join(process.cwd(), 'seeds'), folder, { recursive: true });
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
  await rm(folder, { recursive: true });
});

async function seeded(): Promise<string> {
  const parsed = parseConfiguration({}, process.cwd());
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const lines: string[] = [];
  const now = () => new Date('2026-11-23T04:00:00Z');
  await seed({ database, configuration: parsed.configuration, now }, folder, (line) => lines.push(line));
  return lines.join('\n');
}

it('guanzhong seed says what was loaded, and of which targets to take note', async () => {
  const said = await seeded();
  expect(said).toMatch(/已写入 Written: .*targets 152/);
  const minded = said.split('\n').filter((line) => line.startsWith('请留意 Mind: '));
  expect(minded.map((line) => line.split(' ')[2])).toEqual([
    'apple-industry-value-2035:',
    'rail-travel-time-beijing-2035:',
    'rail-travel-time-zhengzhou-2035:',
  ]);
  expect(minded[2]).toContain('is beyond at most 180 already');
});

it('a folder whose targets set thresholds of their own makes new versions of these', async () => {
  const file = join(folder, 'targets.yml');
  const text = await readFile(file, 'utf8');
  const own = '  method: growthRatio\n  thresholds: { onTrack: 0.8, atRisk: 0.50, offTrack: 0 }\n';
  await writeFile(file, text.replace('  method: growthRatio\n', own));
  expect(await seeded()).toMatch(/Written: targets 1\n/);
  const changed = (await readTargets(database.manager)).filter(({ version }) => version === 2);
  expect(changed.map(({ method, thresholds }) => ({ method, thresholds }))).toEqual([
    { method: 'growthRatio', thresholds: { onTrack: 0.8, atRisk: 0.5, offTrack: 0 } },
  ]);
  expect(await seeded()).toMatch(/规划没有变化/);
});
