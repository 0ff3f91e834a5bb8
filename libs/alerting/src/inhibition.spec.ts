import { inhibitionFaults, inhibitorOf, usualInhibitions, type InhibitionRule } from './inhibition.js';
import type { Labels } from './labels.js';

const slip = (level: string, series: string, target = `${series}-2020`): Labels => ({
  condition: 'statusWorsens',
  level,
  series,
  target,
});
const alert = (fingerprint: string, labels: Labels): { fingerprint: string; labels: Labels } => ({
  fingerprint,
  labels,
});
const by = (rules: readonly InhibitionRule[], open: [string, Labels][], target: Labels): string | null => {
  const alerts = open.map(([fingerprint, labels]) => alert(fingerprint, labels));
  return inhibitorOf(rules, alerts)(alert('asked', target))?.source ?? null;
};

describe('the usual inhibitions', () => {
  it.each<[string, [string, Labels][], Labels, string | null]>([
    ['missed over off track', [['m', slip('missed', 's1')]], slip('offTrack', 's1'), 'm'],
    [
      'of the same target only: the next one on the series is told',
      [['m', slip('missed', 's1')]],
      slip('offTrack', 's1', 's1-2035'),
      null,
    ],
    [
      'overdue on the same series only',
      [['d', { condition: 'overdue', series: 's2' }]],
      slip('offTrack', 's1'),
      null,
    ],
    ['not the other way round', [['o', slip('offTrack', 's1')]], slip('missed', 's1'), null],
    ['overdue over a slip', [['d', { condition: 'overdue', series: 's1' }]], slip('missed', 's1'), 'd'],
    ['not a slip over overdue', [['m', slip('missed', 's1')]], { condition: 'overdue', series: 's1' }, null],
    [
      'not a late stage of a project over a slip',
      [['p', { condition: 'overdue', project: 'metro-8', stage: 'construction', task: '6' }]],
      slip('missed', 's1'),
      null,
    ],
    [
      'nothing known of what is overdue inhibits nothing',
      [['d', { condition: 'overdue', series: 's1', about: 'noData' }]],
      slip('missed', 's1'),
      null,
    ],
  ])('%s', (_sentence, open, target, source) => {
    expect(by(usualInhibitions, open, target)).toBe(source);
  });
});

describe('inhibitorOf', () => {
  const bothSides: InhibitionRule = {
    name: 'both',
    source: [{ label: 'area', operator: '=~', value: '.+' }],
    target: [{ label: 'area', operator: '=~', value: '.+' }],
    equal: [],
  };
  const mixed: InhibitionRule = { ...bothSides, target: [{ label: 'kind', operator: '=', value: 'x' }] };
  it('lets an alert that matches both sides inhibit none that does', () => {
    expect(
      by(
        [bothSides],
        [
          ['a', { area: '1' }],
          ['b', { area: '2' }],
        ],
        { area: '1' },
      ),
    ).toBeNull();
  });
  it('lets another, one-sided one do so', () => {
    const open: [string, Labels][] = [
      ['two-sided', { area: '1', kind: 'x' }],
      ['one-sided', { area: '2' }],
    ];
    expect(by([mixed], open, { area: '1', kind: 'x' })).toBe('one-sided');
    expect(by([mixed], open.slice(0, 1), { kind: 'x' })).toBe('two-sided');
  });
  it('counts a label that both lack as equal', () => {
    const rule: InhibitionRule = { ...mixed, equal: ['series'] };
    expect(by([rule], [['a', { area: '1' }]], { kind: 'x' })).toBe('a');
    expect(by([rule], [['a', { area: '1', series: 's' }]], { kind: 'x' })).toBeNull();
  });
  it('asks for matchers on both sides', () => {
    expect(inhibitionFaults({ ...mixed, source: [] })).toEqual([{ code: 'empty' }]);
    expect(
      inhibitionFaults({ ...mixed, source: [{ label: 'a', operator: '=~', value: '(' }] })[0]?.code,
    ).toBe('pattern');
    expect(usualInhibitions.flatMap(inhibitionFaults)).toEqual([]);
  });
});
