import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rules of `overdue` were about values alone; from now on the condition is put to the stages of projects, too. Those that
 * are there keep their meaning, and what was edited in them: a matcher is added that no stage of a project passes. As a
 * version of their own, since alerts tell by which version of a rule they fired.
 */
const overdueOfValues = `
  with overdue as (
    select r.name, r.version + 1 as version, v.definition
    from alert_rule r join alert_rule_version v using (name, version)
    where v.definition -> 'condition' ->> 'kind' = 'overdue'
      and not exists (select from jsonb_array_elements(v.definition -> 'matchers') m
                      where m ->> 'label' in ('project', 'stage'))
  ), versions as (
    insert into alert_rule_version (name, version, changed_at, changed_by, definition)
    select name, version, now(), 'migration', jsonb_set(definition, '{matchers}',
      definition -> 'matchers' || jsonb_build_object('label', 'project', 'operator', '=', 'value', ''))
    from overdue
  )
  update alert_rule r set version = o.version from overdue o where r.name = o.name`;

export class OverdueOfValues1797800000000 implements MigrationInterface {
  readonly name = 'OverdueOfValues1797800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(overdueOfValues);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
