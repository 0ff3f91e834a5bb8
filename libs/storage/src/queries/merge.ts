/**
 * Staged rows on their way into the tables, inside one transaction that holds {@link lockJudgement}: after they were
 * loaded and the conflicts among them taken out.
 *
 * Every statement joins on series_id, so that on a distributed Postgres it runs where the rows are.
 */
import type { Tx } from '../database.js';
import type { ObservationLoad } from './load-observations.js';
import { emptyStaging } from './staging.js';

export interface MergeCounts {
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly duplicate: number;
  /** Series that got at least one new vintage. */
  readonly touchedSeries: readonly string[];
  /** Periods for which the file gives more than one release; read as a history of revisions. */
  readonly severalVintages: readonly { line: number; otherLine: number }[];
}

/**
 * What is to be done with a staged row, all but those that plainly repeat what is known now: the only one of its
 * period, the same content, known no earlier. Most rows of a file that is sent again are such, and they are only
 * counted.
 * - new: nothing is stored of its period, and it is the only one in the file.
 * - revision: the only one in the file, of other content than what is in force, and known no earlier.
 * - history: one of several of its period, or known before what is in force.
 */
const sortOut = (repeats: boolean) => `
  insert into observation_change (kind, place, series_id, period_start, period_end, value, status, known_from,
    comment, source, line, column_letters)
  select case when ${repeats ? 'r.series_id is not null or' : ''} o.known_from > s.known_from then 'history'
              when o.series_id is null then 'new' else 'revision' end,
    s.place, s.series_id, s.period_start, s.period_end, s.value, s.status, s.known_from, s.comment, s.source, s.line,
    s.column_letters
  from observation_staging s
  left join observation o on o.series_id = s.series_id and o.period_start = s.period_start
  ${repeats ? 'left join observation_repeat r on r.series_id = s.series_id and r.period_start = s.period_start' : ''}
  where o.series_id is null or o.value <> s.value or o.status <> s.status or o.known_from > s.known_from
    ${repeats ? 'or r.series_id is not null' : ''}`;

const columns =
  'series_id, period_start, period_end, value, status, known_from, import_id, comment, source, line, column_letters';

/**
 * The rows of kind history among the stored vintages of the same periods, in the order in which they came to be
 * known, each compared with the one before it: what was in force at its own known_from, be that a stored vintage or
 * an earlier release in the same file. Staged rows are those with a place. Rank: superseded 0, in force 1, staged 2.
 *
 * One sort instead of a look-up per row, which would read what the same statement is appending.
 */
const history = `(
  select h.*,
    (h.value, h.status) is distinct from (lag(h.value) over known, lag(h.status) over known) as says_new,
    lag(h.place) over known is not null as follows_staged,
    bool_and(h.place is not null) over (partition by h.series_id, h.period_start) as new_period
  from (
    select series_id, period_start, period_end, value, status, known_from, $1::int as import_id, comment, source,
      line, column_letters, place, 2 as rank, null::bigint as vintage
    from observation_change where kind = 'history'
    union all
    select ${columns}, null, 0, id from observation_vintage where (series_id, period_start) in
      (select series_id, period_start from observation_change where kind = 'history')
    union all
    select ${columns}, null, 1, null from observation where (series_id, period_start) in
      (select series_id, period_start from observation_change where kind = 'history')
  ) h
  window known as (partition by h.series_id, h.period_start order by h.known_from, h.rank, h.vintage, h.place)
)`;

/**
 * Lands what the staged rows say that is new, and empties staging. Before, stagedConflicts has found out which of them
 * are several of one period, and the conflicts were taken out.
 * @returns what the whole load came to, with what went straight into `observation`.
 */
export async function mergeStaged(
  tx: Tx,
  load: Pick<ObservationLoad, 'importId' | 'landed' | 'landedSeries' | 'hasStaged' | 'hasRepeats'>,
): Promise<MergeCounts> {
  const merged = load.hasStaged ? await mergeStagedRows(tx, load.importId, load.hasRepeats) : nothing;
  return {
    ...merged,
    inserted: load.landed + merged.inserted,
    touchedSeries: [...new Set([...load.landedSeries, ...merged.touchedSeries])],
  };
}

async function mergeStagedRows(tx: Tx, importId: number, repeats: boolean): Promise<MergeCounts> {
  const [{ staged }]: [{ staged: number }] = await tx.query(
    'select count(*)::int as staged from observation_staging',
  );
  // The planner's statistics are the last import's: without new ones this may be planned for a single row.
  await tx.query('analyze observation_staging (series_id, period_start)');
  await tx.query(sortOut(repeats));
  await tx.query('analyze observation_change (kind, series_id, period_start)');
  const kinds: { kind: 'new' | 'revision' | 'history'; count: number }[] = await tx.query(
    'select kind, count(*)::int from observation_change group by kind',
  );
  const count = (kind: string) => kinds.find((one) => one.kind === kind)?.count ?? 0;
  const [inserted, revised] = [count('new'), count('revision')];
  const told = count('history') > 0 ? await mergeHistory(tx, importId) : nothing;
  if (inserted > 0) await insertNew(tx, importId);
  if (revised > 0) await revise(tx, importId);
  const plain: { id: string }[] = await tx.query(
    `select distinct series_id::text as id from observation_change where kind <> 'history'`,
  );
  await emptyStaging(tx);
  return {
    inserted: inserted + told.inserted,
    revised: revised + told.revised,
    unchanged: staged - inserted - revised - count('history') + told.unchanged,
    duplicate: told.duplicate,
    touchedSeries: [...new Set([...plain.map(({ id }) => id), ...told.touchedSeries])],
    severalVintages: told.severalVintages,
  };
}

const nothing: MergeCounts = {
  inserted: 0,
  revised: 0,
  unchanged: 0,
  duplicate: 0,
  touchedSeries: [],
  severalVintages: [],
};

async function insertNew(tx: Tx, importId: number): Promise<void> {
  await tx.query(
    `insert into observation (${columns})
     select series_id, period_start, period_end, value, status, known_from, $1, comment, source, line, column_letters
     from observation_change where kind = 'new' order by series_id, period_start`,
    [importId],
  );
}

/** Moves what was in force to the superseded vintages and puts the revision in its place. */
async function revise(tx: Tx, importId: number): Promise<void> {
  await tx.query(
    `insert into observation_vintage (${columns})
     select ${columns} from observation where (series_id, period_start) in
       (select series_id, period_start from observation_change where kind = 'revision')
     order by series_id, period_start`,
  );
  await tx.query(
    `update observation o set value = c.value, status = c.status, known_from = c.known_from, import_id = $1,
       comment = c.comment, source = c.source, line = c.line, column_letters = c.column_letters
     from observation_change c
     where c.kind = 'revision' and c.series_id = o.series_id and c.period_start = o.period_start`,
    [importId],
  );
}

async function mergeHistory(tx: Tx, importId: number): Promise<MergeCounts> {
  const [counts]: [Omit<MergeCounts, 'severalVintages'>] = await tx.query(
    `select
       count(*) filter (where new_period and not follows_staged)::int as inserted,
       count(*) filter (where says_new and (follows_staged or not new_period))::int as revised,
       count(*) filter (where not says_new and not follows_staged)::int as unchanged,
       count(*) filter (where not says_new and follows_staged)::int as duplicate,
       coalesce(array_agg(distinct series_id::text) filter (where says_new), '{}') as "touchedSeries"
     from ${history} history where place is not null`,
    [importId],
  );
  const severalVintages = await readSeveralVintages(tx);
  if (counts.touchedSeries.length > 0) await writeHistory(tx, importId);
  return { ...counts, severalVintages };
}

/** Both tables at once, from one look at them: the last vintage of a period is in force, the others superseded. */
async function writeHistory(tx: Tx, importId: number): Promise<void> {
  await tx.query(
    `with told as materialized (
       select *, row_number() over (partition by series_id, period_start
                                    order by known_from desc, rank desc, vintage desc nulls last, place desc) = 1 as in_force
       from ${history} history where says_new or place is null
     ), superseded as (
       insert into observation_vintage (${columns})
       select ${columns} from told where not in_force and vintage is null
       order by series_id, period_start, known_from, rank, place
     )
     insert into observation (${columns})
     select ${columns} from told where in_force and place is not null order by series_id, period_start
     on conflict (series_id, period_start) do update
       set value = excluded.value, status = excluded.status, known_from = excluded.known_from,
         import_id = excluded.import_id, comment = excluded.comment, source = excluded.source,
         line = excluded.line, column_letters = excluded.column_letters`,
    [importId],
  );
}

function readSeveralVintages(tx: Tx): Promise<{ line: number; otherLine: number }[]> {
  return tx.query(
    `select line, other_line as "otherLine" from (
       select place, line, lag(line) over w as other_line, (value, status) as content,
         (lag(value) over w, lag(status) over w) as content_before
       from observation_change where kind = 'history'
       window w as (partition by series_id, period_start order by known_from, place)
     ) ordered
     where other_line is not null and content is distinct from content_before order by line, place limit 100`,
  );
}
