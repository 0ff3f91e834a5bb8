import fc from 'fast-check';
import { canonicalJson, isSameJson } from './canonical-json.js';

const leaf = fc.oneof(fc.constantFrom(null, true, 0, -0, 1.5, Number.NaN, '', 'a', '0'), fc.double());
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(tie('value'), fc.constant(undefined)), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value;

describe('isSameJson', () => {
  it('is whether the canonical texts are the same', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(isSameJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
      }),
      { numRuns: 2000 },
    );
  });

  it('holds of a value and what is read back of it, whatever the order of its keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        const stored: unknown = JSON.parse(canonicalJson(value));
        expect(isSameJson(stored, value)).toBe(true);
      }),
    );
    expect(isSameJson({ a: 1, b: { c: [1, null], d: 2 } }, { b: { d: 2, c: [1, null] }, a: 1 })).toBe(true);
  });

  it.each([
    [{ a: 1 }, { a: 1, b: null }],
    [{ a: 1, b: null }, { a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [[1, 2], [1]],
    [[1], { 0: 1 }],
    [null, {}],
    ['1', 1],
  ])('tells %j from %j', (a, b) => {
    expect(isSameJson(a, b)).toBe(false);
  });
});
