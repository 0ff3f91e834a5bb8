import { ConnectionError, ProblemError } from './api';
import { saving as en } from './alert-setup-messages.en';
import { saving as zh } from './alert-setup-messages.zh';
import { faultsAt, faultsOf, faultWords } from './field-faults';

const fault = (path: string) => ({ path, code: 'x', message: path });

describe('faults of a form', () => {
  it('belong to the field that they name, and to the one around it', () => {
    const faults = [fault('texts.zh.summary'), fault('texts'), fault('textsOf'), fault('for')];
    expect(faultsAt(faults, 'texts').map(({ path }) => path)).toEqual(['texts.zh.summary', 'texts']);
    expect(faultsAt(faults, 'texts.zh')).toHaveLength(1);
  });

  it('are what a refusal names, and none when nothing answered', () => {
    const problem = { type: '', title: '', status: 400, code: 'invalid-request', detail: '' };
    expect(faultsOf(new ProblemError({ ...problem, errors: [fault('name')] }))).toEqual([fault('name')]);
    expect(faultsOf(new ProblemError(problem))).toEqual([]);
    expect(faultsOf(new ConnectionError(''))).toEqual([]);
    expect(faultsOf(null)).toEqual([]);
  });

  it('are told in the reader’s language, or by their kind with the service’s sentence', () => {
    const both = { path: 'days', code: 'custom', message: 'Too many days.', zh: '天数太多。' };
    expect(faultWords(both, 'zh', zh)).toEqual({ text: '天数太多。', english: null });
    expect(faultWords(both, 'en', en)).toEqual({ text: 'Too many days.', english: null });
    const bySchema = { path: 'days', code: 'too_big', message: 'Too big: expected at most 10' };
    expect(faultWords(bySchema, 'zh', zh)).toEqual({ text: '太大、太长或太多', english: bySchema.message });
    expect(faultWords(bySchema, 'en', en)).toEqual({ text: bySchema.message, english: null });
    expect(faultWords({ ...bySchema, code: 'new' }, 'zh', zh).text).toBe(zh.faulty);
    // What the page found itself is in its words already.
    expect(faultWords({ path: 'days', code: 'typed', message: '请填一个数' }, 'zh', zh).english).toBeNull();
  });
});
