/** Reports of progress and their evidence. Written once, read for ever. */
import type { Evidence, ProgressReport } from '#contract';
import type { Reader, Tx } from '../database.js';
import { idParameter } from './id-parameter.js';
import { iso } from './iso-instant.js';

/** What a report is about. */
export type ReportSubject = { readonly task: number } | { readonly project: string };

export interface ReportDraft {
  readonly subject: ReportSubject;
  readonly organisation: string;
  readonly author: string;
  readonly createdAt: Date;
  readonly text: string;
  readonly percent: number | null;
  readonly stage: { readonly stage: string; readonly on: string } | null;
  readonly corrects: number | null;
}

export interface EvidenceDraft extends Omit<Evidence, 'id'> {
  readonly content: Buffer;
}

const reportColumns = `r.id, r.task, r.project, r.organisation, r.author, ${iso('r.created_at')} as "createdAt",
  r.text, r.percent::float8 as percent,
  case when r.stage is not null then jsonb_build_object('stage', r.stage, 'on', r.stage_on) end as stage, r.corrects,
  (select max(c.id) from progress_report c where c.corrects = r.id and c.withdrawn_at is null) as "correctedBy",
  case when r.withdrawn_at is not null then jsonb_build_object('at', ${iso('r.withdrawn_at')},
    'by', r.withdrawn_by, 'reason', r.withdrawn_reason) end as withdrawn,
  (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'mediaType', e.media_type,
     'bytes', e.bytes, 'sha256', e.sha256) order by e.id), '[]')
   from progress_evidence e where e.report = r.id) as evidence`;

/** Adds a report; returns its number. */
export async function addReport(tx: Tx, report: ReportDraft): Promise<number> {
  const { subject, stage } = report;
  const [{ id }]: [{ id: number }] = await tx.query(
    `insert into progress_report
       (task, project, organisation, author, created_at, text, percent, stage, stage_on, corrects)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
    [
      'task' in subject ? subject.task : null,
      'project' in subject ? subject.project : null,
      report.organisation,
      report.author,
      report.createdAt,
      report.text,
      report.percent,
      stage?.stage ?? null,
      stage?.on ?? null,
      report.corrects,
    ],
  );
  return id;
}

/** Adds the file at that place of a report, from 1. */
export async function addEvidence(
  tx: Tx,
  report: number,
  id: number,
  { name, mediaType, bytes, sha256, content }: EvidenceDraft,
): Promise<void> {
  await tx.query(
    `insert into progress_evidence (report, id, name, media_type, bytes, sha256, content)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [report, id, name, mediaType, bytes, sha256, content],
  );
}

/**
 * Reports on one subject, the newest first, the withdrawn ones among them.
 * @param page.before only those made before this report.
 */
export function readReports(
  reader: Reader,
  subject: ReportSubject,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<ProgressReport[]> {
  const [column, key] = 'task' in subject ? ['task', subject.task] : ['project', subject.project];
  return reader.query(
    `select ${reportColumns} from progress_report r
     where r.${column} = $1 and ($2::bigint is null or r.id < $2::bigint)
     order by r.id desc limit $3`,
    [key, page.before === undefined ? null : idParameter(page.before), page.limit],
  );
}

export async function readReport(reader: Reader, id: number): Promise<ProgressReport | null> {
  const [report]: ProgressReport[] = await reader.query(
    `select ${reportColumns} from progress_report r where r.id = $1::bigint`,
    [idParameter(id)],
  );
  return report ?? null;
}

/** How a task stands by its reports. */
export interface TaskReports {
  readonly task: number;
  /** Reports in force. */
  readonly count: number;
  /** The newest in force. */
  readonly newest: ProgressReport;
}

/** Of every task that has a report in force. @param task of that one only. */
export function readTaskReports(reader: Reader, task: number | null): Promise<TaskReports[]> {
  return reader.query(
    `select n.task, n.count::int as count, to_jsonb(report) as newest
     from (select task, count(*) as count, max(id) as id from progress_report
           where task is not null and withdrawn_at is null and ($1::int is null or task = $1) group by task) n
     cross join lateral (select ${reportColumns} from progress_report r where r.id = n.id) report
     order by n.task`,
    [task],
  );
}

/** Withdraws a report; false when it is withdrawn already or there is none. */
export async function withdrawReport(
  tx: Tx,
  id: number,
  { by, reason, at }: { readonly by: string; readonly reason: string; readonly at: Date },
): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `with withdrawn as (
       update progress_report set withdrawn_at = $2, withdrawn_by = $3, withdrawn_reason = $4
       where id = $1::bigint and withdrawn_at is null returning 1
     ) select 1 from withdrawn`,
    [idParameter(id), at, by, reason],
  );
  return rows.length > 0;
}

/** A file of a report with its bytes, or null. */
export async function readEvidence(
  reader: Reader,
  report: number,
  id: number,
): Promise<EvidenceDraft | null> {
  const [evidence]: EvidenceDraft[] = await reader.query(
    `select name, media_type as "mediaType", bytes, sha256, content from progress_evidence
     where report = $1::bigint and id = $2::bigint`,
    [idParameter(report), idParameter(id)],
  );
  return evidence ?? null;
}

/**
 * Whoever answers for a task or project: the organisations that it names, in their order, and the members of the groups
 * among them. Empty when there is no such subject.
 */
export async function readAnswerable(reader: Reader, subject: ReportSubject): Promise<string[]> {
  const [table, column, key] =
    'task' in subject
      ? ['task_organisation', 'task', subject.task]
      : ['project_organisation', 'project', subject.project];
  const rows: { code: string }[] = await reader.query(
    `select code from (
       select n.organisation as code, n.position, 0 as member from ${table} n where n.${column} = $1
       union all
       select m.code, n.position, m.at from ${table} n join organisation g on g.code = n.organisation
         cross join lateral unnest(g.members) with ordinality m (code, at) where n.${column} = $1
     ) named group by code order by min(position), min(member)`,
    [key],
  );
  return rows.map(({ code }) => code);
}
