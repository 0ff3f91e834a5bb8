import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every table that a panel shows something of, now or as of a past instant. */
const shown = [
  'plan',
  'plan_section',
  'organisation',
  'plan_task',
  'task_organisation',
  'area',
  'breakdown_value',
  'indicator',
  'indicator_task',
  'target',
  'target_milestone',
  'series',
  'observation',
  'observation_vintage',
  'undone_vintage',
  'assessment',
  'alert',
  'import_rejection',
];

/**
 * A version of all that panels show: another one after every transaction that changed any of it, from the moment in
 * which that transaction's other writes can be seen. Triggers see to it, so that no writer can forget it, the
 * administrator with psql included.
 *
 * - The version is drawn by chance and never comes back, except with the very data that it stood for (a restored
 *   backup). A sequence would count before the commit, and show old data under a new number.
 * - It is changed as the last act of a transaction, by a deferred trigger on a table of its own: only one row can be
 *   changed by one transaction at a time, and an import that changed it at its first row would keep all other writers
 *   waiting until its last. As nothing is locked after it, it cannot be part of a deadlock.
 * - Statements are watched, not rows: COPY of a million rows pays once per COPY. A setting of the transaction (undone
 *   with the transaction or the savepoint that made it) tells the second statement that the first has seen to it.
 */
const statements = [
  `CREATE TABLE data_version (version uuid NOT NULL)`,
  `CREATE UNIQUE INDEX data_version_one ON data_version ((true))`,
  `INSERT INTO data_version VALUES (gen_random_uuid())`,
  `CREATE UNLOGGED TABLE data_change (id bigint GENERATED ALWAYS AS IDENTITY)`,

  `CREATE FUNCTION data_changed() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF current_setting('guanzhong.data_changed', true) IS DISTINCT FROM 'yes' THEN
       PERFORM set_config('guanzhong.data_changed', 'yes', true);
       INSERT INTO data_change DEFAULT VALUES;
     END IF;
     RETURN NULL;
   END $$`,
  `CREATE FUNCTION draw_data_version() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     DELETE FROM data_change WHERE id = NEW.id;
     UPDATE data_version SET version = gen_random_uuid();
     RETURN NULL;
   END $$`,
  `CREATE CONSTRAINT TRIGGER draw_data_version AFTER INSERT ON data_change DEFERRABLE INITIALLY DEFERRED
   FOR EACH ROW EXECUTE FUNCTION draw_data_version()`,

  // For the migration of a later table too: SELECT watch_data('its_name').
  `CREATE FUNCTION watch_data(watched regclass) RETURNS void LANGUAGE plpgsql AS $$
   BEGIN
     EXECUTE format('CREATE TRIGGER data_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s
                     FOR EACH STATEMENT EXECUTE FUNCTION data_changed()', watched);
   END $$`,
  ...shown.map((table) => `SELECT watch_data('${table}')`),

  // An import says every second that it lives and how far it has come, which no panel shows.
  `CREATE FUNCTION import_changed() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF current_setting('guanzhong.data_changed', true) IS DISTINCT FROM 'yes' AND EXISTS (
       SELECT to_jsonb(a) - '{progress,heartbeat_at,cancel_requested}'::text[] FROM after_update a
       EXCEPT
       SELECT to_jsonb(b) - '{progress,heartbeat_at,cancel_requested}'::text[] FROM before_update b)
     THEN
       PERFORM set_config('guanzhong.data_changed', 'yes', true);
       INSERT INTO data_change DEFAULT VALUES;
     END IF;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER data_changed AFTER INSERT OR DELETE OR TRUNCATE ON "import"
   FOR EACH STATEMENT EXECUTE FUNCTION data_changed()`,
  `CREATE TRIGGER import_changed AFTER UPDATE ON "import"
   REFERENCING OLD TABLE AS before_update NEW TABLE AS after_update
   FOR EACH STATEMENT EXECUTE FUNCTION import_changed()`,
];

export class DataVersion1796900000000 implements MigrationInterface {
  readonly name = 'DataVersion1796900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
