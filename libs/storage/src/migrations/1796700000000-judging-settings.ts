import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A target's own thresholds and what it reads a zero as; which indicators are growth rates; finds the computed ones. */
export class JudgingSettings1796700000000 implements MigrationInterface {
  readonly name = 'JudgingSettings1796700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "target" ADD "thresholds" jsonb, ADD "zero_as" numeric`);
    await runner.query(`ALTER TABLE "indicator" ADD "is_growth_rate" boolean`);
    await runner.query(
      `CREATE INDEX "indicator_computed" ON "indicator" ("code")
       WHERE ((formula IS NOT NULL) OR (area_roll_up IS NOT NULL))`,
    );
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
