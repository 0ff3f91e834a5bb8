/** The library of major projects in and out of its tables. */
import type { DatedStage } from '#assessment';
import type { Project } from '#contract';
import type { Reader, Tx } from '../database.js';

/** A project with what was reported of it. */
export interface StoredProject extends Project {
  /** Of every stage of which a report in force says when it began: what the newest such report says. */
  readonly reportedStages: readonly {
    readonly stage: DatedStage;
    readonly on: string;
    readonly report: number;
  }[];
  /** Of the newest report in force that gives one. */
  readonly percent: number | null;
  /** When the newest report in force was made. */
  readonly reportedAt: Date | null;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const projectLock = 7_261_040;

/** Keeps other writers of the library waiting until this transaction ends. */
export async function lockProjects(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [projectLock]);
}

/** What a report says stands while it is not withdrawn. What it says of a stage falls also with a correction in force. */
const inForce = 'r.withdrawn_at is null';
const uncorrected = `not exists (select from progress_report c where c.corrects = r.id and c.withdrawn_at is null)`;

/**
 * Projects in the order of their codes.
 * @param narrowed.codes absent: all. @param narrowed.task of one task only.
 */
export function readProjects(
  reader: Reader,
  narrowed: { readonly codes?: readonly string[]; readonly task?: number } = {},
): Promise<StoredProject[]> {
  return reader.query(
    `select code, jsonb_build_object('zh', name_zh, 'en', name_en) as name, level, field, task,
       (select coalesce(jsonb_agg(o.organisation order by o.position), '[]') from project_organisation o
        where o.project = p.code) as organisations,
       (select coalesce(jsonb_agg(a.area order by a.position), '[]') from project_area a
        where a.project = p.code) as areas,
       case when investment_value is not null then
         jsonb_build_object('value', investment_value::text, 'unit', investment_unit) end as investment,
       stage, standing,
       (select coalesce(jsonb_agg(jsonb_build_object('stage', s.stage, 'planned', s.planned, 'actual', s.actual)
          order by array_position($2::text[], s.stage)), '[]') from project_stage s where s.project = p.code) as stages,
       clause, note, updated_at as "updatedAt", updated_by as "updatedBy",
       (select coalesce(jsonb_agg(jsonb_build_object('stage', n.stage, 'on', n.stage_on, 'report', n.id)), '[]')
        from (select distinct on (r.stage) r.stage, r.stage_on, r.id from progress_report r
              where r.project = p.code and r.stage is not null and ${inForce} and ${uncorrected}
              order by r.stage, r.id desc) n) as "reportedStages",
       (select r.percent::float8 from progress_report r
        where r.project = p.code and r.percent is not null and ${inForce} and ${uncorrected}
        order by r.id desc limit 1) as percent,
       (select r.created_at from progress_report r where r.project = p.code and ${inForce}
        order by r.id desc limit 1) as "reportedAt"
     from project p
     where ($1::text[] is null or code = any($1)) and ($3::int is null or task = $3)
     order by code`,
    [narrowed.codes ?? null, stagesInOrder, narrowed.task ?? null],
  );
}

const stagesInOrder: readonly DatedStage[] = [
  'approved',
  'designed',
  'construction',
  'completed',
  'operating',
];

/** One project, or null. */
export async function readProject(reader: Reader, code: string): Promise<StoredProject | null> {
  const [project] = await readProjects(reader, { codes: [code] });
  return project ?? null;
}

/** Creates or replaces projects. Reports on them stay. Everything they refer to must be there. */
export async function saveProjects(
  tx: Tx,
  projects: readonly Project[],
  by: string,
  now: Date,
): Promise<void> {
  if (projects.length === 0) return;
  const rows = projects.map((project) => ({
    code: project.code,
    name_zh: project.name.zh,
    name_en: project.name.en,
    level: project.level,
    field: project.field,
    task: project.task,
    investment_value: project.investment?.value ?? null,
    investment_unit: project.investment?.unit ?? null,
    stage: project.stage,
    standing: project.standing,
    clause: project.clause,
    note: project.note,
    updated_at: now,
    updated_by: by,
  }));
  const columns = Object.keys(rows[0]!);
  await tx.query(
    `insert into project (${columns.join(', ')})
     select ${columns.join(', ')} from jsonb_populate_recordset(null::project, $1::jsonb)
     on conflict (code) do update set ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [JSON.stringify(rows)],
  );
  await replaceParts(tx, 'project_organisation', projects, ({ code, organisations }) =>
    organisations.map((organisation, index) => ({ project: code, position: index + 1, organisation })),
  );
  await replaceParts(tx, 'project_area', projects, ({ code, areas }) =>
    areas.map((area, index) => ({ project: code, position: index + 1, area })),
  );
  await replaceParts(tx, 'project_stage', projects, ({ code, stages }) =>
    stages
      .filter(({ planned, actual }) => planned !== null || actual !== null)
      .map(({ stage, planned, actual }) => ({ project: code, stage, planned, actual })),
  );
}

/** Table names come from this file only. */
async function replaceParts(
  tx: Tx,
  table: 'project_organisation' | 'project_area' | 'project_stage',
  projects: readonly Project[],
  rowsOf: (project: Project) => object[],
): Promise<void> {
  await tx.query(`delete from ${table} where project = any($1::text[])`, [projects.map(({ code }) => code)]);
  await tx.query(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
    JSON.stringify(projects.flatMap(rowsOf)),
  ]);
}
