import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  furtherColumns,
  furtherNames,
  namesOf,
  statusOfRecord,
  targetColumns,
  targetNames,
  verdictNames,
} from './grafana-schema/views-of-targets.js';

/** A first version counts before itself only where the target came with the plan: as queries/targets.ts has it. */
const statements = [
  `create or replace view grafana.target_versions as
   select ${targetColumns}, ${furtherColumns}, t.valid_from, t.valid_to, t.changed_at from target t`,
  `comment on column grafana.target_versions.changed_at is 'When the version was made; of a target that came with the plan the first is in force since the plan, which is not when it was made. 版本录入时间。'`,
  `create or replace function grafana.verdicts_as_of(as_of timestamptz) returns setof grafana.verdicts
   language sql stable parallel safe rows 200
   begin atomic
     select ${namesOf('t', targetNames)}, w.status, w.status_zh, w.status_en, w.severity,
       ${namesOf('r', verdictNames.replace(/^status, status_zh, status_en, severity, /, ''))},
       ${namesOf('t', furtherNames)}
     from (
       select distinct on (v.target) v.* from grafana.target_versions v
       where v.valid_from <= verdicts_as_of.as_of or v.version = 1 and v.valid_from <> v.changed_at
       order by v.target, v.version desc
     ) t
     left join lateral (
       select * from grafana.verdict_records r
       where r.target = t.target and r.recorded_at <= verdicts_as_of.as_of order by r.id desc limit 1
     ) r on true
     ${statusOfRecord}
     where t.valid_to is null or t.valid_to > verdicts_as_of.as_of;
   end`,
];

/** `grafana.verdicts_as_of` had a target that was added later, without a verdict, on every day before it was added. */
export class VerdictsOfTheirDay1797900000000 implements MigrationInterface {
  readonly name = 'VerdictsOfTheirDay1797900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}
