/** What a reader is told when the service refused or did not answer: what happened, its own words, what to do. */
import type { FieldFault } from '#contract';
import { ProblemError, type Failure } from './api';
import type { Messages } from './messages.zh';

export interface FailureWords {
  title: string;
  /** What the service says in the reader's language. */
  detail: string;
  /** What it says in English only, to a reader of Chinese. */
  english: string;
  advice: string;
  /** Whether to ask again may help. */
  mayHelp: boolean;
}

export function failureWords(failure: Failure, words: Messages): FailureWords {
  if (!(failure instanceof ProblemError)) {
    const { connection: title, connectionAdvice: advice } = words.failure;
    return { title, detail: '', english: '', advice, mayHelp: true };
  }
  const speaksEnglish = words.language === 'en';
  const { code, detail, status, errors = [] } = failure.problem;
  const titles: Readonly<Record<string, string>> = words.failure.problem;
  const advices: Readonly<Record<string, string>> = words.failure.advice;
  const inEnglish = [
    // That a token or a password is wrong says all there is to say about it.
    code === 'unauthenticated' || code === 'wrong-password' ? '' : detail,
    ...errors.filter((fault) => speaksEnglish || fault.zh === undefined).map(faultLine),
  ].filter((line) => line !== '');
  const inChinese = errors.flatMap(({ zh }) => (zh === undefined ? [] : [zh]));
  const unknown = titles[code] === undefined;
  return {
    title: titles[code] ?? words.failure.other,
    detail: (speaksEnglish ? inEnglish : inChinese).join('\n'),
    english: speaksEnglish ? '' : inEnglish.join('\n'),
    advice:
      advices[code] ?? (status >= 500 || unknown ? words.failure.serviceAdvice : words.failure.requestAdvice),
    mayHelp: code !== 'not-found' && code !== 'not-permitted' && code !== 'csrf-token-missing',
  };
}

const faultLine = ({ path, message }: FieldFault): string => `${path}: ${message}`;
