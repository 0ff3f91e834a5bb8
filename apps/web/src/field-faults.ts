/** What is wrong with a form, field by field: said by the page itself, or by the service when it refused. */
import type { FieldFault } from '#contract';
import { ProblemError, type Failure } from './api';
import type { Language } from './language';

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

/** What a reader is told of a fault. */
export interface FaultWords {
  readonly text: string;
  /** The service's English sentence, where it has none in the reader's language. */
  readonly english: string | null;
}

/**
 * The words for a fault: the page's own, the service's in the reader's language, or, of what only a schema refused, the
 * kind of fault with the service's English sentence.
 */
export function faultWords(
  { code, message, zh }: FieldFault,
  language: Language,
  say: { readonly faultOf: Readonly<Record<string, string>>; readonly faulty: string },
): FaultWords {
  if (code === 'typed' || language === 'en') return { text: message, english: null };
  if (zh !== undefined) return { text: zh, english: null };
  return { text: say.faultOf[code] ?? say.faulty, english: message };
}
