import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How a file was understood, what was asked, its first values and how far it has come stand with its import; what a
 * person said of a layout is kept as a profile. The header becomes the lines down to it.
 */
export class ImportUnderstanding1796100000000 implements MigrationInterface {
  readonly name = 'ImportUnderstanding1796100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "import"
      ADD "rows_missing" integer NOT NULL DEFAULT 0,
      ADD "understood" jsonb,
      ADD "questions" jsonb NOT NULL DEFAULT '[]',
      ADD "preview" jsonb NOT NULL DEFAULT '[]',
      ADD "preamble" jsonb NOT NULL DEFAULT '[]',
      ADD "progress" jsonb,
      ADD "heartbeat_at" TIMESTAMP WITH TIME ZONE,
      ADD "cancel_requested" boolean NOT NULL DEFAULT false,
      ADD "undone_at" TIMESTAMP WITH TIME ZONE,
      ADD "undone_by" text`);
    await runner.query(
      `UPDATE "import" SET "preamble" = jsonb_build_array(to_jsonb("header")) WHERE cardinality("header") > 0`,
    );
    await runner.query(`ALTER TABLE "import"
      DROP "header",
      ALTER "rows_missing" DROP DEFAULT,
      ALTER "questions" DROP DEFAULT,
      ALTER "preview" DROP DEFAULT,
      ALTER "preamble" DROP DEFAULT,
      ALTER "cancel_requested" DROP DEFAULT`);
    await runner.query(`CREATE TABLE "import_profile" ("fingerprint" text NOT NULL, "name" text NOT NULL,
      "answers" jsonb NOT NULL, "header" jsonb NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
      "created_by" text NOT NULL,
      CONSTRAINT "import_profile_name" UNIQUE ("name"),
      CONSTRAINT "import_profile_pk" PRIMARY KEY ("fingerprint"))`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
