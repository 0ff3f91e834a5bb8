import fc from 'fast-check';
import { compilePattern, matchesPattern, PatternFault } from './pattern.js';

const cases: [pattern: string, text: string, whole: boolean][] = [
  ['', '', true],
  ['', 'a', false],
  ['610100', '610100', true],
  ['610', '610100', false],
  ['61.*', '610100', true],
  ['atRisk|offTrack', 'offTrack', true],
  ['atRisk|offTrack', 'offTrack!', false],
  ['a|', '', true],
  ['(a|b)+c?', 'abba', true],
  ['(?:a|b){2,3}', 'aba', true],
  ['(?:a|b){2,3}', 'abab', false],
  ['a{2}', 'aa', true],
  ['a{2,}', 'aaaaa', true],
  ['a{2,}', 'a', false],
  ['a{0,2}b', 'b', true],
  ['a{x}', 'a{x}', true],
  ['[^a-c]+', 'xyz', true],
  ['[^a-c]+', 'xaz', false],
  ['[]a]+', ']a]', true],
  ['[a-]+', 'a-a', true],
  ['[\\d.]+', '3.14', true],
  ['\\w+\\s\\D', 'ab x', true],
  ['a.c', 'a\nc', false],
  ['西安.', '西安市', true],
  ['.', '𠮷', true],
  ['^a$', 'a', true],
  ['a^b', 'ab', false],
  ['a*?b', 'aab', true],
  ['\\.\\*', '.*', true],
  ['(a*)*', 'aaa', true],
  ['(a*)*b', 'aaa', false],
];

describe('matchesPattern', () => {
  it.each(cases)('%j on %j: %s', (pattern, text, whole) => {
    expect(matchesPattern(compilePattern(pattern), text)).toBe(whole);
  });

  it.each(['(', ')', 'a**', '*a', '[a', 'a\\', '(?=a)', '(?i)a', '\\1', '\\b', '[b-a]', 'a{3,2}', 'a{1001}'])(
    'refuses %j',
    (pattern) => {
      expect(() => compilePattern(pattern)).toThrow(PatternFault);
    },
  );

  it('refuses what is too long or grows too large', () => {
    expect(() => compilePattern('a'.repeat(201))).toThrow(PatternFault);
    expect(() => compilePattern('((a{100}){100}){100}')).toThrow(PatternFault);
    // Each match of it would take a hundredth of a second; a silence is put to ten thousand alerts.
    expect(() => compilePattern('(.*){1000}')).toThrow(PatternFault);
    expect(() => compilePattern('('.repeat(60) + ')'.repeat(60))).toThrow(PatternFault);
    for (const written of ['a|'.repeat(100), 'a*'.repeat(100), '[ab]'.repeat(50)]) compilePattern(written);
  });

  it('takes no longer for patterns that backtracking engines never finish', () => {
    const text = `${'a'.repeat(5_000)}!`;
    expect(matchesPattern(compilePattern('(a+)+'), text)).toBe(false);
    expect(matchesPattern(compilePattern('(a|a)*b'), text)).toBe(false);
    expect(matchesPattern(compilePattern('(.*)(.*)(.*)(.*)(.*)x'), text)).toBe(false);
  });

  it('agrees with the engine of the language wherever both know the syntax', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '1', '西');
    const pattern = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        atom,
        fc.tuple(tie('node'), tie('node')).map(([left, right]) => left + right),
        fc.tuple(tie('node'), tie('node')).map(([left, right]) => `(?:${left}|${right})`),
        fc
          .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{1,}'))
          .map(([part, repeat]) => `(${part})${repeat}`),
      ),
    })).node;
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '1', '西'), maxLength: 6 });
    fc.assert(
      fc.property(
        pattern.filter((written) => written.length <= 60),
        text,
        (written, given) => {
          const expected = new RegExp(`^(?:${written})$`, 'u').test(given);
          expect(matchesPattern(compilePattern(written), given)).toBe(expected);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
