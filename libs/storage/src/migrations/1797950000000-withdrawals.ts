import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who withdrew a target and why, kept with the version that ended by it. Of withdrawals from before, the audit knows who;
 * a reason could not be given then.
 */
const statements = [
  `ALTER TABLE "target" ADD "withdrawn_by" text`,
  `ALTER TABLE "target" ADD "withdrawal_reason" text`,
  `UPDATE "target" t SET withdrawn_by = a.who FROM "audit_entry" a
   WHERE t.valid_to IS NOT NULL AND a.action = 'withdraw' AND a.subject = 'target ' || t.code
     AND a.details ->> 'version' = t.version::text`,
];

export class Withdrawals1797950000000 implements MigrationInterface {
  readonly name = 'Withdrawals1797950000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
