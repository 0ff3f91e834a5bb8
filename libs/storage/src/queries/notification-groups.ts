/** Who was told what of groups of alerts, and when that is to be looked at again. */
import type { GroupLog } from '#alerting';
import type { Database, Reader, Tx } from '../database.js';
import { iso } from './iso-instant.js';

const groupLogColumns = `receiver, group_key as "groupKey", group_labels as "groupLabels", sequence,
  ${iso('last_at')} as "lastAt", ${iso('next_at')} as "nextAt", astray, told`;

/** What receivers were told of groups of alerts. */
export async function readGroupLogs(reader: Reader): Promise<GroupLog[]> {
  return reader.query(`select ${groupLogColumns} from notification_group order by receiver, group_key`);
}

/** Names a group: of its receiver's. */
export type GroupName = Pick<GroupLog, 'receiver' | 'groupKey'>;

/** The logs of these groups, and of those that are to be looked at by themselves: their hour has come, or they are astray. */
export async function readGroupLogsOf(
  reader: Reader,
  groups: readonly GroupName[],
  now: Date,
): Promise<GroupLog[]> {
  return reader.query(
    `select ${groupLogColumns} from notification_group where next_at <= $2
       or (astray and receiver in (select name from receiver where enabled))
       or (receiver, group_key) in (
       select receiver, "groupKey" from jsonb_to_recordset($1::jsonb) as t(receiver text, "groupKey" text))
     order by receiver, group_key`,
    [JSON.stringify(groups), now],
  );
}

/** So many alerts, or a few more, stand in the logs that one statement writes. */
const toldAtOnce = 100_000;

export async function saveGroupLogs(tx: Tx, logs: readonly GroupLog[]): Promise<void> {
  let batch: GroupLog[] = [];
  let told = 0;
  for (const log of logs) {
    batch.push(log);
    told += Object.keys(log.told).length;
    if (told < toldAtOnce) continue;
    await saveLogBatch(tx, batch);
    batch = [];
    told = 0;
  }
  if (batch.length > 0) await saveLogBatch(tx, batch);
}

async function saveLogBatch(tx: Tx, logs: readonly GroupLog[]): Promise<void> {
  await tx.query(
    `insert into notification_group (receiver, group_key, group_labels, sequence, last_at, next_at, astray, told)
     select receiver, "groupKey", "groupLabels", sequence, "lastAt", "nextAt", astray, told
     from jsonb_to_recordset($1::jsonb) as t(receiver text, "groupKey" text, "groupLabels" jsonb, sequence integer,
       "lastAt" timestamptz, "nextAt" timestamptz, astray boolean, told jsonb)
     on conflict (receiver, group_key) do update set group_labels = excluded.group_labels,
       sequence = excluded.sequence, last_at = excluded.last_at, next_at = excluded.next_at, astray = excluded.astray,
       told = excluded.told`,
    [JSON.stringify(logs)],
  );
}

/** Says that it must be looked again, for all groups, who is to be told what: at an instant, or (null) at once. */
export async function addNotificationDue(tx: Tx, at: Date | null): Promise<void> {
  await tx.query('insert into notification_due (at) values ($1)', [at]);
}

/** Says that it must be looked at once who is to be told what of these alerts, of which nothing but the state changed. */
export async function addChangedAlerts(tx: Tx, fingerprints: readonly string[]): Promise<void> {
  await tx.query('insert into notification_due (fingerprints) values ($1)', [fingerprints]);
}

const planLock = 7_261_003;

/** Whether it is due that somebody looks who is to be told what. */
export async function isNotificationDue(database: Database, now: Date): Promise<boolean> {
  const [{ due }]: [{ due: boolean }] = await database.query(
    `select exists (select from notification_due where at is null or at <= $1)
       or exists (select from notification_group where next_at <= $1) as due`,
    [now],
  );
  return due;
}

/** Takes the lock under which is decided who is told what; false when another worker has it. Held until the transaction ends. */
export async function tryPlanLock(tx: Tx): Promise<boolean> {
  const [{ locked }]: [{ locked: boolean }] = await tx.query(
    'select pg_try_advisory_xact_lock($1) as locked',
    [planLock],
  );
  return locked;
}

/** What a looking is about. */
export interface NotificationDue {
  /** Ids of what was due, all of which this looking answers. */
  readonly answered: readonly string[];
  /** The alerts that changed; null: all groups are to be looked at. */
  readonly changed: ReadonlySet<string> | null;
}

/**
 * Claims the looking who is to be told what, until the transaction ends. null when another worker is at it, or nothing
 * is due.
 */
export async function claimNotificationDue(tx: Tx, now: Date): Promise<NotificationDue | null> {
  if (!(await tryPlanLock(tx))) return null;
  const rows: { id: string; due: boolean; fingerprints: string[] | null }[] = await tx.query(
    'select id::text, (at is null or at <= $1) as due, fingerprints from notification_due',
    [now],
  );
  const due = rows.filter((row) => row.due);
  if (due.some(({ fingerprints }) => fingerprints === null))
    return { answered: rows.map(({ id }) => id), changed: null };
  const changed = new Set(due.flatMap(({ fingerprints }) => fingerprints ?? []));
  if (changed.size > 0) return { answered: due.map(({ id }) => id), changed };
  const groups: unknown[] = await tx.query('select from notification_group where next_at <= $1 limit 1', [
    now,
  ]);
  return groups.length > 0 ? { answered: [], changed } : null;
}

/** Ends a looking: what it answered is due no more. */
export async function finishNotificationDue(tx: Tx, { answered }: NotificationDue): Promise<void> {
  await tx.query('delete from notification_due where id = any($1::bigint[])', [answered]);
}

/** Whether all groups are to be looked at by now. */
export async function isEverythingDue(tx: Tx, now: Date): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    'select from notification_due where fingerprints is null and (at is null or at <= $1) limit 1',
    [now],
  );
  return rows.length > 0;
}

/** Groups of which some message has not arrived: it waits, or was given up and may be tried again. */
export async function readUnsentGroups(reader: Reader): Promise<GroupName[]> {
  return reader.query(
    `select distinct receiver, group_key as "groupKey" from delivery where state <> 'sent'`,
  );
}

/**
 * Forgets groups of which nobody knows anything any more.
 * @param before those that were told of last before this instant
 */
export async function forgetGroups(tx: Tx, before: Date): Promise<void> {
  await tx.query(
    `delete from notification_group where told = '{}' and next_at is null and coalesce(last_at, '-infinity') < $1`,
    [before],
  );
}
