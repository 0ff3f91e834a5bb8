import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What became known in a month is found without going through all that is stored. A summary of every 32 pages (BRIN)
 * and not an entry for every value: what comes together lies together, and an import pays next to nothing for it. What
 * was written since the last summary is gone through in any case.
 */
const indexes = ['observation', 'observation_vintage'].map(
  (table) => `create index "${table}_known_from" on "${table}"
    using brin (known_from) with (pages_per_range = 32, autosummarize = on)`,
);

export class KnownFrom1797910000000 implements MigrationInterface {
  readonly name = 'KnownFrom1797910000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of indexes) await runner.query(statement);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
