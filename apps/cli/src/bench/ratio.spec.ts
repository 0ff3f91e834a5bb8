import { megabytes, ratio, rounded, share, table } from './ratio.js';

describe('ratio', () => {
  it.each([
    [530, 100, '5.3×'],
    [1234, 100, '12×'],
    [996, 100, '10×'],
    [99.6, 100, '1.0×'],
    [43, 100, '0.43×'],
    [1, 0, '—'],
    [0, 0, '—'],
  ])('%d per %d is %s', (of, per, text) => {
    expect(ratio(of, per)).toBe(text);
  });
});

it('a rate has two significant digits', () => {
  expect([61_789, 999_999, 8.449].map(rounded)).toEqual(['62,000', '1,000,000', '8.4']);
});

it('a share is in whole per cent, and of nothing there is none', () => {
  expect([share(1, 3), share(0, 5), share(1, 0)]).toEqual(['33 %', '0 %', '—']);
});

it('memory is in whole megabytes', () => {
  expect(megabytes(182_499_999)).toBe('182 MB');
});

it('a table aligns its first column to the left and the others to the right', () => {
  expect(
    table([
      ['', 'rows/s', 'ratio'],
      ['COPY', '900,000', '1.0×'],
      ['import', '50', ''],
    ]),
  ).toEqual(['          rows/s   ratio', 'COPY     900,000    1.0×', 'import        50']);
});
