import type { SweepAnswer } from '#contract';
import { claimSlot, inTransaction, lockJudgement, type Database, type Reader, type Tx } from '#storage';
import { judgeInPortions } from './judge.js';
import { countStatuses, recordJudgements, type StatusCounts } from './record.js';

const hour = 3_600_000;

interface SweepOptions {
  readonly now: Date;
  readonly timeZone: string;
}

/**
 * Judges all targets once per hour of the clock, whoever and however many ask: the latest full hour is claimed and its
 * sweep recorded in one transaction, so that a sweep that fails gives its claim back. A sweep judges as of now, so an
 * hour that was missed is made up by the next ask, however late, and several missed hours by one.
 *
 * @returns null when this hour or a later one is claimed already.
 */
export function runDueSweep(
  database: Database,
  { now, timeZone }: SweepOptions,
): Promise<SweepAnswer | null> {
  const slot = new Date(Math.floor(now.getTime() / hour) * hour);
  return inTransaction(database, async (tx) =>
    (await claimSlot(tx, 'sweep', slot)) ? sweep(tx, { now, timeZone, cause: 'sweep' }) : null,
  );
}

/** Judges all targets at once, whatever the schedule, and records what changed. */
export function sweepNow(
  database: Database,
  options: SweepOptions & { readonly cause: 'request' | 'catalogue' | 'sweep' },
): Promise<SweepAnswer> {
  return inTransaction(database, (tx) => sweep(tx, options));
}

/** Counts the targets of each status as of an instant, by what was known then. Records nothing, alerts nobody. */
export async function previewSweep(
  reader: Reader,
  { asOf, timeZone }: { readonly asOf: Date; readonly timeZone: string },
): Promise<SweepAnswer> {
  const counts: StatusCounts = {};
  await judgeInPortions(reader, { asOf, timeZone }, (judgements) => countStatuses(judgements, counts));
  return {
    asOf: asOf.toISOString(),
    recorded: false,
    counts,
    changes: [],
    alerts: { fired: 0, resolved: 0 },
  };
}

async function sweep(
  tx: Tx,
  options: SweepOptions & { readonly cause: 'request' | 'catalogue' | 'sweep' },
): Promise<SweepAnswer> {
  await lockJudgement(tx);
  const { counts, changes, alerts } = await recordJudgements(tx, { ...options, importId: null });
  return { asOf: options.now.toISOString(), recorded: true, counts, changes, alerts };
}
