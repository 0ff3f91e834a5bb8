import { ConnectionError, ProblemError } from './api';
import { failureWords } from './failure-wording';
import { en } from './messages.en';
import { zh } from './messages.zh';

const problem = (status: number, code: string, detail: string) =>
  new ProblemError({ type: 'about:blank', title: code, status, code, detail });

describe('a failure in words', () => {
  it('says what happened and what to do; what is said in English only stands apart', () => {
    const unknown = problem(404, 'not-found', 'There is no target x.');
    expect(failureWords(unknown, zh)).toEqual({
      title: '没有找到要看的内容',
      detail: '',
      english: 'There is no target x.',
      advice: zh.failure.advice['not-found'],
      mayHelp: false,
    });
    expect(failureWords(unknown, en)).toMatchObject({ detail: 'There is no target x.', english: '' });
    expect(failureWords(problem(503, 'database-unavailable', ''), zh).advice).toBe(zh.failure.serviceAdvice);
  });

  it.each([
    [
      '账号 lina 已经存在。There is an account lina already.',
      '账号 lina 已经存在。',
      'There is an account lina already.',
    ],
    ['密码至少要 12 个字符。', '密码至少要 12 个字符。', '密码至少要 12 个字符。'],
  ])('says to everybody their half of %s', (both, chinese, english) => {
    expect(failureWords(problem(409, 'conflict', both), zh)).toMatchObject({ detail: chinese, english: '' });
    expect(failureWords(problem(409, 'conflict', both), en)).toMatchObject({ detail: english, english: '' });
  });

  it('names each fault of a request', () => {
    const faulty = new ProblemError({
      type: 'about:blank',
      title: '',
      status: 400,
      code: 'invalid-request',
      detail: 'Two faults.',
      errors: [
        { path: 'asOf', code: 'x', message: 'not a day' },
        { path: 'name', code: 'x', message: 'too long', zh: '太长' },
      ],
    });
    expect(failureWords(faulty, en).detail).toBe('Two faults.\nasOf: not a day\nname: too long');
    expect(failureWords(faulty, zh)).toMatchObject({
      detail: '太长',
      english: 'Two faults.\nasOf: not a day',
    });
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
