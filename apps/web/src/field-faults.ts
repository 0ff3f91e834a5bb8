/** What is wrong with a form, field by field: said by the page itself, or by the service when it refused. */
import type { FieldFault } from '#contract';
import { ProblemError, type Failure } from './api';

/** The faults of a field and of what lies within it: of `texts.zh`, those of `texts.zh.summary` too. */
export function faultsAt(faults: readonly FieldFault[], path: string): FieldFault[] {
  return faults.filter((fault) => fault.path === path || fault.path.startsWith(`${path}.`));
}

/** The faults that a refusal names; none when it is about the whole. */
export function faultsOf(failure: Failure | null): readonly FieldFault[] {
  return failure instanceof ProblemError ? (failure.problem.errors ?? []) : [];
}

/** A fault that the page finds itself. */
export const ownFault = (path: string, message: string): FieldFault => ({ path, code: 'typed', message });
