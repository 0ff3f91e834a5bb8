import { StandardSchemaValidationPipe } from '@nestjs/common';
import { AppError } from '#contract';

/** Checks every parameter that declares a schema; all its faults in one refusal, each with its path. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({ exceptionFactory: (issues) => invalidRequest(issues) });
}

/** The refusal of a request with these faults. */
export function invalidRequest(issues: readonly Fault[]): AppError {
  return new AppError(
    'invalid-request',
    'Some parts of the request are not as expected; see errors.',
    issues.map((issue) => ({
      path: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
      code: 'code' in issue && typeof issue.code === 'string' ? issue.code : 'invalid',
      message: issue.message,
      ...chineseOf(issue),
    })),
  );
}

/** What a schema of ours says of a fault in Chinese too. */
function chineseOf(issue: Fault): { zh?: string } {
  if (!('params' in issue) || typeof issue.params !== 'object' || issue.params === null) return {};
  return 'zh' in issue.params && typeof issue.params.zh === 'string' ? { zh: issue.params.zh } : {};
}

/** As every schema library that keeps to Standard Schema tells one. */
interface Fault {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
