import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The versions of indicators and organisations, and why a version of a target was made. What is stored becomes version 1
 * of no known author: who wrote it, and since when it has been so, was not kept. A version is never changed, not by
 * the administrator with psql either.
 */
const statements = [
  `ALTER TABLE "target" ADD "change_reason" text`,
  `CREATE TABLE "indicator_version" ("indicator" text NOT NULL, "version" integer NOT NULL, "changed_at" TIMESTAMP WITH TIME ZONE NOT NULL, "changed_by" text, "reason" text, "definition" jsonb NOT NULL, CONSTRAINT "indicator_version_pk" PRIMARY KEY ("indicator", "version"))`,
  `CREATE TABLE "organisation_version" ("organisation" text NOT NULL, "version" integer NOT NULL, "changed_at" TIMESTAMP WITH TIME ZONE NOT NULL, "changed_by" text, "reason" text, "definition" jsonb NOT NULL, CONSTRAINT "organisation_version_pk" PRIMARY KEY ("organisation", "version"))`,
  `ALTER TABLE "indicator_version" ADD CONSTRAINT "indicator_version_indicator_fk" FOREIGN KEY ("indicator") REFERENCES "indicator"("code") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "organisation_version" ADD CONSTRAINT "organisation_version_organisation_fk" FOREIGN KEY ("organisation") REFERENCES "organisation"("code") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `INSERT INTO "indicator_version" (indicator, version, changed_at, definition)
   SELECT code, 1, now(), jsonb_build_object(
     'code', code, 'name', jsonb_build_object('zh', name_zh, 'en', name_en), 'kind', kind,
     'unit', jsonb_build_object('zh', unit_zh, 'en', unit_en), 'decimals', decimals, 'direction', direction,
     'lowerBound', lower_bound::text, 'upperBound', upper_bound::text, 'naturalLimit', natural_limit::text,
     'frequency', frequency, 'releaseLagDays', release_lag_days, 'owner', owner,
     'tasks', coalesce((SELECT jsonb_agg(t.task ORDER BY t.task) FROM indicator_task t
                        WHERE t.indicator = indicator.code), '[]'),
     'dimensions', to_jsonb(dimensions),
     'definition', jsonb_build_object('zh', definition_zh, 'en', definition_en), 'note', note, 'formula', formula,
     'areaRollUp', area_roll_up, 'isGrowthRate', is_growth_rate)
   FROM indicator`,
  `INSERT INTO "organisation_version" (organisation, version, changed_at, definition)
   SELECT code, 1, now(), jsonb_build_object(
     'code', code, 'name', jsonb_build_object('zh', name_zh, 'en', name_en), 'kind', kind,
     'members', to_jsonb(members), 'areas', to_jsonb(areas), 'note', note)
   FROM organisation`,
  `CREATE FUNCTION keep_catalogue_version() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'a version of the catalogue is never changed: make the next one';
   END $$`,
  `CREATE TRIGGER keep_catalogue_version BEFORE UPDATE OR DELETE ON "indicator_version"
   FOR EACH ROW EXECUTE FUNCTION keep_catalogue_version()`,
  `CREATE TRIGGER keep_catalogue_version BEFORE UPDATE OR DELETE ON "organisation_version"
   FOR EACH ROW EXECUTE FUNCTION keep_catalogue_version()`,
];

export class CatalogueVersions1797500000000 implements MigrationInterface {
  readonly name = 'CatalogueVersions1797500000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
