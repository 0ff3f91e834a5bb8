import { readdir, readFile } from 'node:fs/promises';

/** A Linux kernel counts in hundredths of a second, whatever it was built with. */
const ticksPerSecond = 100;

interface Process {
  readonly parent: number;
  readonly seconds: number;
  /** Of those of its children that have ended. */
  readonly secondsOfEnded: number;
}

/**
 * Processor time that a process and its children have had so far, in seconds; 0 where the system does not tell.
 * Postgres has a process per connection.
 */
export async function processorSeconds(pid: number | undefined): Promise<number> {
  if (pid === undefined) return 0;
  const all = await processes();
  let sum = 0;
  for (const [id, { parent, seconds, secondsOfEnded }] of all) {
    if (id === pid) sum += seconds + secondsOfEnded;
    else if (parent === pid) sum += seconds;
  }
  return sum;
}

/** The process that started this one, as the system knows it; undefined where it does not tell. */
export async function parentOf(pid: number): Promise<number | undefined> {
  return (await processes()).get(pid)?.parent;
}

async function processes(): Promise<Map<number, Process>> {
  const found = new Map<number, Process>();
  for (const name of await entriesOf('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await textOf(`/proc/${name}/stat`);
    // The name in brackets may hold blanks.
    const [, parent, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (parent === undefined) continue;
    const [user, system, ...ended] = rest.slice(9, 13).map((ticks) => Number(ticks) / ticksPerSecond);
    found.set(Number(name), {
      parent: Number(parent),
      seconds: (user ?? 0) + (system ?? 0),
      secondsOfEnded: (ended[0] ?? 0) + (ended[1] ?? 0),
    });
  }
  return found;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

/** Blank when the process has ended meanwhile. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isGone(error)) return '';
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    (error.code === 'ENOENT' || error.code === 'ESRCH')
  );
}
