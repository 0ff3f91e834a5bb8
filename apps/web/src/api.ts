/** The service over HTTP, typed by its contract. */
import type {
  Account,
  Area,
  AuditEntry,
  AuditNames,
  FirstPassword,
  ImportProfile,
  ImportReport,
  ImportSheet,
  Indicator,
  LayoutAnswers,
  ListedSession,
  LogIn,
  LogInWays,
  LogOut,
  NewTokenAnswer,
  ObservationRow,
  Organisation,
  Plan,
  Problem,
  Role,
  ScorecardRow,
  Session,
  Target,
  TargetValue,
  Task,
  Token,
  TrajectoryResponse,
  UndoReport,
  RollUps,
  TimelinessResponse,
  VerdictChange,
  VerdictChanges,
  WhatIfAnswer,
} from '#contract';

/** What `GET /api/v1/targets/{code}` answers: the target, its version and its verdict as of the day asked. */
export type TargetAnswer = Target & { version: number; verdict: ScorecardRow };

/** Verdicts as they were recorded, or as they would have been by what was known then. */
export type HistoryBasis = 'recorded' | 'retraced';

export interface WhatIfQuestion {
  values: { period: string; value: number }[];
  /** A day, YYYY-MM-DD; null: now. */
  asOf: string | null;
}

export interface AccountSettings {
  displayName: string;
  role: Role;
  /** Null: not limited. */
  organisations: string[] | null;
  disabled: boolean;
}

export type NewAccount = Omit<AccountSettings, 'disabled'> & { name: string };
export type NewToken = Omit<NewAccount, 'displayName'> & { expiresAt: string | null };

/** Null: not filtered by that. */
export interface AuditFilter {
  who: string | null;
  action: string | null;
  text: string | null;
  from: string | null;
  to: string | null;
}

/** The service refused, and said why. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
  }
}

/** No answer came: the network, the service, or the file that was to be sent. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

export type Failure = ProblemError | ConnectionError;

let csrfToken: string | null = null;

/** What a request that changes something has to show: the session tells it. */
export function sendCsrfToken(token: string | null): void {
  csrfToken = token;
}

const csrfHeader = 'x-csrf-token';

let logInAgain: () => Promise<boolean> = () => Promise.resolve(false);

/**
 * Names what happens when the service says that the log-in of this page has ended: once it resolves to true, what was
 * asked is asked again, so that nothing typed is lost.
 */
export function whenLogInEnded(handler: () => Promise<boolean>): void {
  logInAgain = handler;
}

/**
 * Whether the log-in that the page knows of has ended, or another has begun since in another window. A wrong password
 * is no end of it, and the question who is logged in is answered as it is.
 */
function saysLogInEnded(path: string, status: number, text: string): boolean {
  if ((status !== 401 && status !== 403) || path.startsWith('/session')) return false;
  const body = parse(text);
  return isProblem(body) && (body.code === 'unauthenticated' || body.code === 'csrf-token-missing');
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'status' in body;

const isReport = (body: unknown): body is ImportReport =>
  typeof body === 'object' && body !== null && 'state' in body && 'rows' in body;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** An answer that is no JSON of ours, e.g. the page of a proxy in between. */
function unreadable(status: number, text: string): ProblemError {
  const detail = `HTTP ${status}${text === '' ? '' : `: ${text.slice(0, 200)}`}`;
  return new ProblemError({
    type: 'about:blank',
    title: 'unreadable',
    status,
    detail,
    code: 'unreadable',
  });
}

export function answerOf<T>(status: number, text: string, isAnswer: (body: unknown) => body is T): T {
  const body = text === '' ? null : parse(text);
  if (isProblem(body)) throw new ProblemError(body);
  if (!isAnswer(body)) throw unreadable(status, text);
  return body;
}

export async function ask<T>(
  path: string,
  init: RequestInit,
  read: (response: Response) => Promise<T>,
  again = false,
): Promise<[Response, T]> {
  const headers = new Headers(init.headers);
  // Whatever changes something by the page's cookie must prove that it comes from the page.
  if (csrfToken !== null && init.method !== undefined) headers.set(csrfHeader, csrfToken);
  try {
    const response = await fetch(`/api/v1${path}`, { ...init, headers, credentials: 'same-origin' });
    const refusal = response.ok ? '' : await response.clone().text();
    if (saysLogInEnded(path, response.status, refusal) && !again && (await logInAgain()))
      return await ask(path, init, read, true);
    return [response, await read(response)];
  } catch (error) {
    if (error instanceof TypeError) throw new ConnectionError(error.message, { cause: error });
    throw error;
  }
}

/** Asks the service; throws a `Failure` when it refuses or does not answer. */
export async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = { accept: 'application/json', ...init.headers };
  const [response, text] = await ask(path, { ...init, headers }, (answer) => answer.text());
  return answerOf(response.status, text, (body): body is T => response.ok && body !== undefined);
}

function send<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T> {
  return request<T>(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** A file that the service makes, with the name it gives it. */
export interface Download {
  readonly name: string;
  readonly content: Blob;
}

export async function download(path: string, signal: AbortSignal): Promise<Download> {
  const [response, content] = await ask(path, { signal }, (answer) => answer.blob());
  if (!response.ok) return answerOf(response.status, await content.text(), (_body): _body is never => false);
  const [, name = 'download'] =
    /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  return { name, content };
}

/** The parameters that are given, as the end of an address. */
export function query(parameters: Record<string, string | null | undefined>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] != null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** One part of a path. */
export const segment = encodeURIComponent;

/** Which imports are listed; see the contract's importListQuerySchema. */
export type ImportFilter = Partial<
  Record<'file' | 'state' | 'by' | 'kind' | 'before' | 'limit', string | null>
>;

export interface UploadOptions {
  dryRun: boolean;
  onError: 'reject' | 'skip';
  /** What was said of the file's layout. */
  answers: LayoutAnswers;
  /** Name under which the answers are kept for files of the same shape. */
  keepAs: string | null;
}

function uploadAddress({ dryRun, onError, answers, keepAs }: UploadOptions): string {
  const said = Object.keys(answers).length > 0;
  return `/api/v1/imports${query({
    dryRun: String(dryRun),
    onError,
    async: 'true',
    answers: said ? JSON.stringify(answers) : null,
    keepAs: said ? keepAs : null,
  })}`;
}

/**
 * Sends a file. `onProgress` hears the share sent, from 0 to 1; at 1 the service is recognising it.
 * The report that comes back is that of an import still running; a file that is no table is a `Failure`.
 */
export async function uploadFile(
  file: File,
  options: UploadOptions,
  onProgress: (share: number) => void,
  signal: AbortSignal,
  again = false,
): Promise<ImportReport> {
  const { status, responseText } = await sendFile(file, options, onProgress, signal);
  if (saysLogInEnded('/imports', status, responseText) && !again && (await logInAgain()))
    return uploadFile(file, options, onProgress, signal, true);
  return answerOf(status, responseText, isReport);
}

/** By XMLHttpRequest: `fetch` does not tell how much of a file is sent. */
function sendFile(
  file: File,
  options: UploadOptions,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<XMLHttpRequest> {
  const form = new FormData();
  form.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', uploadAddress(options));
    sending.setRequestHeader('accept', 'application/json');
    if (csrfToken !== null) sending.setRequestHeader(csrfHeader, csrfToken);
    sending.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    sending.upload.addEventListener('load', () => onProgress(1));
    sending.addEventListener('error', () => reject(new ConnectionError('the upload broke off')));
    sending.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    sending.addEventListener('load', () => resolve(sending));
    signal.addEventListener('abort', () => sending.abort(), { once: true });
    sending.send(form);
  });
}

export const api = {
  session: () => request<Session>('/session'),
  logInWays: (signal: AbortSignal) => request<LogInWays>('/session/ways', { signal }),
  logIn: (given: LogIn) => send<Session>('POST', '/session', given),
  /** Null, or where the provider of single sign-on is told too. */
  logOut: () => request<LogOut | null>('/session', { method: 'DELETE' }),
  ownAccount: (signal: AbortSignal) => request<Account>('/own-account', { signal }),
  ownSessions: (signal: AbortSignal) => request<ListedSession[]>('/own-account/sessions', { signal }),
  endOwnSession: (id: number) => request<null>(`/own-account/sessions/${id}`, { method: 'DELETE' }),
  endOwnSessions: () => request<{ ended: number }>('/own-account/sessions', { method: 'DELETE' }),
  changePassword: (current: string, next: string) =>
    send<Session>('PUT', '/own-account/password', { current, next }),
  accounts: (signal: AbortSignal) => request<Account[]>('/accounts', { signal }),
  addAccount: (account: NewAccount) => send<FirstPassword>('POST', '/accounts', account),
  /** @param settings.was as they were shown */
  changeAccount: (name: string, settings: AccountSettings & { was: AccountSettings }) =>
    send<Account>('PUT', `/accounts/${segment(name)}`, settings),
  resetPassword: (name: string) =>
    request<FirstPassword>(`/accounts/${segment(name)}/password-reset`, { method: 'POST' }),
  unlockAccount: (name: string) => request<null>(`/accounts/${segment(name)}/unlock`, { method: 'POST' }),
  sessionsOf: (name: string, signal: AbortSignal) =>
    request<ListedSession[]>(`/accounts/${segment(name)}/sessions`, { signal }),
  endSessionsOf: (name: string) =>
    request<{ ended: number }>(`/accounts/${segment(name)}/sessions`, { method: 'DELETE' }),
  tokens: (signal: AbortSignal) => request<Token[]>('/tokens', { signal }),
  addToken: (token: NewToken) => send<NewTokenAnswer>('POST', '/tokens', token),
  revokeToken: (name: string) => request<null>(`/tokens/${segment(name)}`, { method: 'DELETE' }),
  audit: (filter: AuditFilter, before: number | null, signal: AbortSignal) =>
    request<AuditEntry[]>(`/audit${query({ ...filter, before: before === null ? null : String(before) })}`, {
      signal,
    }),
  auditNames: (signal: AbortSignal) => request<AuditNames>('/audit/names', { signal }),
  auditCsv: (filter: AuditFilter, signal: AbortSignal) =>
    download(`/audit.csv${query({ ...filter })}`, signal),
  plan: (signal: AbortSignal) => request<Plan>('/plan', { signal }),
  tasks: (signal: AbortSignal) => request<Task[]>('/tasks', { signal }),
  organisations: (signal: AbortSignal) => request<Organisation[]>('/organisations', { signal }),
  areas: (signal: AbortSignal) => request<Area[]>('/areas', { signal }),
  indicators: (signal: AbortSignal) => request<Indicator[]>('/indicators', { signal }),
  indicator: (code: string, signal: AbortSignal) =>
    request<Indicator>(`/indicators/${segment(code)}`, { signal }),
  targets: (signal: AbortSignal) => request<Target[]>('/targets', { signal }),
  target: (code: string, asOf: string | null, signal: AbortSignal) =>
    request<TargetAnswer>(`/targets/${segment(code)}${query({ asOf })}`, { signal }),
  assessments: (asOf: string | null, signal: AbortSignal) =>
    request<ScorecardRow[]>(`/assessments${query({ asOf })}`, { signal }),
  rollUpsBySection: (asOf: string | null, signal: AbortSignal) =>
    request<RollUps>(`/rollups${query({ by: 'section', asOf })}`, { signal }),
  /** Against the same day of the month before. */
  verdictChanges: (to: string | null, signal: AbortSignal) =>
    request<VerdictChanges>(`/verdict-changes${query({ to })}`, { signal }),
  timeliness: (asOf: string | null, signal: AbortSignal) =>
    request<TimelinessResponse>(`/timeliness${query({ asOf })}`, { signal }),
  observations: (parameters: { indicator: string; area: string; asOf: string | null }, signal: AbortSignal) =>
    request<ObservationRow[]>(`/observations${query(parameters)}`, { signal }),
  targetValues: (code: string, asOf: string | null, signal: AbortSignal) =>
    request<TargetValue[]>(`/targets/${segment(code)}/values${query({ asOf })}`, { signal }),
  trajectory: (code: string, asOf: string | null, signal: AbortSignal) =>
    request<TrajectoryResponse>(`/targets/${segment(code)}/trajectory${query({ asOf })}`, { signal }),
  history: (code: string, basis: HistoryBasis, signal: AbortSignal) =>
    request<VerdictChange[]>(`/targets/${segment(code)}/history${query({ basis })}`, { signal }),
  /** Stores nothing. */
  whatIf: (code: string, supposed: WhatIfQuestion, signal: AbortSignal) =>
    request<WhatIfAnswer>(`/targets/${segment(code)}/what-if`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ values: supposed.values, asOf: supposed.asOf ?? undefined }),
      signal,
    }),
  imports: (filter: ImportFilter, signal: AbortSignal) =>
    request<ImportReport[]>(`/imports${query({ ...filter })}`, { signal }),
  importSheet: (id: number, after: number, signal: AbortSignal) =>
    request<ImportSheet>(`/imports/${id}/sheet${query({ after: String(after) })}`, { signal }),
  import: (id: string, signal: AbortSignal) => request<ImportReport>(`/imports/${segment(id)}`, { signal }),
  cancelImport: (id: number) => request<ImportReport>(`/imports/${id}/cancel`, { method: 'POST' }),
  undoImport: (id: number, options: { dryRun: boolean }) =>
    request<UndoReport>(`/imports/${id}/undo${query({ dryRun: String(options.dryRun) })}`, {
      method: 'POST',
    }),
  importTemplate: (organisation: string, format: 'xlsx' | 'csv', signal: AbortSignal) =>
    download(`/import-template${query({ organisation, format })}`, signal),
  importProfiles: (signal: AbortSignal) => request<ImportProfile[]>('/import-profiles', { signal }),
  forgetImportProfile: (name: string) =>
    request<null>(`/import-profiles/${segment(name)}`, { method: 'DELETE' }),
};

/** Where the events of a running import come from. */
export const importEventsAddress = (id: number): string => `/api/v1/imports/${id}/events`;

/** Where the refused rows of an import can be downloaded. */
export const rejectionsAddress = (id: number): string => `/api/v1/imports/${id}/rejections.csv`;

/** Where a target's chart can be had as a picture, as of a day (null: now). */
export const chartPictureAddress = (
  code: string,
  format: 'png' | 'svg',
  picture: { asOf: string | null; lang: string },
): string => {
  // Sharp in print and on every screen.
  const scale = format === 'png' ? '2' : null;
  return `/api/v1/targets/${segment(code)}/chart.${format}${query({ ...picture, scale })}`;
};

/** Where what a target's page shows can be had as a table, as of a day (null: now). */
export const targetValuesAddress = (
  code: string,
  format: 'csv' | 'xlsx',
  table: { asOf: string | null; lang: string },
): string => `/api/v1/targets/${segment(code)}/values.${format}${query(table)}`;
