import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the few targets that an import's series bear on among all of a large plan. */
export class TargetMeasure1796600000000 implements MigrationInterface {
  readonly name = 'TargetMeasure1796600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX "target_measure" ON "target" ("indicator", "area") WHERE (valid_to IS NULL)`,
    );
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
