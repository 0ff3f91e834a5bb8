/**
 * Slowing down whoever guesses passwords. Failures are counted for an address, and for an account; the latter apart
 * for every browser from which the account has logged in before, so that nobody else can lock its owner out.
 */
import type { Reader, Tx } from '../database.js';
import { secretHash } from '../secret.js';

/** How many failures are free, and how long the next ones cost. */
export interface AttemptRule {
  readonly free: number;
  readonly firstSeconds: number;
  /** The wait doubles with every failure up to this. */
  readonly mostSeconds: number;
}

/** Of one account from browsers it has not used, or from one that it has. */
export const accountRule: AttemptRule = { free: 5, firstSeconds: 10, mostSeconds: 900 };
/** Of one address, behind which a whole office may sit. */
export const addressRule: AttemptRule = { free: 30, firstSeconds: 5, mostSeconds: 300 };

/** What failures are counted for. Texts of people are hashed: a password typed into the wrong field is not kept. */
export function attemptKeys(
  name: string,
  address: string,
  knownDevice: string | null,
): readonly (readonly [key: string, rule: AttemptRule])[] {
  const account = secretHash(name);
  return [
    [`address:${address}`, addressRule],
    [knownDevice === null ? `account:${account}` : `account:${account}:${knownDevice}`, accountRule],
  ];
}

/** After so many seconds without an attempt nothing is held against anybody. */
const forgetSeconds = 3600;

/**
 * Counts an attempt as failed before it is looked at (so that many at once do not get past), unless one of its keys is
 * blocked.
 * @returns when the next may be made; null: this one may.
 */
export async function claimAttempt(
  tx: Tx,
  keys: readonly (readonly [key: string, rule: AttemptRule])[],
  now: Date,
): Promise<Date | null> {
  await tx.query(`delete from log_in_attempt where last_at < $1::timestamptz - interval '1 day'`, [now]);
  const names = keys.map(([key]) => key);
  // In one order, so that two attempts cannot wait for each other.
  await tx.query(
    `insert into log_in_attempt (key, failures, last_at, blocked_until)
     select key, 0, $2, $2 from unnest($1::text[]) key order by key on conflict (key) do nothing`,
    [names, now],
  );
  const rows: { key: string; failures: number; lastAt: Date; blockedUntil: Date }[] = await tx.query(
    `select key, failures, last_at as "lastAt", blocked_until as "blockedUntil"
     from log_in_attempt where key = any($1) order by key for update`,
    [names],
  );
  const blocked = rows.filter(({ blockedUntil }) => blockedUntil > now);
  if (blocked.length > 0)
    return blocked.reduce((latest, { blockedUntil }) => (blockedUntil > latest ? blockedUntil : latest), now);
  for (const [key, rule] of keys) {
    const row = rows.find((one) => one.key === key)!;
    const forgotten = now.getTime() - row.lastAt.getTime() > forgetSeconds * 1000;
    const failures = (forgotten ? 0 : row.failures) + 1;
    await tx.query(
      'update log_in_attempt set failures = $2, last_at = $3, blocked_until = $4 where key = $1',
      [key, failures, now, new Date(now.getTime() + waitSeconds(failures, rule) * 1000)],
    );
  }
  return null;
}

/** How long nobody is listened to after so many failures in a row. */
export function waitSeconds(failures: number, { free, firstSeconds, mostSeconds }: AttemptRule): number {
  if (failures < free) return 0;
  return Math.min(mostSeconds, firstSeconds * 2 ** Math.min(30, failures - free));
}

/** Takes back what {@link claimAttempt} counted: the attempt succeeded. The account's own count begins anew. */
export async function attemptSucceeded(
  tx: Tx,
  keys: readonly (readonly [key: string, rule: AttemptRule])[],
  now: Date,
): Promise<void> {
  for (const [key] of keys)
    await (key.startsWith('account:')
      ? tx.query('delete from log_in_attempt where key = $1', [key])
      : // Only its own: a log-in with one's own password must not buy more guesses at others'.
        tx.query(
          'update log_in_attempt set failures = greatest(failures - 1, 0), blocked_until = $2 where key = $1',
          [key, now],
        ));
}

/** Lets an account be tried again at once, from everywhere. */
export async function forgetAttempts(tx: Tx, name: string): Promise<void> {
  await tx.query(`delete from log_in_attempt where key like $1 || '%'`, [`account:${secretHash(name)}`]);
}

/** Of these browsers (SHA-256 of their secrets) the one from which the account has logged in before; null: none. */
export async function findKnownDevice(
  reader: Reader,
  hashes: readonly string[],
  account: string,
): Promise<string | null> {
  const rows: { sha256: string }[] = await reader.query(
    'select sha256 from known_device where sha256 = any($1) and account = $2 limit 1',
    [hashes, account],
  );
  return rows[0]?.sha256 ?? null;
}

/** Remembers a browser; those not used for half a year are forgotten. */
export async function noteDevice(tx: Tx, sha256: string, account: string, now: Date): Promise<void> {
  await tx.query(
    `insert into known_device (sha256, account, last_used_at) values ($1, $2, $3)
     on conflict (sha256, account) do update set last_used_at = excluded.last_used_at`,
    [sha256, account, now],
  );
  await tx.query(
    `delete from known_device where account = $1 and last_used_at < $2::timestamptz - interval '180 days'`,
    [account, now],
  );
}

/** Forgets the browsers of an account, for instance when its password was given away. */
export async function forgetDevices(tx: Tx, account: string): Promise<void> {
  await tx.query('delete from known_device where account = $1', [account]);
}
