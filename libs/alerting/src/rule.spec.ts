import type { Condition } from './condition.js';
import { alertLabels, appliesTo, mayReplace, placesOf, ruleFaults, type Rule } from './rule.js';
import { isSpan, type Span } from './span.js';
import { slipRule } from './test/rules.js';

const faultsOf = (change: Partial<Rule>): string[] =>
  ruleFaults({ ...slipRule, ...change }).map(({ at, code }) => `${at}: ${code}`);

describe('ruleFaults', () => {
  it('finds none in a good rule', () => {
    expect(ruleFaults(slipRule)).toEqual([]);
  });

  it.each<[Partial<Rule>, string[]]>([
    [{ name: 'Slip!' }, ['name: out-of-range']],
    [{ version: 0 }, ['version: out-of-range']],
    [{ for: { sweeps: -1 } }, ['for: out-of-range']],
    [{ keepFiring: { days: 1.5 } }, ['keepFiring: out-of-range']],
    [{ noDataFor: { sweeps: 0 } }, ['noDataFor: zero']],
    [{ matchers: [{ label: 'area', operator: '=~', value: '(' }] }, ['matchers.0: pattern']],
    [
      { texts: { ...slipRule.texts, en: { summary: '{{nobody}} slipped', description: ' ' } } },
      ['texts.en.summary: unknown-place', 'texts.en.description: empty'],
    ],
    [
      { texts: { ...slipRule.texts, zh: { summary: '{{now', description: '{{1+1}}' } } },
      ['texts.zh.summary: not-a-place', 'texts.zh.description: not-a-place'],
    ],
  ])('%j', (change, faults) => {
    expect(faultsOf(change)).toEqual(faults);
  });

  it.each<[Condition, string | null]>([
    [{ kind: 'forecastBelow', probability: 0.4, recoverAt: 0.5 }, null],
    [{ kind: 'forecastBelow', probability: 0 }, 'out-of-range'],
    [{ kind: 'forecastBelow', probability: 40 }, 'out-of-range'],
    [{ kind: 'forecastBelow', probability: 0.4, recoverAt: 0.3 }, 'recovers-before-it-holds'],
    [{ kind: 'overdue', days: 0 }, 'out-of-range'],
    [{ kind: 'revisionLarger', share: Number.NaN }, 'out-of-range'],
    [{ kind: 'valueBeyond', operator: '>', threshold: 35, recoverAt: 40 }, 'recovers-before-it-holds'],
    [{ kind: 'valueBeyond', operator: '<', threshold: 35, recoverAt: 40 }, null],
    [{ kind: 'valueBeyond', operator: '<', threshold: Infinity }, 'out-of-range'],
    [{ kind: 'sourceSilent' }, null],
  ])('of the condition %j', (condition, fault) => {
    const text = { summary: 'x', description: 'x' };
    const faults = ruleFaults({ ...slipRule, condition, texts: { zh: text, en: text } });
    expect(faults).toEqual(fault === null ? [] : [{ at: 'condition', code: fault }]);
  });

  it.each(['importRefused', 'sourceSilent'] as const)(
    'of %s that count releases, which a source has not',
    (kind) => {
      const text = { summary: 'x', description: 'x' };
      const rule: Rule = { ...slipRule, condition: { kind }, texts: { zh: text, en: text } };
      const [one, none] = [{ releases: 1 }, { releases: 0 }];
      expect(ruleFaults({ ...rule, for: one, noDataFor: one, keepFiring: one })).toEqual(
        ['for', 'noDataFor', 'keepFiring'].map((at) => ({ at, code: 'no-releases' })),
      );
      expect(ruleFaults({ ...rule, for: none, noDataFor: { days: 1 }, keepFiring: none })).toEqual([]);
    },
  );

  it.each<[Rule['matchers'][number] | null, boolean]>([
    [{ label: 'project', operator: '!=', value: '' }, true],
    [{ label: 'stage', operator: '=~', value: 'construction|completed' }, true],
    [{ label: 'project', operator: '=', value: '' }, false],
    [{ label: 'project', operator: '=~', value: '.*' }, false],
    [{ label: 'task', operator: '=', value: '18' }, false],
    [null, false],
  ])('of overdue with %j that count releases, which a project has not', (matcher, isRefused) => {
    const text = { summary: '{{project}} {{stage}} {{planned}}', description: '{{deadline}} {{daysLate}}' };
    const rule: Rule = {
      ...slipRule,
      condition: { kind: 'overdue', days: 1 },
      matchers: matcher ? [matcher] : [],
      for: { releases: 1 },
      texts: { zh: text, en: text },
    };
    expect(ruleFaults(rule)).toEqual(isRefused ? [{ at: 'for', code: 'no-releases' }] : []);
  });

  it.each<[Span, boolean]>([
    [{ sweeps: 0 }, true],
    [{ releases: 4_000 }, true],
    [{ releases: 4_001 }, false],
    [{ days: 1, sweeps: 1 }, false],
  ])('the span %j', (span, good) => {
    expect(isSpan(span)).toBe(good);
  });
});

describe('rules', () => {
  it('apply by their matchers', () => {
    const rule: Rule = { ...slipRule, matchers: [{ label: 'area', operator: '=~', value: '61.*' }] };
    expect(appliesTo(rule, { area: '610100' })).toBe(true);
    expect(appliesTo(rule, { area: '140000' })).toBe(false);
  });

  it('take the place of their last version only, and stay what they are', () => {
    const after: Rule = { ...slipRule, version: 2 };
    expect(mayReplace(slipRule, after)).toBe(true);
    expect(mayReplace(slipRule, { ...after, version: 3 })).toBe(false);
    expect(mayReplace(slipRule, { ...after, name: 'other' })).toBe(false);
    expect(mayReplace(slipRule, { ...after, condition: { kind: 'overdue', days: 1 } })).toBe(false);
    expect(mayReplace(slipRule, { ...after, condition: { kind: 'statusWorsens', level: 'missed' } })).toBe(
      true,
    );
  });

  it('label their alerts for routing', () => {
    expect(alertLabels(slipRule, { target: 't1', area: '610100' }, 'condition')).toEqual({
      alertname: 'slip',
      target: 't1',
      area: '610100',
      condition: 'statusWorsens',
      level: 'offTrack',
      severity: 'warning',
    });
    expect(alertLabels(slipRule, { target: 't1' }, 'noData').about).toBe('noData');
  });

  it('know what their texts may name', () => {
    expect([...placesOf({ kind: 'overdue', days: 3 })]).toContain('daysLate');
  });
});
