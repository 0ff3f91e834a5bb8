/**
 * Refusals: one error type inside the process, RFC 9457 `application/problem+json` outside.
 * The table below is the only place that ties a code to an HTTP status.
 */
import { z } from 'zod';

/** Every code that a refusal may carry, with its HTTP status and a title that never changes. */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not of the expected form' },
  'unknown-name': { status: 400, title: 'A name in the request is not known' },
  'invalid-as-of': { status: 400, title: 'asOf is neither a day nor an instant' },
  unauthenticated: { status: 401, title: 'A token is needed' },
  'wrong-password': { status: 401, title: 'Name or password is wrong' },
  'not-permitted': { status: 403, title: 'This token may not do that' },
  'password-change-needed': { status: 403, title: 'The password has to be changed first' },
  'csrf-token-missing': { status: 403, title: 'The request does not prove that it comes from the page' },
  'not-found': { status: 404, title: 'Nothing is stored under that name' },
  'not-acceptable': { status: 406, title: 'None of the accepted formats is offered' },
  conflict: { status: 409, title: 'The thing is in another state' },
  'too-large': { status: 413, title: 'The file is larger than the limit' },
  'not-a-table': { status: 415, title: 'The file is not a table' },
  'weak-password': { status: 422, title: 'The password is too easy to guess' },
  'not-evidence': { status: 415, title: 'The file is not of a kind that is taken as evidence' },
  'invalid-value': { status: 422, title: 'The value cannot be taken' },
  'invalid-catalogue': { status: 422, title: 'The catalogue has faults' },
  'already-running': { status: 409, title: 'Another process uses this data folder' },
  'too-many-requests': { status: 429, title: 'Too much was asked in a short time' },
  'not-implemented': { status: 501, title: 'The service does not do that' },
  'internal-error': { status: 500, title: 'The service failed' },
  busy: { status: 503, title: 'The service has too much of this to do just now' },
  'database-unavailable': { status: 503, title: 'The database cannot be reached' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

export const fieldFaultSchema = z.object({
  path: z.string(),
  code: z.string(),
  message: z.string(),
  /** The message in Chinese, where the service has both languages. */
  zh: z.exactOptional(z.string()),
});
export type FieldFault = z.infer<typeof fieldFaultSchema>;

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  errors: z.array(fieldFaultSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/**
 * A refusal that the asker can act on. `detail` is a sentence for a person: what is wrong and what to do.
 * Thrown where the fault is found, turned into a problem response by the server's one filter and into a message
 * by the CLI.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  /** After how many seconds the asker should try again; null: nothing is known of that. */
  readonly retryAfterSeconds: number | null;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly errors: readonly FieldFault[] = [],
    options?: ErrorOptions & { readonly retryAfterSeconds?: number },
  ) {
    super(`${code}: ${detail}`, options);
    this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
  }

  get status(): number {
    return problems[this.code].status;
  }

  toProblem(): Problem {
    return {
      type: `urn:guanzhong:problem:${this.code}`,
      title: problems[this.code].title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      ...(this.errors.length > 0 ? { errors: [...this.errors] } : {}),
    };
  }
}
