import { ConnectionError, ProblemError } from './api';
import { faultsAt, faultsOf } from './field-faults';

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
});
