import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { z } from 'zod';

/** Alertmanager's program, as upstream and as Debian name it. */
const names = ['alertmanager', 'prometheus-alertmanager'];

/** Where Alertmanager's program is: as ALERTMANAGER says, or on PATH; null when it is not here. */
export function findAlertmanager(environment: NodeJS.ProcessEnv): string | null {
  const folders = (environment['PATH'] ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return environment['ALERTMANAGER'] ?? candidates.find((path) => existsSync(path)) ?? null;
}

const shownAlerts = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    startsAt: z.string(),
    endsAt: z.string(),
    updatedAt: z.string(),
    generatorURL: z.string(),
    status: z.object({
      state: z.enum(['active', 'suppressed', 'unprocessed']),
      silencedBy: z.array(z.string()),
    }),
  }),
);
export type ShownAlert = z.infer<typeof shownAlerts>[number];

/** An Alertmanager of its own, without peers, on a free port. */
export interface RealAlertmanager {
  readonly url: string;
  /** What it shows at /api/v2/alerts: what has not ended. */
  alerts(): Promise<ShownAlert[]>;
  /** Silences what has a label, and answers with the silence's id. */
  silence(label: string, value: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts one and waits until it can be asked. */
export async function startAlertmanager(program: string): Promise<RealAlertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'guanzhong-alertmanager-'));
  const configuration = join(import.meta.dirname, 'alertmanager.yml');
  const child = spawn(
    program,
    [
      `--config.file=${configuration}`,
      `--storage.path=${folder}`,
      '--web.listen-address=127.0.0.1:0',
      '--cluster.listen-address=',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      log += part;
      const address = /msg="?Listening on"? address=(127\.0\.0\.1:\d+)/i.exec(log)?.[1];
      if (address !== undefined) resolve(`http://${address}`);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Alertmanager did not start: ${log}`)));
  });
  return {
    url,
    async alerts() {
      const response = await fetch(`${url}/api/v2/alerts`);
      return shownAlerts.parse(await response.json());
    },
    async silence(label, value) {
      const response = await fetch(`${url}/api/v2/silences`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          matchers: [{ name: label, value, isRegex: false, isEqual: true }],
          startsAt: new Date().toISOString(),
          endsAt: new Date(Date.now() + 3_600_000).toISOString(),
          createdBy: 'spec',
          comment: 'known',
        }),
      });
      return z.object({ silenceID: z.string() }).parse(await response.json()).silenceID;
    },
    async close() {
      child.kill();
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}
