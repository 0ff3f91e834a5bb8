import type { Pool, QueryArrayResult } from 'pg';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Database } from '../database.js';

/** A statement that every connection parses and plans once. */
export interface PanelStatement {
  /** Unique in the program, and changed with the text. */
  readonly name: string;
  readonly text: string;
}

/**
 * Runs a statement that panels need many times a second: prepared, rows as arrays in the order of the columns, and
 * nothing of TypeORM's between, which takes as long as the driver itself.
 */
export async function askPanel<Row extends unknown[]>(
  database: Database,
  { name, text }: PanelStatement,
  values: unknown[],
): Promise<Row[]> {
  const pool: Pool = (database.driver as PostgresDriver).master;
  const result: QueryArrayResult<Row> = await pool.query({ name, text, values, rowMode: 'array' });
  return result.rows;
}
