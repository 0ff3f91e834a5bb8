import { readFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import { AppError, type NewReport, type ProgressReport } from '#contract';
import { bareProject, checkProject, readProjectReference, recogniseEvidence } from '#ingest';
import { courseOf, putProjects } from '#monitoring';
import {
  addAuditEntry,
  addEvidence,
  addReport,
  type Caller,
  type Database,
  type EvidenceDraft,
  inTransaction,
  lockJudgement,
  lockProjects,
  readAnswerable,
  readProject,
  readReport,
  type ReportSubject,
  type Tx,
  withdrawReport,
} from '#storage';
import { dayInZone, formatPeriod, parsePeriod } from '#time-period';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import type { SpooledEvidence } from './receive-report.js';
import { mayWithdraw, reportingOrganisation } from './reporting-organisation.js';

/** Keeps what organisations report of their progress. */
@Injectable()
export class ProgressReports {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Keeps a report with its evidence, all of it or nothing.
   * @throws AppError not-found, not-permitted, invalid-request, conflict, not-evidence.
   */
  async add(
    subject: ReportSubject,
    report: NewReport,
    files: readonly SpooledEvidence[],
    caller: Caller,
  ): Promise<ProgressReport> {
    const answerable = await readAnswerable(this.database.manager, subject);
    if (answerable.length === 0) throw noSubject(subject);
    const organisation = reportingOrganisation(caller, report.organisation ?? null, answerable);
    const kinds: Omit<EvidenceDraft, 'content'>[] = [];
    for (const file of files) kinds.push(await recognised(file));
    const createdAt = this.clock();
    const id = await inTransaction(this.database, async (tx) => {
      // A correction may take back what the report before it said of a stage.
      const bearsOnStages = 'project' in subject && Boolean(report.stage ?? report.corrects);
      if (bearsOnStages) await lockJudgement(tx);
      const stage = report.stage ? await this.stageOf(tx, subject, report.stage) : null;
      if (report.corrects) await mayCorrect(tx, report.corrects, subject, organisation);
      const added = await addReport(tx, {
        subject,
        organisation,
        author: caller.name,
        createdAt,
        text: report.text,
        percent: report.percent ?? null,
        stage,
        corrects: report.corrects ?? null,
      });
      // One after the other: the bytes of one file at a time are in memory.
      for (const [index, kind] of kinds.entries())
        await addEvidence(tx, added, index + 1, { ...kind, content: await readFile(files[index]!.path) });
      await addAuditEntry(tx, {
        at: createdAt,
        who: caller.name,
        action: 'report',
        subject: subjectWords(subject),
        details: {
          report: added,
          organisation,
          percent: report.percent ?? null,
          stage,
          corrects: report.corrects ?? null,
          evidence: kinds.map(({ name, sha256 }) => ({ name, sha256 })),
        },
      });
      if (bearsOnStages) await this.putProject(tx, subject.project, createdAt);
      return added;
    });
    return this.read(id);
  }

  /** @throws AppError not-found. */
  async read(id: number): Promise<ProgressReport> {
    const report = await readReport(this.database.manager, id);
    if (!report) throw new AppError('not-found', `There is no report ${id}.`);
    return report;
  }

  /**
   * Takes a report back; it stays readable with the reason.
   * @throws AppError not-found, not-permitted, conflict when it is withdrawn already.
   */
  async withdraw(id: number, reason: string, caller: Caller): Promise<ProgressReport> {
    const report = await this.read(id);
    mayWithdraw(caller, report.organisation);
    const at = this.clock();
    await inTransaction(this.database, async (tx) => {
      if (report.project !== null) await lockJudgement(tx);
      if (!(await withdrawReport(tx, id, { by: caller.name, reason, at })))
        throw new AppError('conflict', '这份进展已经撤回');
      const { task, project } = report;
      await addAuditEntry(tx, {
        at,
        who: caller.name,
        action: 'withdraw',
        subject: project === null ? `task ${task}` : `project ${project}`,
        details: { report: id, reason },
      });
      if (project !== null) await this.putProject(tx, project, at);
    });
    return this.read(id);
  }

  /** A report may end a stage's being late, or show by its withdrawal that it still is. */
  private async putProject(tx: Tx, code: string, now: Date): Promise<void> {
    await putProjects(tx, [code], { now, timeZone: this.configuration.timeZone });
  }

  /** The stage that a report says has begun, when the project's other dates allow it. */
  private async stageOf(tx: Tx, subject: ReportSubject, { stage, on }: NonNullable<NewReport['stage']>) {
    const refuse = (code: string, message: string) =>
      new AppError('invalid-request', message, [{ path: 'stage', code, message }]);
    if (!('project' in subject)) throw refuse('unexpected', '只有项目有阶段');
    await lockProjects(tx);
    const project = (await readProject(tx, subject.project))!;
    const period = parsePeriod(on);
    if (period === null) throw refuse('invalid-date', `${on} 不是日期`);
    if (project.stages.some((dates) => dates.stage === stage && dates.actual !== null))
      throw new AppError('conflict', '项目库里已有这一阶段的实际日期；要更正请联系管理员');
    const actual = formatPeriod(period);
    const { known } = await readProjectReference(tx);
    const today = dayInZone(this.clock(), this.configuration.timeZone);
    const stages = courseOf(project).stages.map((dates) =>
      dates.stage === stage ? { ...dates, actual } : dates,
    );
    const fault = checkProject({ ...bareProject(project), stages }, known, today).find(({ column }) =>
      column.startsWith('actual_'),
    );
    if (fault) throw refuse(fault.code, fault.message);
    return { stage, on: actual };
  }
}

async function recognised({
  path,
  name,
  bytes,
  sha256,
}: SpooledEvidence): Promise<Omit<EvidenceDraft, 'content'>> {
  return { ...(await recogniseEvidence(path, name)), bytes, sha256 };
}

async function mayCorrect(tx: Tx, id: number, subject: ReportSubject, organisation: string): Promise<void> {
  const earlier = await readReport(tx, id);
  const isSame =
    earlier !== null &&
    earlier.organisation === organisation &&
    ('task' in subject ? earlier.task === subject.task : earlier.project === subject.project);
  if (!isSame)
    throw new AppError('invalid-request', `只能更正本单位在这一项上的进展；没有这样的进展 ${id}`, [
      { path: 'corrects', code: 'unknown', message: `no such report of ${organisation}: ${id}` },
    ]);
  if (earlier.withdrawn !== null) throw new AppError('conflict', `进展 ${id} 已经撤回，不用更正`);
}

/** As the audit names it. */
function subjectWords(subject: ReportSubject): string {
  return 'task' in subject ? `task ${subject.task}` : `project ${subject.project}`;
}

export function noSubject(subject: ReportSubject): AppError {
  return new AppError('not-found', `There is no ${subjectWords(subject)}.`);
}
