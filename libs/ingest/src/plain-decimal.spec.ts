import fc from 'fast-check';
import { plainDecimal } from './plain-decimal.js';

describe('plainDecimal', () => {
  it('is the number that the text is, of everything that it takes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-+]?[0-9]{0,8}[.,e]?[0-9]{0,8}$/), (text) => {
        const number = plainDecimal(`x${text}x`, 1, text.length + 1);
        if (Number.isNaN(number)) return;
        expect(number).toBe(Number(text));
        expect(text).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/);
      }),
      { numRuns: 5000 },
    );
  });

  it.each(['0', '7', '-7', '12.50', '-0.25', '123456789012345', '1234567.12345678'])('takes %s', (text) => {
    expect(plainDecimal(text, 0, text.length)).toBe(Number(text));
  });

  it.each(['', '-', '.', '1.', '.5', '01', '1e3', '+1', '1,000', ' 1', '1.2.3', '1234567890123456'])(
    'leaves "%s" to others',
    (text) => {
      expect(plainDecimal(text, 0, text.length)).toBeNaN();
    },
  );
});
