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
  const victoria = await run(program, args, { folder, environment, interrupted });
  try {
    if (victoria === null) return null;
    await until(victoria, () => isUp(address));
    const url = `http://${address}/api/v1/import/csv?format=${encodeURIComponent(format)}`;
    const { ms: newMs } = await watched(() => post(url, path));
    await expectRows(victoria, address, rows);
    const { ms: againMs } = await watched(() => post(url, path));
    return { newMs, againMs };
  } finally {
    await victoria?.stop();
    await rm(data, { recursive: true, force: true });
  }
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

/** A row that it did not take would be a row that cost it nothing. */
async function expectRows(victoria: Running, address: string, rows: number): Promise<void> {
  const taken = await until(victoria, async () => {
    const metrics = await (await fetch(`http://${address}/metrics`)).text();
    return /^vm_rows_inserted_total\{type="csvimport"\} (\d+)$/m.exec(metrics)?.[1] ?? null;
  });
  if (Number(taken) !== rows) throw new Error(`VictoriaMetrics took ${taken} of ${rows} rows`);
}
