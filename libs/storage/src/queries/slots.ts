import type { Reader, Tx } from '../database.js';

/**
 * Claims the slot of a schedule: of all workers that ask for it, exactly one gets true. A slot older than the last
 * one claimed is never granted, so a clock that jumps back repeats nothing.
 */
export async function claimSlot(tx: Tx, schedule: string, slot: Date): Promise<boolean> {
  const claimed: unknown[] = await tx.query(
    `insert into schedule_slot as s (schedule, slot) values ($1, $2)
     on conflict (schedule) do update set slot = excluded.slot where s.slot < excluded.slot
     returning s.slot`,
    [schedule, slot],
  );
  return claimed.length === 1;
}

const judgementLock = 7_261_002;

/**
 * Whoever changes observations or records verdicts takes this first, as a statement of its own: the statements
 * after it then see what the holder before it committed. Held until the transaction ends.
 */
export async function lockJudgement(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [judgementLock]);
}

/** The newest slot of a schedule that anybody claimed; null before the first. */
export async function readLastSlot(reader: Reader, schedule: string): Promise<Date | null> {
  const rows: { slot: Date }[] = await reader.query('select slot from schedule_slot where schedule = $1', [
    schedule,
  ]);
  return rows[0]?.slot ?? null;
}

/** Writes down the instant at which something was done last, whatever stood there. */
export async function setSlot(tx: Tx, schedule: string, slot: Date): Promise<void> {
  await tx.query(
    `insert into schedule_slot (schedule, slot) values ($1, $2)
     on conflict (schedule) do update set slot = excluded.slot`,
    [schedule, slot],
  );
}
