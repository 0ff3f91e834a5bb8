import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Database, migrate, openDatabase } from '../src/database.js';
import { migrations } from '../src/migrations/index.js';

export interface TestDatabase {
  readonly url: string;
  /** Removes it, ending connections that are still open. */
  drop(): Promise<void>;
}

/** Held while the template is made or copied: Postgres copies a database only while nobody is connected to it. */
const templateLock = 7_261_900;

const objectInUse = '55006';

/** What many tests begin with beside the schema: put into one database of a run, which is copied for each of them. */
export interface Filling {
  /** Names it among all of a run, in letters, digits and underlines. */
  readonly name: string;
  readonly fill: (database: Database) => Promise<unknown>;
}

/**
 * A database of one's own with every migration applied, and nothing in it but the filling, in the cluster that jest's
 * globalSetup started: a copy of a template that the first caller of the run makes.
 */
export async function createTestDatabase(filling?: Filling): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const run = process.env['TEST_RUN'];
  await inCluster(async (cluster) => {
    await cluster.query('select pg_advisory_lock($1)', [templateLock]);
    const migrated = await migratedTemplate(cluster);
    const template =
      filling && run
        ? await templateOf(cluster, `filled_${run}_${filling.name}`, { from: migrated, make: filling.fill })
        : migrated;
    await copyDatabase(cluster, template, name);
  });
  // A cluster that outlives the run keeps no filling, which the code of the next run might fill otherwise.
  if (filling && !run) await onDatabase(urlOf(name), filling.fill);
  return {
    url: urlOf(name),
    drop: () =>
      inCluster(async (cluster) => void (await cluster.query(`drop database ${name} with (force)`))),
  };
}

/** Runs `work` on a connection to the maintenance database; its end gives back every lock. */
async function inCluster(work: (cluster: pg.Client) => Promise<void>): Promise<void> {
  const cluster = new pg.Client({ connectionString: urlOf('postgres') });
  await cluster.connect();
  try {
    await work(cluster);
  } finally {
    await cluster.end();
  }
}

function urlOf(database: string): string {
  const clusterUrl = process.env['TEST_CLUSTER_URL'];
  if (clusterUrl === undefined) {
    throw new Error('TEST_CLUSTER_URL is not set: is libs/storage/test/cluster-setup.mjs the globalSetup?');
  }
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** The name of the template that has the migrations of this state of the sources, made if it is missing. */
function migratedTemplate(cluster: pg.Client): Promise<string> {
  return templateOf(cluster, `template_${migrationsHash()}`, { from: 'template1', make: migrate });
}

/** @returns the name given, of a database that nobody can connect to: made by `make` if it is missing */
async function templateOf(
  cluster: pg.Client,
  template: string,
  how: { readonly from: string; readonly make: (database: Database) => Promise<unknown> },
): Promise<string> {
  const found = await cluster.query('select from pg_database where datname = $1', [template]);
  if (found.rowCount === 1) return template;

  // Under another name until it is complete: a run that is killed while it is made leaves no half template.
  const unfinished = `${template}_unfinished`;
  await cluster.query(`drop database if exists ${unfinished} with (force)`);
  await copyDatabase(cluster, how.from, unfinished);
  await onDatabase(urlOf(unfinished), how.make);
  await cluster.query(`alter database ${unfinished} allow_connections false`);
  await cluster.query(`alter database ${unfinished} rename to ${template}`);
  return template;
}

async function onDatabase(url: string, work: (database: Database) => Promise<unknown>): Promise<void> {
  const database = await openDatabase(url);
  try {
    await work(database);
  } finally {
    await database.destroy();
  }
}

/** Of the statements too: a cluster that outlives the run must not serve the template of an edited migration. */
function migrationsHash(): string {
  const texts = migrations.map((Migration) => `${Migration.name} ${new Migration().up.toString()}`);
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16);
}

/** Copies the template; Postgres's own housekeeping may be connected to it just then, which passes. */
async function copyDatabase(cluster: pg.Client, template: string, name: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      await cluster.query(`create database ${name} template ${template}`);
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== objectInUse || Date.now() > deadline)
        throw error;
      await delay(50);
    }
  }
}
