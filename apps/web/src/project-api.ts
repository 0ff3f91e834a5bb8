/** Tasks, reports of progress and the library of projects over HTTP. */
import type {
  NewReport,
  ProgressReport,
  Project,
  ProjectAnswer,
  ProjectImportReport,
  ProjectList,
  RollUps,
  TaskAnswer,
  TaskRow,
} from '#contract';
import { answerOf, ask, download, query, request, segment } from './api';

/** What a report is about. */
export type ReportSubject = { readonly task: number } | { readonly project: string };

const addressOf = (subject: ReportSubject): string =>
  'task' in subject ? `/tasks/${subject.task}` : `/projects/${segment(subject.project)}`;

const isReport = (body: unknown): body is ProjectImportReport =>
  typeof body === 'object' && body !== null && 'state' in body && 'changes' in body;

/** Reports of one page. */
export const reportsPerPage = 20;

export const projectApi = {
  tasks: (signal: AbortSignal) => request<TaskRow[]>('/tasks', { signal }),
  task: (number: string, signal: AbortSignal) => request<TaskAnswer>(`/tasks/${segment(number)}`, { signal }),
  rollUpsByTask: (signal: AbortSignal) => request<RollUps>('/rollups?by=task', { signal }),
  /** The newest first; `before`: only those made before that report. */
  reports: (subject: ReportSubject, before: number | null, signal: AbortSignal) =>
    request<ProgressReport[]>(
      `${addressOf(subject)}/reports${query({
        before: before === null ? null : String(before),
        limit: String(reportsPerPage),
      })}`,
      { signal },
    ),
  addReport(subject: ReportSubject, report: NewReport, evidence: readonly File[]) {
    const form = new FormData();
    form.append('report', JSON.stringify(report));
    for (const file of evidence) form.append('evidence', file, file.name);
    return request<ProgressReport>(`${addressOf(subject)}/reports`, { method: 'POST', body: form });
  },
  withdrawReport: (id: number, reason: string) =>
    request<ProgressReport>(`/progress-reports/${id}/withdrawal`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reason }),
    }),
  projects: (parameters: Record<string, string | null>, signal: AbortSignal) =>
    request<ProjectList>(`/projects${query(parameters)}`, { signal }),
  project: (code: string, signal: AbortSignal) =>
    request<ProjectAnswer>(`/projects/${segment(code)}`, { signal }),
  putProject: (project: Project) =>
    request<ProjectAnswer>(`/projects/${segment(project.code)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(project),
    }),
  projectTemplate: (format: 'xlsx' | 'csv', signal: AbortSignal) =>
    download(`/projects/import-template${query({ format })}`, signal),
  /** A refused file comes back as a report too. */
  async importProjects(
    file: File,
    options: { dryRun: boolean; sheet: string | null },
    signal: AbortSignal,
  ): Promise<ProjectImportReport> {
    const form = new FormData();
    form.append('file', file, file.name);
    const path = `/projects/import${query({ dryRun: String(options.dryRun), sheet: options.sheet })}`;
    const [response, text] = await ask(path, { method: 'POST', body: form, signal }, (answer) =>
      answer.text(),
    );
    return answerOf(response.status, text, isReport);
  },
};

export const evidenceAddress = (report: number, file: number): string =>
  `/api/v1/progress-reports/${report}/evidence/${file}`;
