import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `observation` becomes the one place of the vintage in force, comment and source with it, and `observation_vintage`
 * keeps superseded ones only, so that a new value is written once.
 */
const statements = [
  `ALTER TABLE "observation" ADD "comment" text, ADD "source" jsonb`,
  `ALTER TABLE "observation_vintage" DROP CONSTRAINT "FK_ea4e277390e9bd3ed5aa6f0ffe9"`,
  `ALTER TABLE "observation_vintage" ALTER "source" DROP NOT NULL`,
  // In force is the last one by known_from; of several known from the same instant, the one that came last.
  `UPDATE "observation" o SET "comment" = v."comment", "source" = v."source"
   FROM (SELECT DISTINCT ON ("series_id", "period_start") "series_id", "period_start", "comment",
           nullif("source", '{}') AS "source"
         FROM "observation_vintage" ORDER BY "series_id", "period_start", "known_from" DESC, "id" DESC) v
   WHERE o."series_id" = v."series_id" AND o."period_start" = v."period_start"
     AND (v."comment" IS NOT NULL OR v."source" IS NOT NULL)`,
  `DELETE FROM "observation_vintage" v WHERE NOT EXISTS (
     SELECT FROM "observation_vintage" later
     WHERE later."series_id" = v."series_id" AND later."period_start" = v."period_start"
       AND (later."known_from", later."id") > (v."known_from", v."id"))`,
  `UPDATE "observation_vintage" SET "source" = NULL WHERE "source" = '{}'`,
  // Nothing outlives its transaction here, so there is nothing to move.
  `DROP TABLE observation_staging`,
  `CREATE UNLOGGED TABLE observation_staging (
     place integer NOT NULL,
     line integer NOT NULL,
     "column" text,
     series_id bigint NOT NULL,
     period_start date NOT NULL,
     period_end date NOT NULL,
     value numeric NOT NULL,
     status text NOT NULL,
     known_from timestamptz NOT NULL,
     released boolean NOT NULL,
     repeats boolean NOT NULL,
     comment text,
     source jsonb)`,
  `CREATE UNLOGGED TABLE observation_repeat (series_id bigint NOT NULL, period_start date NOT NULL)`,
  `CREATE UNLOGGED TABLE observation_change (
     kind text NOT NULL,
     place integer NOT NULL,
     line integer NOT NULL,
     series_id bigint NOT NULL,
     period_start date NOT NULL,
     period_end date NOT NULL,
     value numeric NOT NULL,
     status text NOT NULL,
     known_from timestamptz NOT NULL,
     comment text,
     source jsonb)`,
];

export class SupersededVintages1796200000000 implements MigrationInterface {
  readonly name = 'SupersededVintages1796200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
