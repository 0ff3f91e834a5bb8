/** What a reader is told when the service refused or did not answer: what happened, its own words, what to do. */
import { ProblemError, type Failure } from './api';
import type { Messages } from './messages.zh';

export interface FailureWords {
  title: string;
  detail: string;
  advice: string;
}

export function failureWords(failure: Failure, words: Messages): FailureWords {
  if (!(failure instanceof ProblemError)) {
    return { title: words.failure.connection, detail: '', advice: words.failure.connectionAdvice };
  }
  const { code, detail, status, errors = [] } = failure.problem;
  const titles: Readonly<Record<string, string>> = words.failure.problem;
  return {
    title: titles[code] ?? words.failure.other,
    // That a token or a password is wrong says all there is to say about it.
    detail: [
      code === 'unauthenticated' || code === 'wrong-password' ? '' : detail,
      ...errors.map(({ path, message }) => `${path}: ${message}`),
    ]
      .filter(Boolean)
      .join('\n'),
    advice:
      status >= 500 || titles[code] === undefined ? words.failure.serviceAdvice : words.failure.requestAdvice,
  };
}
