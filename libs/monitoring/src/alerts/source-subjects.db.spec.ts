import type { Rule } from '#alerting';
import {
  endSourceRun,
  claimSource,
  inTransaction,
  nameRefusedFile,
  openSourceIncident,
  readSource,
  removeSource,
  saveSource,
  type Database,
  type NamedSource,
  type SourceRunEnd,
  type Tx,
} from '#storage';
import { insertObservations } from '../../../storage/test/observed.js';
import { createMonitoredDatabase, saveRule, slipRule } from '../../test/monitored-database.js';
import { routes, timeZone } from '../../test/routes-plan.js';
import { putSource } from './put-source.js';
import { readSourceSubjects, silentDays } from './source-subjects.js';

const start = new Date('2026-11-01T04:00:00Z');
const at = (text: string) => new Date(`${text}Z`);
const bureau: NamedSource = {
  name: 'bureau',
  kind: 'folder',
  path: '/srv/bureau',
  quietSeconds: 10,
  cron: '@daily',
  organisation: 'xian-government',
  onError: 'reject',
  silentAfterDays: 30,
  enabled: true,
};
const nothingNew: SourceRunEnd = {
  outcome: 'nothingNew',
  error: null,
  broughtNew: false,
  lastImport: null,
  content: null,
  again: false,
};

const refused: Rule = { ...slipRule('refused', 'offTrack'), condition: { kind: 'importRefused' } };
const silent: Rule = {
  ...slipRule('silent', 'offTrack', { noDataFor: { sweeps: 1 } }),
  condition: { kind: 'sourceSilent' },
};

let database: Database;
let drop: () => Promise<void>;
beforeEach(async () => {
  ({ database, drop } = await createMonitoredDatabase());
  await change((tx) => saveSource(tx, bureau, start));
});
afterEach(() => drop());

const change = (work: (tx: Tx) => Promise<unknown>) => inTransaction(database, work);

/** A look that ended so. */
async function look(now: Date, end: Partial<SourceRunEnd>): Promise<void> {
  const { claimedUntil } = await readSource(database.manager, 'bureau');
  const claim = { name: 'bureau', run: now.toISOString(), now };
  expect(await claimSource(database, { ...claim, claimedUntil, leaseSeconds: 60 })).toBe(true);
  await change((tx) => endSourceRun(tx, claim, { ...nothingNew, ...end }));
}

/** What a rule is to know of the source. */
async function facts(rule: Rule, now: Date) {
  const [subject] = await readSourceSubjects(database.manager, { now, timeZone, names: ['bureau'] });
  return subject?.facts(rule);
}

const put = (now: Date) => change((tx) => putSource(tx, 'bureau', { now, timeZone }));

async function alerts(): Promise<string[]> {
  const rows: { text: string }[] = await database.query(
    `select concat_ws(' ', rule, subject, about, state) as text from alert order by id`,
  );
  return rows.map(({ text }) => text);
}

it('is labelled by its name and its organisation, if it has one', async () => {
  await change((tx) => saveSource(tx, { ...bureau, name: 'other', organisation: null }, start));
  expect(await readSourceSubjects(database.manager, { now: start, timeZone })).toMatchObject([
    {
      kind: 'source',
      code: 'bureau',
      labels: { source: 'bureau', organisation: 'xian-government' },
      names: { organisation: { zh: '西安市政府' } },
    },
    { code: 'other', labels: { source: 'other' }, names: {} },
  ]);
});

it('is not there while it is disabled', async () => {
  await change((tx) => saveSource(tx, { ...bureau, enabled: false }, start));
  expect(await readSourceSubjects(database.manager, { now: start, timeZone })).toEqual([]);
});

it('has a refused file until another lands', async () => {
  expect(await facts(refused, start)).toEqual({ of: 'importRefused', last: null });
  await look(at('2026-11-02T04:00'), { outcome: 'refused', error: 'a.csv：3 处不合要求' });
  await change((tx) => openSourceIncident(tx, { source: 'bureau', kind: 'refused', startsAt: start }));
  expect(await facts(refused, start)).toEqual({
    of: 'importRefused',
    last: { refused: true, file: null, refusedRows: 0, why: null },
  });
  for (const file of ['a.csv', 'b.csv'])
    await change((tx) => nameRefusedFile(tx, 'bureau', { file, refusedRows: 2, why: '3 处不合要求' }));
  // A look that brought nothing has nothing to say of it.
  await look(at('2026-11-03T04:00'), {});
  expect(await facts(refused, start)).toEqual({
    of: 'importRefused',
    last: { refused: true, file: 'b.csv', refusedRows: 2, why: '3 处不合要求' },
  });
  const { importId } = await insertObservations(database, [routes('2019', '88', '2020-02-17')]);
  await database.query(`update import set state = 'applied', rows_rejected = 0 where id = $1`, [importId]);
  await look(at('2026-11-04T04:00'), { outcome: 'imported', broughtNew: true, lastImport: importId });
  await database.query('update import_source_incident set ends_at = now()');
  expect(await facts(refused, start)).toEqual({
    of: 'importRefused',
    last: { refused: false, file: 'spec.csv', refusedRows: 0, why: null },
  });
});

it('is silent since something new came last', async () => {
  const now = at('2026-12-02T04:00');
  const common = { of: 'sourceSilent', silentAfterDays: 30 };
  expect(await facts(silent, now)).toEqual({ ...common, silentDays: 31, lastNew: null });
  await look(at('2026-11-20T20:00'), { outcome: 'imported', broughtNew: true });
  // In Xi'an it was the 21st.
  expect(await facts(silent, now)).toEqual({ ...common, silentDays: 11, lastNew: '2026-11-21' });
});

it.each([
  ['2026-11-01T15:59', 0],
  ['2026-11-01T16:00', 1],
  ['2026-12-01T16:00', 31],
  ['2026-10-01T00:00', 0],
])('counts days of silence by the calendar: at %s %s', (now, days) => {
  expect(silentDays({ watchedSince: start, lastNewAt: null }, { now: at(now), timeZone })).toBe(days);
  const watchedAgain = { watchedSince: start, lastNewAt: at('2020-01-01T00:00') };
  expect(silentDays(watchedAgain, { now: at(now), timeZone })).toBe(days);
});

it('cannot be told to be silent while it cannot be looked at', async () => {
  await look(at('2026-11-02T04:00'), { outcome: 'failed', error: '服务器回答 500' });
  expect(await facts(silent, at('2026-11-02T04:00'))).toMatchObject({ of: 'sourceSilent' });
  await change((tx) => openSourceIncident(tx, { source: 'bureau', kind: 'failing', startsAt: start }));
  expect(await facts(silent, at('2026-11-02T04:00'))).toEqual({ of: 'error', why: '服务器回答 500' });
  expect(await facts(refused, at('2026-11-02T04:00'))).toMatchObject({ of: 'importRefused' });
});

it('is put to the rules on its own, and what is open of it ends when it is gone', async () => {
  await saveRule(database, silent);
  await put(at('2026-12-01T15:59'));
  expect(await alerts()).toEqual([]);
  await put(at('2026-12-01T16:00'));
  await put(at('2026-12-01T16:01'));
  expect(await alerts()).toEqual(['silent source/bureau condition firing']);
  await change((tx) => removeSource(tx, 'bureau'));
  await put(at('2026-12-01T16:02'));
  expect(await alerts()).toEqual(['silent source/bureau condition resolved']);
});

it('is told of when it fails for as long as the rule asks, and to be well again', async () => {
  await saveRule(database, silent);
  await change((tx) => openSourceIncident(tx, { source: 'bureau', kind: 'failing', startsAt: start }));
  await put(at('2026-11-02T04:00'));
  expect(await alerts()).toEqual([]);
  await put(at('2026-11-02T04:01'));
  expect(await alerts()).toEqual(['silent source/bureau error firing']);
  await database.query('update import_source_incident set ends_at = now()');
  await put(at('2026-11-02T04:02'));
  expect(await alerts()).toEqual(['silent source/bureau error resolved']);
});
