import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, readImports, readTargets, type Database } from '#storage';
import { createTestDatabase, type TestDatabase } from '../../../storage/test/test-database.js';
import { loadSeedsOnce, observationsFile } from './load-seeds.js';

let test: TestDatabase;
let database: Database;
let folder: string;

beforeEach(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-plan-'));
  await cp(join(process.cwd(), 'seeds'), folder, { recursive: true });
});
afterEach(async () => {
  await database.destroy();
  await test.drop();
  await rm(folder, { recursive: true });
});

const load = () =>
  loadSeedsOnce(database, folder, { now: () => new Date('2026-11-23T04:00:00Z'), timeZone: 'Asia/Shanghai' });
const inFolder = (file: string) => join(folder, file);

describe('a plan of which no value is known yet', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['has no file of values', () => rm(inFolder(observationsFile))],
    ['has a file with nothing below its header', () => leaveLines(1)],
    ['has an empty file', () => writeFile(inFolder(observationsFile), '\n')],
  ])('%s: it is loaded once, and what administrators change stays at the next start', async (_how, empty) => {
    await empty();
    const loaded = await load();
    expect(loaded).toMatchObject({ targets: 152, observations: 0, report: null });
    expect(await readTargets(database.manager)).toHaveLength(152);
    expect(await readImports(database.manager, 10)).toEqual([]);
    expect(await load()).toBeNull();
  });
});

it('says that the plan was loaded when its values are refused, and loads them once they are mended', async () => {
  const whole = await readFile(inFolder(observationsFile), 'utf8');
  await writeFile(inFolder(observationsFile), `${whole.trimEnd()}\nno_such_indicator${','.repeat(10)}\n`);
  await expect(load()).rejects.toMatchObject({
    message: expect.stringMatching(/规划已载入，数值没有载入 .*\n.*observations\.csv:\d+ \w+: .*no_such/),
  });
  expect(await readTargets(database.manager)).toHaveLength(152);
  await writeFile(inFolder(observationsFile), whole);
  expect(await load()).toMatchObject({ observations: 227 });
  expect(await load()).toBeNull();
});

async function leaveLines(count: number): Promise<void> {
  const text = await readFile(inFolder(observationsFile), 'utf8');
  await writeFile(inFolder(observationsFile), `${text.split('\n').slice(0, count).join('\n')}\n`);
}
