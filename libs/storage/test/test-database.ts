import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { migrate, openDatabase } from '../src/database.js';
import { migrations } from '../src/migrations/index.js';

export interface TestDatabase {
  readonly url: string;
  /** Removes it, ending connections that are still open. */
  drop(): Promise<void>;
}

/** Held while the template is made or copied: Postgres copies a database only while nobody is connected to it. */
const templateLock = 7_261_900;

const objectInUse = '55006';

/**
 * A database of one's own with every migration applied and nothing in it, in the cluster that jest's globalSetup
 * started: a copy of a template that the first caller of the run migrates.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await inCluster(async (cluster) => {
    await cluster.query('select pg_advisory_lock($1)', [templateLock]);
    await copyDatabase(cluster, await migratedTemplate(cluster), name);
  });
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
async function migratedTemplate(cluster: pg.Client): Promise<string> {
  const template = `template_${migrationsHash()}`;
  const found = await cluster.query('select from pg_database where datname = $1', [template]);
  if (found.rowCount === 1) return template;

  // Under another name until it is complete: a run that is killed while it migrates leaves no half template.
  const unfinished = `${template}_unfinished`;
  await cluster.query(`drop database if exists ${unfinished} with (force)`);
  await cluster.query(`create database ${unfinished}`);
  const database = await openDatabase(urlOf(unfinished));
  try {
    await migrate(database);
  } finally {
    await database.destroy();
  }
  await cluster.query(`alter database ${unfinished} allow_connections false`);
  await cluster.query(`alter database ${unfinished} rename to ${template}`);
  return template;
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
