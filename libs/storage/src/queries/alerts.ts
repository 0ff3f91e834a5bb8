import { AppError, type Alert, type AlertRule, type Receiver } from '#contract';
import type { Reader, Tx } from '../database.js';

export function readAlertRules(reader: Reader): Promise<AlertRule[]> {
  return reader.query('select name, level, enabled from alert_rule order by name');
}

export async function saveAlertRule(tx: Tx, rule: AlertRule): Promise<void> {
  await tx.query(
    `insert into alert_rule (name, level, enabled) values ($1, $2, $3)
     on conflict (name) do update set level = excluded.level, enabled = excluded.enabled`,
    [rule.name, rule.level, rule.enabled],
  );
}

export function readReceivers(reader: Reader): Promise<Receiver[]> {
  return reader
    .query(
      `select settings || jsonb_build_object('name', name, 'channel', channel,
         'organisations', to_jsonb(organisations), 'enabled', enabled) as receiver
       from receiver order by name`,
    )
    .then((rows: { receiver: Receiver }[]) => rows.map((row) => row.receiver));
}

export async function readReceiver(reader: Reader, name: string): Promise<Receiver> {
  const receiver = (await readReceivers(reader)).find((candidate) => candidate.name === name);
  if (!receiver) throw new AppError('not-found', `There is no receiver named ${name}.`);
  return receiver;
}

/** Whoever mends a receiver ends what it asked to wait for; what it was sent lately still counts. */
export async function saveReceiver(tx: Tx, receiver: Receiver): Promise<void> {
  const { name, channel, organisations, enabled, ...settings } = receiver;
  await tx.query(
    `insert into receiver (name, channel, organisations, enabled, settings) values ($1, $2, $3, $4, $5)
     on conflict (name) do update set channel = excluded.channel, organisations = excluded.organisations,
       enabled = excluded.enabled, settings = excluded.settings, held_until = null`,
    [name, channel, organisations, enabled, JSON.stringify(settings)],
  );
}

type AlertRow = Omit<Alert, 'startsAt' | 'endsAt'> & { startsAt: Date; endsAt: Date | null };

/** Alerts, the newest first; of one state, and on certain targets, when these are given. */
export async function readAlerts(
  reader: Reader,
  filter: {
    readonly state?: string;
    readonly openOnly?: boolean;
    readonly targets?: readonly string[];
    readonly limit?: number;
  } = {},
): Promise<Alert[]> {
  const rows: AlertRow[] = await reader.query(
    `select id, rule, target_code as target, organisation, state, fingerprint, status, from_status as "from",
       starts_at as "startsAt", ends_at as "endsAt"
     from alert where ($1::text is null or state = $1) and (not $2 or ends_at is null)
       and ($3::text[] is null or target_code = any($3))
     order by id desc limit $4`,
    [filter.state ?? null, filter.openOnly ?? false, filter.targets ?? null, filter.limit ?? 1000],
  );
  return rows.map((row) => ({
    ...row,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
  }));
}

/** Opens an alert; returns its id. */
export async function openAlert(
  tx: Tx,
  alert: {
    readonly rule: string;
    readonly targetCode: string;
    readonly organisation: string;
    readonly fingerprint: string;
    readonly status: string;
    readonly from: string;
    readonly startsAt: Date;
    readonly assessment: number;
  },
): Promise<number> {
  const [{ id }]: [{ id: number }] = await tx.query(
    `insert into alert (rule, target_code, organisation, state, fingerprint, status, from_status, starts_at,
       assessment)
     values ($1, $2, $3, 'firing', $4, $5, $6, $7, $8) returning id`,
    [
      alert.rule,
      alert.targetCode,
      alert.organisation,
      alert.fingerprint,
      alert.status,
      alert.from,
      alert.startsAt,
      alert.assessment,
    ],
  );
  return id;
}

/** An open alert whose target got still worse: it stands at the new status from now on. */
export async function worsenAlert(tx: Tx, id: number, status: string, assessment: number): Promise<void> {
  await tx.query('update alert set status = $2, assessment = $3 where id = $1', [id, status, assessment]);
}

export async function resolveAlert(tx: Tx, id: number, endsAt: Date): Promise<void> {
  await tx.query(`update alert set state = 'resolved', ends_at = $2 where id = $1`, [id, endsAt]);
}
