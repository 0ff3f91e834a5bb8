import type { Target } from '#contract';
import * as words from './catalogue-messages.en';
import { targetDraft, targetOf } from './target-fields';

const target: Target = {
  code: 'routes-2020',
  name: { zh: '航线', en: 'Routes' },
  indicator: 'routes',
  area: '610100',
  breakdown: { destination: '510100' },
  frequency: 'A',
  due: '2020',
  operator: 'within',
  value: '0.50',
  upper: '100',
  baseline: { period: '2016', value: null },
  method: 'elapsedShare',
  thresholds: { onTrack: 0.9, atRisk: 0.7, offTrack: 0 },
  zeroAs: '0.001',
  trajectory: 'milestones',
  milestones: [
    { period: '2018', value: '60' },
    { period: '2019-Q2', value: '80.5' },
  ],
  clause: { task: 6, quote: '原文' },
  organisation: 'drc',
  note: { zh: '注', en: 'note' },
};

const faultsOf = (change: Record<string, string>) => {
  const read = targetOf({ ...targetDraft(target), ...change }, words);
  return 'faults' in read ? read.faults.map(({ path, message }) => [path, message]) : [];
};

describe('a target in a form', () => {
  it('comes back as it was, digit by digit', () => {
    expect(targetOf(targetDraft(target), words)).toEqual({ entry: target });
    const bare: Target = {
      ...target,
      operator: 'direction',
      value: null,
      upper: null,
      baseline: null,
      method: 'direction',
      thresholds: null,
      zeroAs: null,
      trajectory: 'none',
      milestones: [],
      note: null,
      breakdown: {},
    };
    expect(targetOf(targetDraft(bare), words)).toEqual({ entry: bare });
  });

  it('leaves out what its operator or path has no use for', () => {
    const draft = { ...targetDraft(target), operator: 'atLeast', trajectory: 'linear' };
    expect(targetOf(draft, words)).toMatchObject({ entry: { upper: null, milestones: [], value: '0.50' } });
  });

  it('says at each field what cannot be read', () => {
    const { number, period, missing, milestone } = words.editor;
    expect(faultsOf({ value: 'many' })).toEqual([['value', number]]);
    expect(faultsOf({ value: '' })).toEqual([['value', missing]]);
    expect(faultsOf({ due: 'soon' })).toEqual([['due', period]]);
    expect(faultsOf({ 'thresholds.atRisk': '' })).toEqual([['thresholds.atRisk', missing]]);
    expect(faultsOf({ 'note.en': '' })).toEqual([['note.en', missing]]);
    expect(faultsOf({ milestones: '2018' })).toContainEqual(['milestones', milestone]);
    expect(faultsOf({ 'breakdown.destination': ' ' })).toEqual([['breakdown.destination', missing]]);
  });
});
