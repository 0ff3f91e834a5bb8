import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { AlertRule, WrittenAlertRule } from '#contract';
import { draftOf, switched, writtenRule } from './rule-draft';
import { tryOut } from './rule-places';

const seeded: WrittenAlertRule[] = parse(readFileSync(join(process.cwd(), 'seeds/alert-rules.yml'), 'utf8'));
const ruleOf = (written: WrittenAlertRule): AlertRule => ({
  ...written,
  name: written.name ?? '',
  version: 3,
  changedAt: '2026-11-23T04:00:00Z',
  changedBy: 'Li',
});
const rules = [
  ...seeded.map(ruleOf),
  ruleOf({
    ...seeded[0]!,
    name: 'value',
    condition: { kind: 'valueBeyond', operator: '>', threshold: 7.5, recoverAt: -2 },
    matchers: [{ label: 'area', operator: '=~', value: '61.*' }],
    for: { workingDays: 3 },
    keepFiring: { releases: 1 },
  }),
  ruleOf({ ...seeded[0]!, name: 'amount', condition: { kind: 'revisionLarger', absolute: 12 } }),
  ruleOf({ ...seeded[0]!, name: 'odd', condition: { kind: 'forecastBelow', probability: 0.07 } }),
];

describe('a rule that is edited', () => {
  it.each(rules.map((rule) => [rule.name, rule] as const))('%s is sent as it was', (_, rule) => {
    const { name: _name, changedAt: _at, changedBy: _by, ...sent } = rule;
    expect(writtenRule(draftOf(rule), rule.version, '')).toEqual({ rule: sent });
  });

  it('says at every field that should hold a number that it does not', () => {
    const draft = {
      ...draftOf(null),
      kind: 'valueBeyond' as const,
      threshold: 'high',
      thresholdRecovers: '?',
      for: { amount: '', unit: 'days' as const },
    };
    const written = writtenRule(draft, null, 'no number');
    expect('faults' in written && written.faults.map(({ path, message }) => [path, message])).toEqual([
      ['condition.recoverAt', 'no number'],
      ['condition.threshold', 'no number'],
      ['for', 'no number'],
    ]);
  });

  it('has no version while it is new', () => {
    const written = writtenRule({ ...draftOf(null), kind: 'importRefused' }, null, '');
    expect('rule' in written && written.rule).not.toHaveProperty('version');
  });

  it('is switched without another change', () => {
    expect(switched(rules[0]!, false)).toEqual({ ...rules[0], enabled: false });
  });
});

describe('a text that is tried out', () => {
  const sample = { target: 'T', now: 'off track' };
  it('reads as it will', () => {
    expect(tryOut('{{target}}: {{ now }}', 'statusWorsens', sample)).toEqual({
      text: 'T: off track',
      unknown: [],
    });
  });
  it('names each place that does not exist, once', () => {
    expect(tryOut('{{daysLate}} {{daysLate}} {{target}}', 'statusWorsens', sample)).toEqual({
      text: '{{daysLate}} {{daysLate}} T',
      unknown: ['daysLate'],
    });
  });
  it('puts a sample in once, whatever it says', () => {
    expect(tryOut('{{target}}', 'statusWorsens', { target: '{{now}} $&' }).text).toBe('{{now}} $&');
  });
});
