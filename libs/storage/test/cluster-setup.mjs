// Jest's globalSetup: one Postgres cluster for a whole run of jest, whose URL every test finds in TEST_CLUSTER_URL.
// With TEST_CLUSTER_URL set beforehand that cluster is used, and left as it is.
import { chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { importEmbedded } from './compiled-embedded.mjs';

const prefix = 'guanzhong-test-cluster-';

/** Faster, and lost in a crash of the machine: nothing in here is worth keeping. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

let started;

export default async function setUpCluster() {
  if (process.env.TEST_CLUSTER_URL) return;
  await removeAbandoned();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  // mkdtemp closes the folder to all others; for root, Postgres runs as another account.
  chmodSync(dataDir, 0o755);
  const { startEmbeddedPostgres } = await importEmbedded('embedded-postgres.js');
  const cluster = await startEmbeddedPostgres({ dataDir, log: () => undefined, settings });
  started = { cluster, dataDir };
  process.env.TEST_CLUSTER_URL = cluster.url;
  // Only of a cluster that ends with the run: what tests keep in it for each other.
  process.env.TEST_RUN = String(process.pid);
}

export async function tearDownCluster() {
  if (started === undefined) return;
  const { cluster, dataDir } = started;
  started = undefined;
  delete process.env.TEST_CLUSTER_URL;
  delete process.env.TEST_RUN;
  await cluster.stop();
  rmSync(dataDir, { recursive: true });
}

/** A run of jest that was killed has not torn down: its cluster is stopped and removed by the next run. */
async function removeAbandoned() {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    if (isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    // Of several runs that begin at once, the one that can rename it has it to remove.
    const dataDir = path.join(os.tmpdir(), `${prefix}${process.pid}-from-${name.slice(prefix.length)}`);
    try {
      renameSync(path.join(os.tmpdir(), name), dataDir);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      continue;
    }
    const pgdata = path.join(dataDir, 'pgdata');
    const { stopLeftoverPostgres } = await importEmbedded('leftover-postgres.js');
    if (existsSync(pgdata)) await stopLeftoverPostgres(pgdata);
    rmSync(dataDir, { recursive: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
