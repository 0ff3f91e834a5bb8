import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How an indicator is computed from others, or an area from the areas in it. */
export class DerivedIndicators1796500000000 implements MigrationInterface {
  readonly name = 'DerivedIndicators1796500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "indicator" ADD "formula" text, ADD "area_roll_up" jsonb`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
