import type { Matcher, Silence } from '#alerting';
import { AppError } from '#contract';
import type { Reader, Tx } from '../database.js';
import { idParameter } from './id-parameter.js';

interface SilenceRow {
  readonly id: number;
  readonly matchers: Matcher[];
  readonly author: string;
  readonly comment: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

const columns = 'id, matchers, author, comment, starts_at as "startsAt", ends_at as "endsAt"';

/** Silences that had not ended at an instant (absent: all), the newest first; so many at most, when that is given. */
export async function readSilences(
  reader: Reader,
  filter: { readonly notEndedAt?: Date; readonly limit?: number } = {},
): Promise<Silence[]> {
  const rows: SilenceRow[] = await reader.query(
    `select ${columns} from silence where $1::timestamptz is null or ends_at > $1 order by id desc limit $2`,
    [filter.notEndedAt ?? null, filter.limit ?? null],
  );
  return rows.map(silenceOf);
}

/** @throws AppError not-found */
export function readSilence(reader: Reader, id: number): Promise<Silence> {
  return one(reader, id, '');
}

/**
 * Nobody else moves it until the transaction ends.
 * @throws AppError not-found
 */
export function lockSilence(tx: Tx, id: number): Promise<Silence> {
  return one(tx, id, 'for update');
}

async function one(reader: Reader, id: number, lock: '' | 'for update'): Promise<Silence> {
  const [row]: SilenceRow[] = await reader.query(
    `select ${columns} from silence where id = $1::bigint ${lock}`,
    [idParameter(id)],
  );
  if (!row) throw new AppError('not-found', `There is no silence ${id}.`);
  return silenceOf(row);
}

/** @returns its id */
export async function addSilence(
  tx: Tx,
  silence: Omit<Silence, 'id'> & { readonly createdAt: Date },
): Promise<number> {
  const [{ id }]: [{ id: number }] = await tx.query(
    `insert into silence (matchers, author, comment, created_at, starts_at, ends_at)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      JSON.stringify(silence.matchers),
      silence.author,
      silence.comment,
      silence.createdAt,
      silence.startsAt,
      silence.endsAt,
    ],
  );
  return id;
}

/** Moves the beginning and the end of a silence, as when it is ended early. */
export async function moveSilence(tx: Tx, { id, startsAt, endsAt }: Silence): Promise<void> {
  await tx.query('update silence set starts_at = $2, ends_at = $3 where id = $1::bigint', [
    idParameter(Number(id)),
    startsAt,
    endsAt,
  ]);
}

function silenceOf({ id, startsAt, endsAt, ...rest }: SilenceRow): Silence {
  return { id: String(id), ...rest, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
}
