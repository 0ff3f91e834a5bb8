import fc from 'fast-check';
import { AppError } from '#contract';
import { patternOf } from './pattern.js';

describe('a pattern', () => {
  it.each([
    ['610100', '610100', true],
    ['610100', '6101', false],
    ['西安', '西安市', false],
    ['西安.*', '西安市', true],
    ['.*安.*', '西安市', true],
    ['西.市', '西安市', true],
    ['西安市.+', '西安市', false],
    ['(610100|610300)', '610300', true],
    ['^(610100|610300)$', '610300', true],
    ['(?:610100|610300)', '610100', true],
    ['^6101.*$|guanzhong', 'guanzhong', true],
    ['^6101.*$|guanzhong', '610100', true],
    ['PM2\\.5', 'PM2.5', true],
    ['PM2\\.5', 'PM245', false],
    ['a\\|b', 'a|b', true],
    ['C\\(A\\)', 'C(A)', true],
    ['.*', '', true],
    ['', '', true],
  ])('%s against %s: %s', (pattern, text, matches) => {
    expect(patternOf(pattern).matches(text)).toBe(matches);
  });

  it.each(['[a-z]', 'a+', 'a{2}', '(a)(b)', '\\d', 'a?', 'a(b|c)', '*', '\\', '(?=a)', 'x'.repeat(2001)])(
    'refuses %s',
    (pattern) => expect(() => patternOf(pattern)).toThrow(AppError),
  );

  it('tells which of its alternatives name one thing', () => {
    expect(patternOf('(610100|西安.*|PM2\\.5)').literals).toEqual(['610100', 'PM2.5']);
  });

  it('means what the regular expression means', () => {
    const piece = fc.constantFrom('a', 'b', '.', '.*', '.+', '\\.', '|');
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), texts, (pieces, text) => {
        const pattern = pieces.join('');
        fc.pre(!/\.[*+][*+]/.test(pattern));
        expect(patternOf(pattern).matches(text)).toBe(new RegExp(`^(?:${pattern})$`, 's').test(text));
      }),
    );
  });

  it('is not slow where a regular expression would be', () => {
    const pattern = patternOf(`${'.*a'.repeat(60)}b`);
    expect(pattern.matches('a'.repeat(5000))).toBe(false);
  });
});
