import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which version of itself a receiver is, who made it and when, and which version changed each of its fields last: so that
 * of two who change it at once the second is told what the first changed. No earlier text is kept, for it has secrets.
 * Who changed those that are there, and when, is in the audit.
 */
const statements = [
  `ALTER TABLE "receiver" ADD "version" integer NOT NULL DEFAULT '1'`,
  `ALTER TABLE "receiver" ADD "changed_at" TIMESTAMP WITH TIME ZONE`,
  `ALTER TABLE "receiver" ADD "changed_by" text`,
  `ALTER TABLE "receiver" ADD "changed_in" jsonb NOT NULL DEFAULT '{}'`,
  `UPDATE "receiver" r SET changed_at = a.at, changed_by = a.who
   FROM (SELECT DISTINCT ON (subject) subject, at, who FROM "audit_entry"
         WHERE action = 'change' AND subject LIKE 'receiver %' ORDER BY subject, id DESC) a
   WHERE a.subject = 'receiver ' || r.name`,
];

export class ReceiverVersions1797951000000 implements MigrationInterface {
  readonly name = 'ReceiverVersions1797951000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
