import { ConnectionError, ProblemError } from './api';
import { failureWords } from './failure-wording';
import { zh } from './messages.zh';

const problem = (status: number, code: string, detail: string) =>
  new ProblemError({ type: 'about:blank', title: code, status, code, detail });

describe('a failure in words', () => {
  it('says what happened, in the service’s own words too, and what to do', () => {
    expect(failureWords(problem(404, 'not-found', 'There is no target x.'), zh)).toEqual({
      title: '没有找到要看的内容',
      detail: 'There is no target x.',
      advice: zh.failure.requestAdvice,
    });
    expect(failureWords(problem(503, 'database-unavailable', ''), zh).advice).toBe(zh.failure.serviceAdvice);
  });

  it('names each fault of a request', () => {
    const faulty = new ProblemError({
      type: 'about:blank',
      title: '',
      status: 400,
      code: 'invalid-request',
      detail: 'Two faults.',
      errors: [{ path: 'asOf', code: 'x', message: 'not a day' }],
    });
    expect(failureWords(faulty, zh).detail).toBe('Two faults.\nasOf: not a day');
  });

  it('says no more of a wrong token than that', () => {
    expect(failureWords(problem(401, 'unauthenticated', 'That token is not known.'), zh).detail).toBe('');
  });

  it('copes with an answer of something else and with none', () => {
    expect(failureWords(problem(502, 'unreadable', 'HTTP 502'), zh)).toMatchObject({
      title: zh.failure.other,
      advice: zh.failure.serviceAdvice,
    });
    expect(failureWords(new ConnectionError('refused'), zh).title).toBe('连接不上服务');
  });
});
