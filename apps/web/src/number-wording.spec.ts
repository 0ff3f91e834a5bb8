import {
  exactDecimal,
  exactNumber,
  paceWords,
  probabilityWords,
  roundedNumber,
  shareWords,
  signedNumber,
  sizeWords,
  withUnit,
} from './number-wording';

describe('numbers in words', () => {
  it('groups by thousands and keeps the decimals of the indicator', () => {
    expect(exactNumber(12345.6, 1)).toBe('12,345.6');
    expect(exactNumber(88, 0)).toBe('88');
    expect(exactNumber(43, 2)).toBe('43.00');
    expect(exactNumber(-1234567.5, 1)).toBe('−1,234,567.5');
  });

  it('never rounds an uploaded value across its target', () => {
    expect(exactNumber(99.96, 1)).toBe('99.96');
    expect(exactNumber(99.6, 0)).toBe('99.6');
  });

  it('keeps every digit of an exact text', () => {
    expect(exactDecimal('12345678901234567890.10')).toBe('12,345,678,901,234,567,890.10');
    expect(exactDecimal('-0.5')).toBe('−0.5');
    expect(exactDecimal('100')).toBe('100');
    expect(exactDecimal('…')).toBe('…');
  });

  it('rounds what was calculated', () => {
    expect(roundedNumber(86.24999, 1)).toBe('86.2');
    expect(roundedNumber(0.1 + 0.2, 2)).toBe('0.30');
    expect(roundedNumber(-0.001, 1)).toBe('0.0');
  });

  it('writes a change with its sign', () => {
    expect(signedNumber(3.42, 1)).toBe('+3.4');
    expect(signedNumber(-0.125, 2)).toBe('−0.13');
    expect(signedNumber(0, 1)).toBe('0.0');
  });

  it('writes a pace as its method measures it', () => {
    expect(paceWords('elapsedShare', 1.04242)).toBe('1.0424');
    expect(paceWords('direction', 0.0099915)).toBe('+1.00%');
  });

  it('writes a share as a percentage', () => {
    expect(shareWords(0.7818)).toBe('78.2%');
    expect(shareWords(1)).toBe('100.0%');
    expect(shareWords(-0.1)).toBe('−10.0%');
  });

  it('puts a space before a unit, but not before a sign', () => {
    expect(withUnit('100', '条')).toBe('100 条');
    expect(withUnit('43.06', '%')).toBe('43.06%');
    expect(withUnit('7', '')).toBe('7');
    expect(withUnit('463.1', '10,000 persons')).toBe('463.1 × 10,000 persons');
  });

  it('writes the size of a file', () => {
    expect(sizeWords(512)).toBe('512 B');
    expect(sizeWords(12_595)).toBe('12.3 KB');
    expect(sizeWords(5 * 1024 ** 2)).toBe('5.0 MB');
  });

  it('what is nearly certain is not called certain', () => {
    expect([1, 0.99995, 0.4012, 0.0004, 0].map(probabilityWords)).toEqual([
      '100.0%',
      '> 99.9%',
      '40.1%',
      '< 0.1%',
      '0.0%',
    ]);
  });
});
