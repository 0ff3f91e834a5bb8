/** Whom alerts go to, and which version of itself each receiver is. */
import { AppError, type Receiver } from '#contract';
import type { Reader, Tx } from '../database.js';

// One that was set before it could be said how it is told is told as those are that leave it out.
const receiverColumn = `jsonb_build_object('digest', null, 'quiet', null,
    'maxAlerts', case when channel = 'alertmanager' then 0 else 20 end)
  || settings || jsonb_build_object('name', name, 'channel', channel,
    'organisations', to_jsonb(organisations), 'enabled', enabled) as receiver`;

/** Which version of itself a receiver is. */
export interface ReceiverMade {
  readonly version: number;
  /** null: it is from before that was kept, as changedBy. */
  readonly changedAt: Date | null;
  readonly changedBy: string | null;
  /** By the name of a field the version that changed it last. */
  readonly changedIn: Readonly<Record<string, number>>;
}

export interface VersionedReceiver {
  readonly receiver: Receiver;
  readonly made: ReceiverMade;
}

const madeColumns = `version, changed_at as "changedAt", changed_by as "changedBy", changed_in as "changedIn"`;

type VersionedRow = ReceiverMade & { readonly receiver: Receiver };
const versioned = ({ receiver, ...made }: VersionedRow): VersionedReceiver => ({ receiver, made });

/** With which version of itself each is. */
export async function readReceiverVersions(reader: Reader): Promise<VersionedReceiver[]> {
  const rows: VersionedRow[] = await reader.query(
    `select ${receiverColumn}, ${madeColumns} from receiver order by name`,
  );
  return rows.map(versioned);
}

export function readReceivers(reader: Reader): Promise<Receiver[]> {
  return reader
    .query(`select ${receiverColumn} from receiver order by name`)
    .then((rows: { receiver: Receiver }[]) => rows.map((row) => row.receiver));
}

/**
 * The receiver of that name, for whoever is about to change it: another change waits, and then keeps what this one set;
 * else of two at once the later would bring the former's old secret back. null: there is none.
 */
export async function lockReceiver(tx: Tx, name: string): Promise<VersionedReceiver | null> {
  const rows: VersionedRow[] = await tx.query(
    `select ${receiverColumn}, ${madeColumns} from receiver where name = $1 for update`,
    [name],
  );
  return rows[0] ? versioned(rows[0]) : null;
}

export async function readReceiver(reader: Reader, name: string): Promise<Receiver> {
  const receiver = (await readReceivers(reader)).find((candidate) => candidate.name === name);
  if (!receiver) throw new AppError('not-found', `There is no receiver named ${name}.`);
  return receiver;
}

/** Of a receiver that nobody edited: its first version. */
const firstMade: ReceiverMade = { version: 1, changedAt: null, changedBy: null, changedIn: {} };

/** Whoever mends a receiver ends what it asked to wait for; what it was sent lately still counts. */
export async function saveReceiver(
  tx: Tx,
  receiver: Receiver,
  { version, changedAt, changedBy, changedIn }: ReceiverMade = firstMade,
): Promise<void> {
  const { name, channel, organisations, enabled, ...settings } = receiver;
  await tx.query(
    `insert into receiver (name, channel, organisations, enabled, settings, version, changed_at, changed_by, changed_in)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (name) do update set channel = excluded.channel, organisations = excluded.organisations,
       enabled = excluded.enabled, settings = excluded.settings, version = excluded.version, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by, changed_in = excluded.changed_in, held_until = null`,
    [
      name,
      channel,
      organisations,
      enabled,
      JSON.stringify(settings),
      version,
      changedAt,
      changedBy,
      JSON.stringify(changedIn),
    ],
  );
}
