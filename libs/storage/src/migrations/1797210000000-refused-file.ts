import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An open trouble with a source's files says which one was refused and why, for as long as it is told. */
export class RefusedFile1797210000000 implements MigrationInterface {
  readonly name = 'RefusedFile1797210000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE "import_source_incident" ADD "file" text, ADD "refused_rows" integer, ADD "why" text`,
    );
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
