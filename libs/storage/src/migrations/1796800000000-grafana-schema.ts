import type { MigrationInterface, QueryRunner } from 'typeorm';
import { columnComment } from './grafana-schema/column-comments.js';
import { periodFunctions } from './grafana-schema/periods.js';
import { readerRoleStatement } from './grafana-schema/reader-role.js';
import { releasesDue } from './grafana-schema/releases-due.js';
import type { SchemaObject } from './grafana-schema/schema-object.js';
import { targetViews } from './grafana-schema/views-of-targets.js';
import { valueViews } from './grafana-schema/views-of-values.js';

/** One row: see keepTimeZone. In this schema, since nothing else reads it. */
const setting = [
  `create table if not exists grafana.service_setting (
     only_row boolean not null default true primary key check (only_row), time_zone text not null)`,
  `comment on table grafana.service_setting is 'What the views need to know of the service. 视图所需的服务设置。'`,
  `insert into grafana.service_setting (time_zone) values ('Asia/Shanghai') on conflict do nothing`,
];

/** Copies of what the service computes: see keepComputedCopies. */
const computedCopies = [
  `create table if not exists grafana.computed_observation (
     indicator text not null, area text not null, frequency text not null, accumulation text not null,
     breakdown jsonb not null, period_start date not null, period_end date not null, value numeric not null,
     status text not null, known_from timestamptz not null,
     primary key (indicator, area, frequency, accumulation, breakdown, period_start))`,
  `comment on table grafana.computed_observation is 'Copies of the values that the service computes from others: read grafana.computed_observations. 服务推算数值的副本。'`,
];

/** In the order in which they need each other. */
const objects: readonly SchemaObject[] = [...periodFunctions, ...valueViews, ...targetViews, ...releasesDue];

/**
 * The schema `grafana`: views and functions for Grafana's built-in PostgreSQL source, and the role that may read
 * them. Views read with their owner's rights; functions have no rights of their own and read views only.
 *
 * Names, columns and their order are promised to dashboards: a later migration may add views, and columns at the end.
 * One that alters a column which a view reads has to drop the view and make it again, and grant it to the role again.
 */
export class GrafanaSchema1796800000000 implements MigrationInterface {
  readonly name = 'GrafanaSchema1796800000000';

  async up(runner: QueryRunner): Promise<void> {
    // Not "if not exists", for which Postgres wants the right to make schemas even where there is nothing to make.
    await runner.query(`do $$ begin
      if not exists (select from pg_namespace where nspname = 'grafana') then create schema grafana; end if;
    end $$`);
    await runner.query(
      `comment on schema grafana is 'For panels of Grafana: stable views, read-only. 供Grafana面板读取的稳定视图（只读）。'`,
    );
    for (const statement of [...setting, ...computedCopies]) await runner.query(statement);
    for (const { kind, name, sql, comment } of objects) {
      await runner.query(`create or replace ${kind} grafana."${name}" ${kind === 'view' ? 'as ' : ''}${sql}`);
      await runner.query(`comment on ${kind} grafana."${name}" is ${literal(comment)}`);
    }
    const columns: { view: string; column: string }[] = await runner.query(
      `select table_name as view, column_name as "column" from information_schema.columns
       where table_schema = 'grafana'`,
    );
    for (const { view, column } of columns)
      await runner.query(
        `comment on column grafana."${view}"."${column}" is ${literal(columnComment(view, column))}`,
      );
    await runner.query(readerRoleStatement);
  }

  /** Migrations only go forward; going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go forward: restore a backup instead'));
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
