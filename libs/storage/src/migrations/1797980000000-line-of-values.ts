import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where in its file a value stands, with every vintage: the line, and in a table across the letters of the column. What
 * came before is null, and stays so: the files are not kept. A column without a default rewrites no row.
 */
const statements = [
  ...['observation', 'observation_vintage', 'undone_vintage'].map(
    (table) => `ALTER TABLE "${table}" ADD "line" integer, ADD "column_letters" text`,
  ),
  // A value that is typed on the page stands on no line.
  ...['observation_staging', 'observation_change'].map(
    (table) => `ALTER TABLE "${table}" ALTER "line" DROP NOT NULL, ADD "column_letters" text`,
  ),
];

export class LineOfValues1797980000000 implements MigrationInterface {
  readonly name = 'LineOfValues1797980000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
