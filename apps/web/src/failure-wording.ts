/** What a reader is told when the service refused or did not answer: what happened, its own words, what to do. */
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
  const { code, detail, status, errors = [] } = failure.problem;
  const titles: Readonly<Record<string, string>> = words.failure.problem;
  const advices: Readonly<Record<string, string>> = words.failure.advice;
  // That a token or a password is wrong says all there is to say about it.
  const whole = bothLanguages(code === 'unauthenticated' || code === 'wrong-password' ? '' : detail);
  const parts = errors.map(({ path, message, zh }) => {
    const said = bothLanguages(message);
    return { zh: zh ?? said.zh, en: said.en === '' ? '' : `${path}: ${said.en}` };
  });
  const lines = (of: 'zh' | 'en', unless: 'zh' | null) =>
    [whole, ...parts]
      .filter((part) => unless === null || part[unless] === '')
      .map((part) => part[of])
      .filter((line) => line !== '')
      .join('\n');
  return {
    title: titles[code] ?? words.failure.other,
    detail: words.language === 'zh' ? lines('zh', null) : lines('en', null) || lines('zh', null),
    english: words.language === 'zh' ? lines('en', 'zh') : '',
    advice:
      advices[code] ??
      (status >= 500 || titles[code] === undefined
        ? words.failure.serviceAdvice
        : words.failure.requestAdvice),
    mayHelp: code !== 'not-found' && code !== 'not-permitted' && code !== 'csrf-token-missing',
  };
}

/** Where the service has both languages, it says a sentence in Chinese and then in English. */
function bothLanguages(text: string): { zh: string; en: string } {
  if (!/\p{Script=Han}/u.test(text)) return { zh: '', en: text };
  const [, zh = text, en = ''] = /^([^]*\p{Script=Han}[^A-Za-z]*?\p{Po})\s*([A-Z][^]*)$/u.exec(text) ?? [];
  return { zh, en };
}
