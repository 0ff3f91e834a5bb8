/**
 * Rows of an import that must be compared before they land, with one another and with what is stored. The tables are
 * unlogged and nothing in them outlives its transaction, which holds {@link lockJudgement}: so they are one import's
 * at a time.
 *
 * Every statement joins on series_id, so that on a distributed Postgres it runs where the rows are.
 */
import type { Tx } from '../database.js';
import type { ObservationLoad } from './load-observations.js';

/** A row that contradicts others of its series and period. */
export interface StagedConflict {
  /** Tells it from every other staged value. */
  readonly place: number;
  readonly line: number;
  /** Header text or letter of its column, where a line holds several values; else blank. */
  readonly column: string;
  readonly value: string;
  /**
   * The others of the same series and period with their values: those first that give a value for the first time, at
   * most {@link mostOthers} of them.
   */
  readonly others: readonly { readonly line: number; readonly column: string; readonly value: string }[];
  /** How many others there are, named or not. */
  readonly otherCount: number;
}

/** A file whose rows are all of one period would otherwise answer with the square of its rows. */
const mostOthers = 6;
const stagingTables = ['observation_staging', 'observation_repeat', 'observation_change'];
/** Of smaller tables the rows are deleted: making a new file for a table costs more. */
const smallTableBytes = 1024 * 1024;

/** Takes every row out of staging. */
export async function emptyStaging(tx: Tx): Promise<void> {
  const sizes: { name: string; bytes: string }[] = await tx.query(
    'select name, pg_relation_size(name::regclass) as bytes from unnest($1::text[]) as name',
    [stagingTables],
  );
  const used = sizes.filter(({ bytes }) => Number(bytes) > 0);
  const large = used.filter(({ bytes }) => Number(bytes) > smallTableBytes).map(({ name }) => name);
  if (large.length > 0) await tx.query(`truncate ${large.join(', ')}`);
  for (const { name } of used) if (!large.includes(name)) await tx.query(`delete from ${name}`);
}

/**
 * Rows that cannot both be true: one series and period, different content (value or status), and not told apart by
 * two different release dates of the file's own. Two dated releases are a revision, not a conflict.
 */
export async function stagedConflicts(
  tx: Tx,
  { hasRepeats }: Pick<ObservationLoad, 'hasRepeats'>,
): Promise<StagedConflict[]> {
  if (!hasRepeats) return [];
  // The planner's statistics are the last import's: without new ones what follows is planned for a single row and
  // takes the square of the rows there are.
  await tx.query('analyze observation_staging (series_id, period_start, repeats)');
  await tx.query(
    `insert into observation_repeat (series_id, period_start)
     select series_id, period_start from observation_staging
     where (series_id, period_start) in (select series_id, period_start from observation_staging where repeats)
     group by series_id, period_start having count(*) > 1`,
  );
  await tx.query('analyze observation_repeat');
  return tx.query(
    `with contradiction as (
       select s.series_id, s.period_start, count(*)::int as rows
       from observation_staging s join observation_repeat using (series_id, period_start)
       group by s.series_id, s.period_start
       having count(distinct (s.value, s.status)) > 1
         and (not bool_and(s.released)
              or count(distinct s.known_from) < count(distinct (s.known_from, s.value, s.status)))
     ), ranked as (
       select s.series_id, s.period_start, s.place, s.line, coalesce(s."column", '') as "column",
         s.value::text as value, c.rows,
         row_number() over (partition by s.series_id, s.period_start, s.value order by s.place) as repetition
       from observation_staging s join contradiction c using (series_id, period_start)
     ), named as (
       select series_id, period_start, array_agg(place order by rank) as places, array_agg(line order by rank) as lines,
         array_agg("column" order by rank) as columns, array_agg(value order by rank) as vals
       from (select *, row_number() over (partition by series_id, period_start order by repetition, place) as rank
             from ranked) placed
       where rank <= $1::int + 1 group by series_id, period_start
     )
     select r.place, r.line, r."column", r.value, r.rows - 1 as "otherCount",
       (select coalesce(jsonb_agg(jsonb_build_object('line', o.line, 'column', o."column", 'value', o.value)
                                  order by o.rank), '[]')
        from (select * from unnest(n.places, n.lines, n.columns, n.vals)
                with ordinality as u(place, line, "column", value, rank)
              where u.place <> r.place order by u.rank limit $1::int) o) as others
     from ranked r join named n using (series_id, period_start) order by r.line, r.place`,
    [mostOthers],
  );
}

/** Takes rows out of staging again, by their place. */
export async function unstage(tx: Tx, places: readonly number[]): Promise<void> {
  if (places.length === 0) return;
  await tx.query('delete from observation_staging where place = any($1::int[])', [places]);
}
