import { appendFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importFile, rejectionsCsv } from '#ingest';
import { openDatabase, readImport, readObservations, type Database } from '#storage';
import { admin, countRows, importContent, timeZone } from '../test/import-content.js';
import { openSampleDatabase, textOf, type SampleDatabase } from '../test/sample-database.js';

let sample: SampleDatabase;
let database: Database;
let folder: string;

beforeAll(async () => {
  sample = await openSampleDatabase();
  ({ database, folder } = sample);
});
afterEach(() => sample.forgetImports());
afterAll(() => sample.close());

const header = 'indicator,ref_area,time_period,obs_value,released_on,comment\n';

describe('many rows', () => {
  const day = (index: number) => new Date(Date.UTC(1980, 0, 1 + index)).toISOString().slice(0, 10);
  const rows = (from: number, to: number, comment: string) =>
    Array.from({ length: to - from }, (_, index) => {
      const i = from + index;
      const area = ['610100', '610300', '610000'][i % 3];
      return `international_routes,${area},${day(Math.floor(i / 3))},${i},,${comment}\n`;
    }).join('');

  it('50,000 rows pass through without being kept in memory', async () => {
    const path = join(folder, 'many-rows.csv');
    const comment = 'x'.repeat(1000);
    await writeFile(path, header);
    for (let from = 0; from < 50_000; from += 1000) await appendFile(path, rows(from, from + 1000, comment));
    const { size } = await stat(path);

    const start = process.memoryUsage().heapUsed;
    let peak = start;
    let calls = 0;
    const shares: number[] = [];
    const report = await importFile(
      database,
      { path, name: 'many-rows.csv', bytes: size, sha256: '', dryRun: false, onError: 'reject' },
      {
        caller: admin,
        now: () => new Date('2026-03-15T02:00:00Z'),
        timeZone,
        onProgress: ({ phase, share }) => {
          calls += 1;
          if (phase === 'reading') shares.push(share);
          peak = Math.max(peak, process.memoryUsage().heapUsed);
        },
      },
    );
    expect(report).toMatchObject({ state: 'applied', rows: { read: 50_000, inserted: 50_000 } });
    expect(calls).toBeGreaterThan(100);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBeLessThan(0.1);
    expect(shares.at(-1)).toBe(1);
    expect(peak - start).toBeLessThan(0.75 * size);
  }, 60_000);

  it('a file whose rows are all of one period is refused, each row naming some of the others', async () => {
    const text =
      header + Array.from({ length: 5000 }, (_, i) => `international_routes,610100,2018,${i},,\n`).join('');
    const report = await importContent(database, folder, text);
    expect(report).toMatchObject({ state: 'rejected', rejectionCount: 5000 });
    expect(report.rejections[0]?.message).toContain('等 4999 行');
  });

  it('a large file after a small one takes no longer than it should', async () => {
    await importContent(database, folder, header + rows(0, 1, ''));
    const report = await importContent(database, folder, header + rows(0, 20_000, ''));
    expect(report.rows).toMatchObject({ inserted: 19_999, unchanged: 1 });
  }, 30_000);

  it('refused rows by the thousand are all kept, the report shows the first thousand', async () => {
    const text = header + rows(0, 3000, '').replaceAll('international_routes', 'nothing');
    const report = await importContent(database, folder, text);
    expect(report).toMatchObject({ state: 'rejected', rejectionCount: 3000, rows: { rejected: 3000 } });
    expect(report.rejections).toHaveLength(1000);
    const csv = await textOf(rejectionsCsv(database.manager, report.id));
    expect(csv.trimEnd().split('\r\n')).toHaveLength(3001);
  });
});

describe('imports that meet', () => {
  const routes = `${header}international_routes,610100,2018,64,,\ninternational_routes,610100,2019,88,,\n`;

  it('two at once, from two processes, end as one after the other', async () => {
    const other = await openDatabase(sample.url);
    try {
      const reports = await Promise.all([
        importContent(database, folder, routes),
        importContent(other, folder, routes),
      ]);
      const inserted = reports.map((report) => report.rows.inserted).toSorted();
      expect(inserted).toEqual([0, 2]);
      expect(reports.map((report) => report.state)).toEqual(['applied', 'applied']);
    } finally {
      await other.destroy();
    }
  });

  it('more at once than there are connections all get through', async () => {
    const narrow = await openDatabase(sample.url, { poolSize: 2 });
    try {
      const faulty = `${routes}nothing,610100,2018,1,,\n`;
      const reports = await Promise.all(
        Array.from({ length: 8 }, () => importContent(narrow, folder, faulty, { onError: 'skip' })),
      );
      expect(reports.every((report) => report.state === 'applied' && report.rejectionCount === 1)).toBe(true);
    } finally {
      await narrow.destroy();
    }
  });
});

describe('an import that cannot go on', () => {
  it('leaves nothing, is marked failed, and the next one works', async () => {
    const before = await countRows(database);
    const routes = `${header}international_routes,610100,2018,64,,\n`;
    let importId = 0;
    await expect(
      importContent(database, folder, routes, {
        onBegun: (id) => (importId = id),
        onProgress: ({ rowsRead }) => {
          if (rowsRead > 0) throw new Error('stop here');
        },
      }),
    ).rejects.toThrow('stop here');
    expect(await countRows(database)).toEqual(before);
    expect(await readImport(database.manager, importId)).toMatchObject({ state: 'failed' });
    expect((await readImport(database.manager, importId)).failure).toContain('没有写入任何数据');
    expect(await importContent(database, folder, routes)).toMatchObject({ state: 'applied' });
  });

  it.each(['waiting', 'reading', 'merging', 'judging'] as const)(
    'leaves nothing when it is cancelled while %s, and the next one works',
    async (phase) => {
      const day = (index: number) => new Date(Date.UTC(1980, 0, 1 + index)).toISOString().slice(0, 10);
      const row = (index: number) => `international_routes,610100,${day(index % 9000)},64,,\n`;
      const text = header + Array.from({ length: 20_000 }, (_, index) => row(index)).join('');
      await importContent(database, folder, header + row(0));
      const before = await countRows(database);
      const stop = new AbortController();
      const report = await importContent(database, folder, text, {
        signal: stop.signal,
        onProgress: (progress) => {
          if (progress.phase === phase) stop.abort();
        },
      });
      expect(report).toMatchObject({ state: 'cancelled', rows: { inserted: 0, revised: 0 } });
      expect(await countRows(database)).toEqual(before);
      expect((await importContent(database, folder, text)).rows).toMatchObject({
        inserted: 8999,
        unchanged: 1,
        duplicate: 11_000,
      });
    },
  );

  it('says so when Postgres ends its connection in the middle of the file', async () => {
    let importId = 0;
    let ending: Promise<unknown> | undefined;
    const text = header + 'international_routes,610100,2018,64,,\n'.repeat(50_000);
    await expect(
      importContent(database, folder, text, {
        onBegun: (id) => (importId = id),
        onProgress: ({ rowsRead }) => {
          if (rowsRead > 0)
            ending ??= database.query(
              // The connection that holds the lock of judging: the import's transaction.
              `select pg_terminate_backend(pid) from pg_locks join pg_database d on d.oid = pg_locks.database
             where locktype = 'advisory' and granted and datname = current_database()`,
            );
        },
      }),
    ).rejects.toThrow(/terminat|EPIPE|ECONNRESET|not queryable/);
    await ending;
    expect(await readImport(database.manager, importId)).toMatchObject({ state: 'failed' });
    expect(await readObservations(database, {})).toEqual([]);
  });
});
