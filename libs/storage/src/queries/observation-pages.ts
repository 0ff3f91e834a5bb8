/** Reading more observations than a process should hold: page by page, of one state of the database. */
import type { TimePeriod } from '#time-period';
import type { Database, Reader, Tx } from '../database.js';
import { conditions, observationStatement } from './observation-statement.js';
import type { ObservationFilter, StoredObservation } from './observations.js';
import type { SeriesKey } from './series.js';

/** An observation with what its file said of it. */
export interface CommentedObservation extends StoredObservation {
  readonly comment: string | null;
}

/** What a series has within a filter. */
export interface SeriesExtent extends SeriesKey {
  readonly seriesId: string;
  readonly observations: number;
  /** First day of its first period. */
  readonly from: string;
  /** Last day of its last period. */
  readonly to: string;
}

const pageSize = 1000;

/**
 * Runs `work` on one state of the database, whatever is written meanwhile: what it reads in several steps belongs
 * together. It cannot write.
 */
export function inSnapshot<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction('REPEATABLE READ', async (tx) => {
    await tx.query('set transaction read only');
    return work(tx);
  });
}

/** Stands for all data and the whole catalogue: another text after every change, and never the same again. */
export async function readDataVersion(reader: Pick<Reader, 'query'>): Promise<string> {
  const [row]: { version: string }[] = await reader.query('select version::text from data_version');
  if (!row) throw new Error('data_version is empty; the migration put a row there');
  return row.version;
}

/**
 * The observations of a filter in pages; the next one is read when it is asked for. One such reading at a time in a
 * transaction.
 * @param options.by series: as readObservations; period: all series of a period together, periods in time order.
 * @param options.offset how many are passed over first.
 */
export async function* observationPages(
  tx: Tx,
  filter: ObservationFilter,
  { by, offset = 0 }: { readonly by: 'series' | 'period'; readonly offset?: number },
): AsyncGenerator<readonly CommentedObservation[], void, undefined> {
  const { text, parameters } = observationStatement(filter, { by, comments: true });
  await tx.query(`declare observation_page no scroll cursor for ${text}`, parameters);
  if (offset > 0) await tx.query(`move forward ${Math.trunc(offset)} in observation_page`);
  for (;;) {
    const page: CommentedObservation[] = await tx.query(`fetch ${pageSize} from observation_page`);
    if (page.length > 0) yield page;
    if (page.length < pageSize) break;
  }
  await tx.query('close observation_page');
}

/** How many observations a filter has. */
export async function countObservations(reader: Reader, filter: ObservationFilter): Promise<number> {
  const { text, parameters } = observationStatement(filter);
  const [{ count }]: [{ count: number }] = await reader.query(
    `select count(*)::int as count from (${text}) o`,
    parameters,
  );
  return count;
}

/**
 * Whether a filter has more vintages than so many, those in force among them. Counts no further than that, however much
 * there is. A vintage for each observation, so that there are at most as many observations.
 */
export async function hasMoreVintages(
  reader: Reader,
  filter: ObservationFilter,
  most: number,
): Promise<boolean> {
  const { where, parameters } = conditions(filter);
  parameters.push(filter.asOf ?? null, most);
  const instant = `$${parameters.length - 1}::timestamptz`;
  const some = (table: string) =>
    `select from ${table} o join series s on s.id = o.series_id
     where ${where} and (${instant} is null or o.known_from <= ${instant})`;
  const [{ more }]: [{ more: boolean }] = await reader.query(
    `select count(*) > $${parameters.length}::bigint as more from (
       ${some('observation')} union all ${some('observation_vintage')} limit $${parameters.length}::bigint + 1) o`,
    parameters,
  );
  return more;
}

/** The series that have observations within a filter, by id. */
export function readSeriesExtents(reader: Reader, filter: ObservationFilter): Promise<SeriesExtent[]> {
  const { text, parameters } = observationStatement(filter);
  return reader.query(
    `select "seriesId", indicator, area, frequency, accumulation, breakdown, count(*)::int as observations,
       min("periodStart") as "from", max("periodEnd") as "to"
     from (${text}) o
     group by "seriesId", indicator, area, frequency, accumulation, breakdown order by "seriesId"`,
    parameters,
  );
}

/** The breakdown dimensions of the series that have observations within a filter, in the order of the series. */
export async function readDimensionsInUse(reader: Reader, filter: ObservationFilter): Promise<string[]> {
  const { where, parameters } = conditions(filter);
  const rows: { dimension: string }[] = await reader.query(
    `select k.dimension from series s cross join lateral jsonb_object_keys(s.breakdown) k(dimension)
     where exists (select from observation o where o.series_id = s.id and ${where})
     group by k.dimension order by min(s.id), length(k.dimension), k.dimension`,
    parameters,
  );
  return rows.map(({ dimension }) => dimension);
}

/** The periods that have observations within a filter, each once. */
export function readPeriodsInUse(reader: Reader, filter: ObservationFilter): Promise<TimePeriod[]> {
  const { text, parameters } = observationStatement(filter);
  return reader.query(
    `select distinct frequency, accumulation, "periodStart" as start, "periodEnd" as "end" from (${text}) o`,
    parameters,
  );
}
