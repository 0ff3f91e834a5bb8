import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, run, until, type Running } from './child-process.js';
import { watched } from './memory.js';
import { post } from './server.js';
import type { Throwaway } from './throwaway-database.js';

/** Which column of the sample file is what; the others stay out, so that it has less to do than an import here. */
const format = '1:label:indicator,2:label:ref_area,3:time:custom:2006-01,4:metric:value';
const program = 'victoria-metrics';

/** How long VictoriaMetrics takes for a file that it has not seen, and for the same one again. */
export interface VictoriaTimes {
  readonly newMs: number;
  readonly againMs: number;
}

/**
 * Has a VictoriaMetrics of its own, begun on nothing, import the file twice by its CSV endpoint.
 * @returns null when it is not installed. What it is sent again it appends; it merges equal points later or never.
 */
export async function victoriaTimes(
  { folder, interrupted }: Throwaway,
  path: string,
  rows: number,
): Promise<VictoriaTimes | null> {
  const victoria = await startVictoria({ folder, interrupted });
  if (victoria === null) return null;
  try {
    const url = `${victoria.url}/api/v1/import/csv?format=${encodeURIComponent(format)}`;
    const { ms: newMs } = await watched(() => post(url, path));
    await expectRows(victoria, 'csvimport', rows);
    const { ms: againMs } = await watched(() => post(url, path));
    return { newMs, againMs };
  } finally {
    await victoria.stop();
  }
}

/** A VictoriaMetrics of its own, with nothing in it at first. */
export interface Victoria extends Running {
  readonly url: string;
}

/** @returns null when it is not installed. Its data is gone when it is stopped. */
export async function startVictoria({
  folder,
  interrupted,
}: Pick<Throwaway, 'folder' | 'interrupted'>): Promise<Victoria | null> {
  const data = join(folder, program);
  await mkdir(data);
  const address = `127.0.0.1:${await freePort()}`;
  const args = [
    `-storageDataPath=${data}`,
    `-httpListenAddr=${address}`,
    '-retentionPeriod=100y',
    '-loggerLevel=FATAL',
  ];
  const environment = { PATH: searchPath };
  const running = await run(program, args, { folder, environment, interrupted });
  const clear = () => rm(data, { recursive: true, force: true });
  if (running === null) {
    await clear();
    return null;
  }
  const stop = async () => {
    await running.stop();
    await clear();
  };
  try {
    await until(running, () => isUp(address));
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...running, url: `http://${address}`, stop };
}

/** Where Debian and most others put it. */
const searchPath = '/usr/local/bin:/usr/bin:/bin';

async function isUp(address: string): Promise<true | null> {
  try {
    return (await fetch(`http://${address}/health`)).ok ? true : null;
  } catch (error) {
    // Not listening yet. By its words, not by its class: jest gives every file a realm of its own.
    if (String(error).includes('fetch failed')) return null;
    throw error;
  }
}

/**
 * Waits until it has taken so many rows by one of its endpoints. A row that it did not take would be a row that cost
 * it nothing.
 */
export async function expectRows(
  victoria: Victoria,
  endpoint: 'csvimport' | 'vmimport',
  rows: number,
): Promise<void> {
  const counter = new RegExp(`^vm_rows_inserted_total\\{type="${endpoint}"\\} (\\d+)$`, 'm');
  const taken = await until(victoria, async () => {
    const metrics = await (await fetch(`${victoria.url}/metrics`)).text();
    return counter.exec(metrics)?.[1] ?? null;
  });
  if (Number(taken) !== rows) throw new Error(`VictoriaMetrics took ${taken} of ${rows} rows`);
}
