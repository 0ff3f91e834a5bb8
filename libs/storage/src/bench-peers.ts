/** What the benchmarks compare the service with: the same driver and database, and nothing of the service between. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Database } from './database.js';
import { askPanel } from './queries/panel-statement.js';

/**
 * COPY of a CSV file with a header into a table that is dropped afterwards.
 * @param table what follows `create` up to the columns: "unlogged table" for the pace at which this machine's Postgres
 * takes rows at all, "table" for rows that are there after a crash.
 * @param columns names and types in the order of the file, and a key, as `create table` takes them.
 */
export async function copyCsv(
  database: Database,
  table: 'table' | 'unlogged table',
  columns: string,
  csv: Readable,
): Promise<void> {
  const runner = database.createQueryRunner();
  try {
    const client: Client = await runner.connect();
    await client.query(`create ${table} bench_copy (${columns})`);
    await pipeline(csv, client.query(copyFrom('copy bench_copy from stdin with (format csv, header)')));
    await client.query('drop table bench_copy');
  } finally {
    await runner.release();
  }
}

/** Takes away everything that was imported, so that the next import finds an empty database. */
export async function forgetImports(database: Database): Promise<void> {
  await database.query('truncate observation, observation_vintage, series, import, assessment cascade');
}

/**
 * Current values of series by a prepared query on the primary key, rows as arrays of text: the least that reading
 * them from this machine's Postgres can cost.
 * @returns how many rows came.
 */
export async function readBare(database: Database, seriesIds: readonly string[]): Promise<number> {
  const pool: Pool = (database.driver as PostgresDriver).master;
  const { rows } = await pool.query({
    name: 'bench-read-bare',
    text: `select series_id, period_start, period_end, value::text, status from observation
           where series_id = any($1::bigint[]) order by series_id, period_start`,
    values: [seriesIds],
    rowMode: 'array',
  });
  return rows.length;
}

const barePoints = {
  name: 'bench-bare-points',
  text: `select series_id, period_end, value from observation
         where series_id = any($1::bigint[]) order by series_id, period_start`,
};

/** The points of series as bare as they come: id, last day and value, as texts. */
export function readBarePoints(database: Database, seriesIds: readonly string[]): Promise<string[][]> {
  return askPanel<string[]>(database, barePoints, [seriesIds]);
}

/** A series with all its points, as another store takes it. */
export interface WholeSeries {
  readonly indicator: string;
  readonly area: string;
  /** 00:00 UTC of the last days of the periods, in epoch milliseconds. */
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** These series whole. */
export function readWholeSeries(database: Database, seriesIds: readonly string[]): Promise<WholeSeries[]> {
  return database.query(
    `select s.indicator, s.area, o.times, o.values
     from unnest($1::bigint[]) wanted(id) join series s using (id) cross join lateral (
       select json_agg((period_end - date '1970-01-01') * 86400000::bigint order by period_start) as times,
         json_agg(value order by period_start) as values
       from observation where series_id = s.id
     ) o`,
    [seriesIds],
  );
}
