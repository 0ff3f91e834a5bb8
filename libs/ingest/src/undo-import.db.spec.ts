import { setTimeout as delay } from 'node:timers/promises';
import type { ImportReport } from '#contract';
import { undoImport } from '#ingest';
import { readImport, readObservations, readVintages, type Caller, type Database } from '#storage';
import { parseAsOf } from '#time-period';
import { admin, countRows, importContent, timeZone } from '../test/import-content.js';
import { openSampleDatabase, type SampleDatabase } from '../test/sample-database.js';

let sample: SampleDatabase;
let database: Database;

beforeAll(async () => {
  sample = await openSampleDatabase();
  ({ database } = sample);
});
afterEach(async () => {
  await sample.forgetImports();
  await database.query('truncate undone_vintage');
});
afterAll(() => sample.close());

const now = new Date('2026-03-20T02:00:00Z');
const uploader: Caller = { name: 'bureau', role: 'uploader', organisation: null };

const header = 'indicator,ref_area,time_period,obs_value,released_on\n';
const upload = (rows: string, options: Parameters<typeof importContent>[3] = {}): Promise<ImportReport> =>
  importContent(database, sample.folder, header + rows, options);
const undo = (importId: number, { dryRun = false, caller = admin } = {}) =>
  undoImport(database, { importId, dryRun }, { caller, now, timeZone });

async function valuesOf(indicator: string, asOf?: string): Promise<string[]> {
  const instant = asOf === undefined ? undefined : parseAsOf(asOf, timeZone);
  const rows = await readObservations(database, {
    indicators: [indicator],
    ...(instant && { asOf: instant }),
  });
  return rows.map(({ value }) => value);
}

/** What is known and was known, as anyone reads it. */
const history = async () =>
  (await readVintages(database, {})).map(
    ({ indicator, value, status, knownFrom, knownTo, comment, importId }) => ({
      content: { indicator, value, status, knownFrom, knownTo, comment },
      importId,
    }),
  );
const contents = async () => (await history()).map(({ content }) => content);

/** The first quarter of 2014 in the three releases of the US Bureau of Economic Analysis, as ALFRED keeps them. */
const releases = ['17149.6,2014-04-30', '17101.3,2014-05-29', '17016.0,2014-06-25'];

describe('the third release of US GDP, taken back', () => {
  async function threeFiles(): Promise<number[]> {
    const ids: number[] = [];
    for (const release of releases) {
      const [value, releasedOn] = release.split(',');
      ids.push((await upload(`us_gdp,us,2014-Q1,${value},${releasedOn}\n`)).id);
    }
    return ids;
  }

  it('leaves the second in force, and each day before what was known on it', async () => {
    const ids = await threeFiles();
    expect(await valuesOf('us_gdp')).toEqual(['17016.0']);
    expect(await undo(ids[2]!)).toEqual({
      import: ids[2],
      dryRun: false,
      removed: 1,
      restored: 1,
      emptied: 0,
      warnings: [],
      verdictChanges: [],
    });
    expect(await valuesOf('us_gdp')).toEqual(['17101.3']);
    expect(await valuesOf('us_gdp', '2014-04-29')).toEqual([]);
    expect(await valuesOf('us_gdp', '2014-04-30')).toEqual(['17149.6']);
    expect(await valuesOf('us_gdp', '2014-05-29')).toEqual(['17101.3']);
    expect(await valuesOf('us_gdp', '2014-06-25')).toEqual(['17101.3']);
  });

  it('comes back as it was when its file is sent again', async () => {
    const ids = await threeFiles();
    const before = await contents();
    await undo(ids[2]!);
    expect((await upload('us_gdp,us,2014-Q1,17016.0,2014-06-25\n')).rows).toMatchObject({ revised: 1 });
    expect(await contents()).toEqual(before);
  });

  it('and the two before it, leave nothing known, whatever the order in which they go', async () => {
    const ids = await threeFiles();
    for (const id of [ids[1]!, ids[2]!, ids[0]!]) await undo(id);
    expect(await history()).toEqual([]);
  });
});

describe('an import that is taken back', () => {
  const routes = (value: number) => `international_routes,610100,2019,${value},2020-03-01\n`;

  it('says which verdicts it changes, records them as its own doing and says who did it', async () => {
    await upload('international_routes,610100,2018,66,2019-03-01\n');
    const { id, verdictChanges } = await upload('international_routes,610100,2020,112,2021-03-01\n');
    const { from, to } = verdictChanges[0]!;
    const report = await undo(id, { caller: { ...admin, name: 'chief' } });
    expect(report.verdictChanges).toEqual([{ target: 'international-routes-2020', from: to, to: from }]);
    const [last] = await database.query(
      'select cause, import_id, previous_status, status from assessment order by id desc limit 1',
    );
    expect(last).toEqual({ cause: 'undo', import_id: id, previous_status: to, status: from });
    expect(await readImport(database.manager, id)).toMatchObject({
      state: 'undone',
      undone: { by: 'chief' },
      verdictChanges,
    });
    const recorded = `select who, action, subject, details, at from audit_entry where action = 'undo' and subject = $1`;
    expect(await database.query(recorded, [`import ${id}`])).toEqual([
      {
        who: 'chief',
        action: 'undo',
        subject: `import ${id}`,
        details: { removed: 1, restored: 0, emptied: 1 },
        at: now,
      },
    ]);
  });

  it('keeps the history of verdicts as it was recorded', async () => {
    const { id } = await upload(routes(88));
    const before = await database.query('select * from assessment order by id');
    await undo(id);
    expect((await database.query('select * from assessment order by id')).slice(0, before.length)).toEqual(
      before,
    );
  });

  it('does none of it in a dry run, and says the same', async () => {
    await upload(routes(73));
    const { id } = await upload(routes(88), { at: '2026-03-16T02:00:00Z' });
    const before = [await history(), await countRows(database), await readImport(database.manager, id)];
    const would = await undo(id, { dryRun: true });
    expect([await history(), await countRows(database), await readImport(database.manager, id)]).toEqual(
      before,
    );
    expect(await undo(id)).toEqual({ ...would, dryRun: false });
  });

  it('warns of later files whose values were known already, since those were not stored again', async () => {
    const { id } = await upload(routes(88));
    const later = await upload(`${routes(88)}rd_intensity,610000,2019,2.3,\n`);
    const { warnings } = await undo(id);
    expect(warnings).toEqual([
      {
        line: 0,
        code: 'later-imports',
        message: expect.stringContaining(`第 ${later.id} 次（upload.csv，1 行）`),
      },
    ]);
    expect(await valuesOf('international_routes')).toEqual([]);
    expect(await valuesOf('rd_intensity')).toEqual(['2.3']);
    // What the warning asks for.
    await upload(`${routes(88)}rd_intensity,610000,2019,2.3,\n`);
    expect(await valuesOf('international_routes')).toEqual(['88']);
  });

  it('that brought nothing new takes nothing with it', async () => {
    await upload(routes(88));
    const { id } = await upload(routes(88));
    expect(await undo(id)).toMatchObject({ removed: 0, restored: 0, emptied: 0, warnings: [] });
    expect(await valuesOf('international_routes')).toEqual(['88']);
  });
});

describe('an undo is refused', () => {
  it('when there is no such import', async () => {
    await expect(undo(987_654)).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each([
    ['was refused', 'us_gdp,us,2014-Q1,many,\n', {}],
    ['was a dry run', 'us_gdp,us,2014-Q1,1,\n', { dryRun: true }],
  ])('when the import %s', async (english, rows, options) => {
    const { id } = await upload(rows, options);
    await expect(undo(id)).rejects.toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining(english),
    });
  });

  it('the second time, also when both are asked for at once', async () => {
    const { id } = await upload('us_gdp,us,2014-Q1,1,\n');
    const answers = await Promise.allSettled([undo(id), undo(id)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(undo(id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it("to an uploader of somebody else's import, not of an own one", async () => {
    const others = await upload('us_gdp,us,2014-Q1,1,\n');
    const own = await upload('us_gdp,us,2014-Q2,1,\n', { caller: uploader });
    await expect(undo(others.id, { caller: uploader })).rejects.toMatchObject({ code: 'not-permitted' });
    expect(await undo(own.id, { caller: uploader })).toMatchObject({ removed: 1 });
  });
});

it('an undo whose process dies on the way has changed nothing', async () => {
  await upload('us_gdp,us,2014-Q1,1,2014-04-30\n');
  const { id } = await upload('us_gdp,us,2014-Q1,2,2014-05-29\n');
  const before = await history();
  const holder = database.createQueryRunner();
  await holder.startTransaction();
  try {
    // It waits here at its last step but the commit; then its connection ends, as a killed process's does.
    await holder.query('lock table audit_entry in exclusive mode');
    const answer = undo(id).then(
      () => 'done',
      () => 'died',
    );
    const waiting = `select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into audit_entry%'`;
    let blocked: { pid: number }[] = [];
    while (blocked.length === 0) {
      blocked = await database.query(waiting);
      await delay(20);
    }
    await database.query('select pg_terminate_backend($1)', [blocked[0]!.pid]);
    expect(await answer).toBe('died');
  } finally {
    await holder.rollbackTransaction();
    await holder.release();
  }
  expect(await history()).toEqual(before);
  expect(await readImport(database.manager, id)).toMatchObject({ state: 'applied', undone: null });
  expect(await undo(id)).toMatchObject({ removed: 1, restored: 1 });
});
