import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportProgress, ImportReport } from '#contract';
import { addressOf, ask, startServer, stopAll, type Run } from './service-process.js';

const kills = 12;
const rows = 20_000;

const folder = mkdtempSync(join(tmpdir(), 'guanzhong-killed-'));
// mkdtemp closes the folder to others; for root, Postgres runs as another account.
chmodSync(folder, 0o755);
afterAll(async () => {
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
});

const day = (index: number) => new Date(Date.UTC(1880, 0, 1 + index)).toISOString().slice(0, 10);

/**
 * A file whose every value has this whole number before the point, so that it is seen of each value which file it is
 * from. Every tenth row makes the reader look twice.
 */
function fileOf(version: number): string {
  const lines = ['indicator,ref_area,time_period,obs_value'];
  for (let row = 0; row < rows; row += 1) {
    const quote = row % 10 === 0 ? '"' : '';
    lines.push(`metro_length,610100,${quote}${day(row)}${quote},${version}.${1 + (row % 9)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** What is stored: the version of its values, 0 when there are none. Fails when they are of several. */
async function versionStored(url: string): Promise<number> {
  const answer = await ask(
    `${url}/api/v1/observations?indicator=metro_length&area=610100&frequency=D&to=2020-12-31&format=csv`,
  );
  expect(answer.status).toBe(200);
  const values = (await answer.text())
    .split('\n')
    .slice(1)
    .map((line) => /,(\d+)\.\d+,/.exec(line)?.[1])
    .filter((version) => version !== undefined);
  const versions = new Set(values);
  expect(versions.size).toBeLessThanOrEqual(1);
  expect([0, rows]).toContain(values.length);
  return Number(values[0] ?? 0);
}

/** A moment of an import: a phase, a number of rows read, or its end. */
type Moment = { readonly phase: ImportProgress['phase'] } | { readonly rowsRead: number } | 'ended';

/** Different every time, and spread over the whole of an import: two thirds while it reads, the others around that. */
function randomMoment(): Moment {
  const drawn = Math.random();
  if (drawn < 0.1) return { phase: 'waiting' };
  if (drawn < 0.25) return { phase: 'merging' };
  if (drawn < 0.35) return { phase: 'judging' };
  return { rowsRead: Math.floor(Math.random() * rows) };
}

const phases: readonly ImportProgress['phase'][] = ['waiting', 'reading', 'merging', 'judging'];

function isReached(moment: Moment, progress: ImportProgress): boolean {
  if (moment === 'ended') return false;
  return 'phase' in moment
    ? phases.indexOf(progress.phase) >= phases.indexOf(moment.phase)
    : progress.rowsRead >= moment.rowsRead;
}

/** Resolves when the import has come so far, or has ended. */
async function reached(url: string, id: number, moment: Moment): Promise<void> {
  for (;;) {
    // The first event tells how far it is now.
    const stop = new AbortController();
    const events = await fetchEvents(`${url}/api/v1/imports/${id}/events`, stop.signal);
    stop.abort();
    if (events === null || isReached(moment, events)) return;
  }
}

/** The first event of a stream of progress; null when it says that the import has ended. */
async function fetchEvents(url: string, signal: AbortSignal): Promise<ImportProgress | null> {
  const { body } = await ask(url, { signal });
  let text = '';
  for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const data = /^data: (.*)\n/m.exec(text)?.[1];
    if (data !== undefined) return text.includes('event: done') ? null : (JSON.parse(data) as ImportProgress);
  }
  throw new Error(`${url} ended without an event`);
}

async function killAt(service: Run, url: string, version: number, moment: Moment): Promise<number> {
  const accepted = await ask(`${url}/api/v1/imports?name=v${version}.csv&async=true`, {
    method: 'POST',
    body: fileOf(version),
  });
  expect(accepted.status).toBe(202);
  const { id } = (await accepted.json()) as ImportReport;
  await reached(url, id, moment);
  service.process.kill('SIGKILL');
  await service.exited;
  return id;
}

it(`an import of ${rows} rows whose process is killed at ${kills} random moments leaves all of it or nothing, and says so`, async () => {
  let service = startServer({ DATA_DIR: folder });
  let url = await addressOf(service);
  let stored = await versionStored(url);
  expect(stored).toBe(0);
  const ended = { applied: 0, failed: 0 };
  for (let version = 1; version <= kills; version += 1) {
    // Every fifth gets to its end, so that those after it find values to revise.
    const id = await killAt(service, url, version, version % 5 === 0 ? 'ended' : randomMoment());
    service = startServer({ DATA_DIR: folder });
    url = await addressOf(service);
    const report = (await (await ask(`${url}/api/v1/imports/${id}`)).json()) as ImportReport;
    if (report.state === 'applied') {
      ended.applied += 1;
      stored = version;
    } else {
      ended.failed += 1;
      expect(report).toMatchObject({ state: 'failed', rows: { inserted: 0, revised: 0 } });
      expect(report.failure).toContain('没有写入任何数据');
    }
    expect(await versionStored(url)).toBe(stored);
  }
  // It was not always too early, and hardly ever too late.
  expect(ended.applied).toBeGreaterThanOrEqual(Math.floor(kills / 5));
  expect(ended.failed).toBeGreaterThan(kills / 6);
  const last = await ask(`${url}/api/v1/imports?name=last.csv`, { method: 'POST', body: fileOf(kills + 1) });
  expect(last.status).toBe(201);
  expect(await versionStored(url)).toBe(kills + 1);
}, 300_000);
