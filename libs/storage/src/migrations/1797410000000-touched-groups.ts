import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each group of alerts knows its own next hour, so that only those are looked at for which something may be news; and the
 * messages whose turn it is are found without looking at all that wait. */
export class TouchedGroups1797410000000 implements MigrationInterface {
  readonly name = 'TouchedGroups1797410000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE "notification_group" ADD "next_at" TIMESTAMP WITH TIME ZONE, ADD "astray" boolean NOT NULL DEFAULT false`,
    );
    await runner.query(
      `CREATE INDEX "notification_group_next" ON "notification_group" ("next_at") WHERE (next_at is not null)`,
    );
    await runner.query(
      `CREATE INDEX "notification_group_astray" ON "notification_group" ("receiver") WHERE astray`,
    );
    await runner.query(
      `CREATE INDEX "delivery_turn" ON "delivery" ("receiver", "next_attempt_at", "id") WHERE (state = 'due'::text)`,
    );
    await runner.query(
      `CREATE INDEX "delivery_failing" ON "delivery" ("receiver") WHERE ((state = 'due'::text) AND (failing_since IS NOT NULL))`,
    );
    await runner.query(`ALTER TABLE "notification_due" ADD "fingerprints" text array`);
    // Ends that were told are not remembered any more.
    await runner.query(
      `update notification_group set told = coalesce(
         (select jsonb_object_agg(fingerprint, entry) from jsonb_each(told) as t(fingerprint, entry)
          where entry ->> 'state' <> 'resolved'), '{}')`,
    );
    // All groups are looked at once, and their hours noted.
    await runner.query(`insert into notification_due (at) values (null)`);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
