import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertRulesFile, alertSettingsFile, readAlertSeeds } from './read-alert-seeds.js';

const shipped = join(process.cwd(), 'seeds');
const organisations = new Set(['guanzhong-leading-group']);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alert-seeds-'));
  for (const file of [alertRulesFile, alertSettingsFile]) await cp(join(shipped, file), join(folder, file));
});
afterEach(() => rm(folder, { recursive: true }));

async function faultsWith(file: string, from: string | RegExp, to: string): Promise<string[]> {
  const text = await readFile(join(folder, file), 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(join(folder, file), changed);
  const read = await readAlertSeeds(folder, organisations);
  if (!('faults' in read)) throw new Error('it was read');
  return read.faults.map(({ file: at, line, field, message }) => `${at}:${line} ${field}: ${message}`);
}

describe('readAlertSeeds', () => {
  it('reads rules and settings, with numbers where numbers belong', async () => {
    const read = await readAlertSeeds(folder, organisations);
    if ('faults' in read) throw new Error(JSON.stringify(read.faults));
    expect(read.rules[2]).toMatchObject({
      name: 'forecast-unlikely',
      condition: { kind: 'forecastBelow', probability: 0.5, recoverAt: 0.6 },
      keepFiring: { releases: 1 },
    });
    expect(read.settings.grouping.repeatSeconds).toBe(604_800);
  });

  it.each([
    ['a rule without a name', alertRulesFile, 'name: slip\n  enabled', 'enabled', /:4 name: is missing/],
    [
      'two rules of one name',
      alertRulesFile,
      'name: missed',
      'name: slip',
      /name: there are two rules named slip/,
    ],
    ['a version', alertRulesFile, 'name: slip', 'name: slip\n  version: 3', /version: /],
    [
      'an unknown place',
      alertRulesFile,
      '由“{{before}}”',
      '由“{{earlier}}”',
      /texts\.zh\.summary: There is no \{\{earlier\}\}/,
    ],
    ['a level that is none', alertRulesFile, 'level: atRisk', 'level: bad', /condition\.level: .*found bad/],
    [
      'an unknown organisation',
      alertSettingsFile,
      'superiors: {}',
      'superiors: { a: b }',
      /escalation\.superiors\.a: there is no organisation a/,
    ],
    [
      'a tree',
      alertSettingsFile,
      'root: null',
      'root: { receiver: desk, groupBy: all, groupWaitSeconds: 0, groupIntervalSeconds: 0, repeatSeconds: never }',
      /root: it names receivers/,
    ],
    [
      'a heartbeat',
      alertSettingsFile,
      'heartbeat: null',
      'heartbeat: { everySeconds: 60, staleAfterSeconds: 60, receivers: [desk] }',
      /heartbeat: it names receivers/,
    ],
    [
      'a worked Monday',
      alertSettingsFile,
      '- 2026-01-04',
      '- 2026-01-05',
      /calendar\.workedWeekends: 2026-01-05 is no Saturday/,
    ],
  ])('names file, line and field of %s', async (_fault, file, from, to, expected) => {
    const faults = await faultsWith(file, from, to);
    expect(faults.join('\n')).toMatch(expected);
    expect(faults.every((fault) => /^alert-(rules|settings)\.yml:\d+ /.test(fault))).toBe(true);
  });

  it('says that a file is missing', async () => {
    await rm(join(folder, alertSettingsFile));
    expect(await readAlertSeeds(folder, organisations)).toEqual({
      faults: [{ file: alertSettingsFile, line: 1, field: '', message: 'this file is missing' }],
    });
  });
});
