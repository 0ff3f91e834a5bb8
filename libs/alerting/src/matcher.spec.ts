import { canonicalText, identityLabels } from './labels.js';
import { matches, matchesAll, matcherFault, matcherText, type Matcher } from './matcher.js';

const labels = { area: '610100', indicator: 'gdp', empty: '' };

const cases: [label: string, operator: Matcher['operator'], value: string, result: boolean][] = [
  ['area', '=', '610100', true],
  ['area', '=', '610', false],
  ['area', '!=', '610', true],
  ['area', '=~', '61.*', true],
  ['area', '=~', '61', false],
  ['area', '=~', '610100|610300', true],
  ['area', '!~', '62.*', true],
  ['area', '!~', '61.*', false],
  ['missing', '=', '', true],
  ['missing', '!=', '', false],
  ['missing', '=~', '.*', true],
  ['missing', '=~', '.+', false],
  ['missing', '!~', '.+', true],
  ['empty', '=', '', true],
  // Names that every object has by inheritance are no labels.
  ['constructor', '=', '', true],
];

describe('matches', () => {
  it.each(cases)('%s %s %j: %s', (label, operator, value, result) => {
    expect(matches({ label, operator, value }, labels)).toBe(result);
  });
  it('needs every matcher, and no matcher matches all', () => {
    const area: Matcher = { label: 'area', operator: '=', value: '610100' };
    expect(matchesAll([], labels)).toBe(true);
    expect(matchesAll([area, { label: 'indicator', operator: '=', value: 'co2' }], labels)).toBe(false);
  });
});

describe('matcherFault', () => {
  it.each<[Matcher, string | null]>([
    [{ label: 'area', operator: '=~', value: '61.*' }, null],
    [{ label: 'area', operator: '=', value: '(' }, null],
    [{ label: 'area', operator: '=~', value: '(' }, 'pattern'],
    [{ label: 'a b', operator: '=', value: 'x' }, 'label-name'],
    [{ label: 'area', operator: '=', value: 'x'.repeat(201) }, 'value-too-long'],
  ])('%j: %s', (matcher, code) => {
    expect(matcherFault(matcher)?.code ?? null).toBe(code);
  });
  it('writes a matcher as Alertmanager does', () => {
    expect(matcherText({ label: 'area', operator: '=~', value: '61".*' })).toBe('area=~"61\\".*"');
  });
});

describe('identity', () => {
  it('does not depend on the order of labels, nor on empty ones', () => {
    expect(canonicalText({ b: '2', a: '1', c: '' })).toBe(canonicalText({ a: '1', b: '2' }));
    expect(canonicalText({ a: '1,b', c: '2' })).not.toBe(canonicalText({ a: '1', 'b,c': '2' }));
  });
  it('is the name of the rule and the labels of the subject', () => {
    expect(canonicalText(identityLabels('slip', { target: 'pm25-2020' }))).toBe(
      '[["alertname","slip"],["target","pm25-2020"]]',
    );
  });
});
