import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Configuration } from '#configuration';
import type { ImportReport } from '#contract';
import type { Upload } from '#ingest';
import { peakBytesOf, run, until } from './child-process.js';
import type { Throwaway } from './throwaway-database.js';

/** The service itself, as a process of its own, as `npm start` runs it. */
export interface Server {
  readonly url: string;
  /** An administrator's. */
  readonly token: string;
  readonly process: ChildProcess;
  /** Uploads a file as the body of a request; answers with the report when everything is stored. */
  upload(file: Upload): Promise<ImportReport>;
  /** The most memory (resident, in bytes) that it ever had; null where the system does not tell. */
  peakBytes(): Promise<number | null>;
  stop(): Promise<void>;
}

/** Where the build puts the server, seen from here or, in a test, from the sources. */
export const serverScript = fileURLToPath(
  new URL('../../../server/src/main.js', import.meta.url).href.replace(/\/(?:dist\/)?apps\//, '/dist/apps/'),
);

/** Starts the service on the throwaway database. */
export async function startServer(
  { folder, url, interrupted }: Throwaway,
  { seedsDir, timeZone }: Pick<Configuration, 'seedsDir' | 'timeZone'>,
): Promise<Server> {
  const token = randomBytes(16).toString('hex');
  const environment = {
    PORT: '0',
    DATABASE_URL: url,
    BOOTSTRAP_ADMIN_TOKEN: token,
    TIME_ZONE: timeZone,
    MAX_UPLOAD_BYTES: String(Number.MAX_SAFE_INTEGER),
    SEEDS_DIR: seedsDir,
  };
  const server = await run(process.execPath, [serverScript], { folder, environment, interrupted });
  if (server === null) throw new Error(`Node.js is not at ${process.execPath} any more`);
  const address = await until(server, () => /running at (http:\S+)/.exec(server.output())?.[1] ?? null);
  return {
    url: address,
    token,
    process: server.process,
    upload: (file) => upload(address, token, file),
    peakBytes: () => peakBytesOf(server.process),
    stop: () => server.stop(),
  };
}

async function upload(address: string, token: string, file: Upload): Promise<ImportReport> {
  const query = new URLSearchParams({ name: file.name, dryRun: String(file.dryRun), onError: file.onError });
  const body = await post(`${address}/api/v1/imports?${query}`, file.path, {
    authorization: `Bearer ${token}`,
    'content-type': 'text/csv',
  });
  const report = JSON.parse(body) as ImportReport;
  if (report.state !== 'applied' && report.state !== 'validated') throw new Error(`Not imported: ${body}`);
  return report;
}

/** Sends a file as the body of a POST; resolves with what is answered. */
export async function post(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const sent = request(url, { method: 'POST', headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
  const [answer] = await Promise.all([answered, pipeline(createReadStream(path), sent)]);
  let body = '';
  for await (const chunk of answer.setEncoding('utf8')) body += String(chunk);
  return body;
}
