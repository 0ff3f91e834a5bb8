import { createTestDatabase, type TestDatabase } from '../../test/test-database.js';
import { rolledBack } from '../../test/rolled-back.js';
import {
  beatImport,
  beginImport,
  inTransaction,
  openDatabase,
  readFreshness,
  type Database,
  type Tx,
} from '../index.js';

/** What panels show something of, be it of the present or the past. */
const shown = [
  'alert',
  'area',
  'assessment',
  'breakdown_value',
  'import',
  'import_rejection',
  'indicator',
  'indicator_task',
  'observation',
  'observation_vintage',
  'organisation',
  'plan',
  'plan_section',
  'plan_task',
  'series',
  'target',
  'target_milestone',
  'task_organisation',
  'undone_vintage',
];

/** What none shows anything of. A table that panels come to read belongs above, and is watched by its migration. */
const notShown = [
  'alert_event',
  'alert_life',
  'account',
  'alert_rule',
  'alert_rule_version',
  'alert_settings_version',
  'api_token',
  'audit_entry',
  'data_change',
  'data_version',
  'delivery',
  'delivery_alert',
  'delivery_attempt',
  'import_profile',
  'import_source',
  'import_source_incident',
  'indicator_version',
  'known_device',
  'log_in_attempt',
  'migration',
  'notification_due',
  'notification_group',
  'observation_change',
  'observation_repeat',
  'observation_staging',
  'organisation_version',
  'progress_evidence',
  'progress_report',
  'project',
  'project_area',
  'project_organisation',
  'project_stage',
  'receiver',
  'schedule_slot',
  'session',
  'silence',
];

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = await openDatabase(test.url);
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

const version = async () => (await readFreshness(database, [], new Date())).version;

async function changes(work: (tx: Tx) => Promise<unknown>): Promise<boolean> {
  const before = await version();
  await inTransaction(database, work);
  return (await version()) !== before;
}

/** A statement of each kind that may write to a table; none of them finds a row. */
async function writesTo(table: string): Promise<string[]> {
  const [{ column }]: [{ column: string }] = await database.query(
    `select column_name as column from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position limit 1`,
    [table],
  );
  return [
    `insert into "${table}" select * from "${table}" where false`,
    `delete from "${table}" where false`,
    ...(table === 'import' ? [] : [`update "${table}" set "${column}" = "${column}" where false`]),
    `truncate "${table}" cascade`,
  ];
}

describe('the version of the data', () => {
  it('is declared for every table there is', async () => {
    const rows: { name: string }[] = await database.query(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([...shown, ...notShown].toSorted());
  });

  it.each(shown)('is another one after any write to %s', async (table) => {
    for (const statement of await writesTo(table))
      expect({ statement, changes: await changes((tx) => tx.query(statement)) }).toEqual({
        statement,
        changes: true,
      });
  });

  it.each(notShown.filter((table) => !['data_change', 'data_version', 'migration'].includes(table)))(
    'stays through a write to %s',
    async (table) => {
      // Truncating would cascade to a table that is shown.
      const statements = (await writesTo(table)).filter((statement) => !statement.startsWith('truncate'));
      for (const statement of statements) expect(await changes((tx) => tx.query(statement))).toBe(false);
    },
  );

  it('changes with an import, but not with the signs of life that a running one gives', async () => {
    let id = 0;
    const begins = await changes(async (tx) => {
      id = await beginImport(tx, {
        createdAt: new Date('2026-01-01'),
        uploadedBy: 'test',
        dryRun: false,
        onError: 'reject',
        file: { name: 'a.csv', bytes: 1, sha256: '' },
      });
    });
    const progress = { id, state: 'running', step: 'reading', bytesRead: 1, bytes: 2 } as never;
    const lives = await changes(() => beatImport(database.manager, progress, new Date('2026-01-02')));
    const ends = await changes((tx) => tx.query(`update import set state = 'applied' where id = $1`, [id]));
    expect({ begins, lives, ends }).toEqual({ begins: true, lives: false, ends: true });
  });

  it('stays when the transaction is taken back, or the savepoint that wrote', async () => {
    const write = 'delete from observation where false';
    const before = await version();
    await rolledBack(database, async (tx) => void (await tx.query(write)));
    expect(await version()).toBe(before);
    expect(
      await changes(async (tx) => {
        await tx.query('savepoint s');
        await tx.query(write);
        await tx.query('rollback to savepoint s');
      }),
    ).toBe(false);
    // What is written after the savepoint was taken back counts again.
    expect(
      await changes(async (tx) => {
        await tx.query('savepoint s');
        await tx.query(write);
        await tx.query('rollback to savepoint s');
        await tx.query(write);
      }),
    ).toBe(true);
  });

  it('is seen together with what was written, not before', async () => {
    const before = await version();
    await inTransaction(database, async (tx) => {
      await tx.query('delete from observation where false');
      expect(await version()).toBe(before);
    });
    expect(await version()).not.toBe(before);
  });

  it('makes no writer wait for another that has not ended', async () => {
    const [first, second] = [database.createQueryRunner(), database.createQueryRunner()];
    try {
      await first.startTransaction();
      await second.startTransaction();
      await first.query('delete from observation where false');
      await second.query(`set local lock_timeout = '5s'`);
      await second.query('delete from area where false');
      await second.commitTransaction();
      await first.commitTransaction();
    } finally {
      await first.release();
      await second.release();
    }
  });

  it('is drawn once however many statements write, and leaves nothing behind', async () => {
    await changes(async (tx) => {
      for (let time = 0; time < 3; time += 1) await tx.query('delete from observation where false');
      const [{ count }]: [{ count: number }] = await tx.query('select count(*)::int from data_change');
      expect(count).toBe(1);
    });
    const [{ count }]: [{ count: number }] = await database.query('select count(*)::int from data_change');
    expect(count).toBe(0);
  });

  it('is of one row for good', async () => {
    await expect(database.query('insert into data_version values (gen_random_uuid())')).rejects.toThrow(
      /data_version_one/,
    );
  });
});
