import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the vintages of an import go that is taken back. */
export class UndoneVintage1796400000000 implements MigrationInterface {
  readonly name = 'UndoneVintage1796400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE "undone_vintage" ("import_id" integer NOT NULL, "series_id" bigint NOT NULL,
      "period_start" date NOT NULL, "known_from" TIMESTAMP WITH TIME ZONE NOT NULL, "period_end" date NOT NULL,
      "value" numeric NOT NULL, "status" text NOT NULL, "comment" text, "source" jsonb,
      CONSTRAINT "undone_vintage_pk" PRIMARY KEY ("import_id", "series_id", "period_start", "known_from"))`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
