import { faultOf, sliderSpan, typedNumber, withValue } from './supposed-value';

const unbounded = { lowerBound: null, upperBound: null };

describe('a typed number', () => {
  it.each([
    ['87', 87],
    ['８７．５', 87.5],
    ['1,234.5', 1234.5],
    ['5.', 5],
    ['−3', -3],
    [' .5 ', 0.5],
  ])('%s is %d', (text, value) => {
    expect(typedNumber(text)).toBe(value);
  });
  it.each(['', '很多', '1e3', '1.2.3', '--1', '3,5', '1,23', '３，５'])('%s is none', (text) => {
    expect(typedNumber(text)).toBeNull();
  });
  it('must lie within the bounds of its indicator', () => {
    const bounds = { lowerBound: '0', upperBound: '100' };
    expect([null, -0.1, 0, 100, 100.1].map((value) => faultOf(value, bounds))).toEqual([
      'notANumber',
      'below',
      null,
      null,
      'above',
    ]);
    expect(faultOf(-1e9, unbounded)).toBeNull();
  });
});

describe('the span of a slider', () => {
  it('reaches beyond all that matters, in whole steps', () => {
    expect(sliderSpan([45, 88, 100], [], 0, unbounded)).toEqual({ min: 31, max: 114, step: 1 });
    expect(sliderSpan([28, 108], [], 0, { lowerBound: '0', upperBound: null })).toEqual({
      min: 8,
      max: 128,
      step: 1,
    });
  });
  it('never leaves the bounds of the indicator', () => {
    expect(sliderSpan([10, 95], [], 1, { lowerBound: '0', upperBound: '100' })).toEqual({
      min: 0,
      max: 100,
      step: 0.5,
    });
  });
  it('has steps that a key press can see, and no finer ones than the decimals', () => {
    expect(sliderSpan([0, 30_000], [], 2, { lowerBound: '0', upperBound: null }).step).toBe(200);
    expect(sliderSpan([1, 2], [], 0, unbounded)).toEqual({ min: 0, max: 3, step: 1 });
  });
  it('reaches what was typed', () => {
    expect(sliderSpan([45, 100], [500], 0, unbounded).max).toBe(500);
  });
  it('is there without any value, and about a single one', () => {
    expect(sliderSpan([], [], 0, { lowerBound: '0', upperBound: null })).toEqual({
      min: 0,
      max: 125,
      step: 1,
    });
    expect(sliderSpan([8], [], 1, unbounded)).toMatchObject({ min: 6, max: 10 });
  });
});

it('keeps one supposed value per period, in the order of the periods', () => {
  const periods = ['2019', '2020'];
  const both = withValue([{ period: '2020', value: 1 }], '2019', 2, periods);
  expect(both).toEqual([
    { period: '2019', value: 2 },
    { period: '2020', value: 1 },
  ]);
  expect(withValue(both, '2019', 3, periods)[0]).toEqual({ period: '2019', value: 3 });
  expect(withValue(both, '2019', null, periods)).toEqual([{ period: '2020', value: 1 }]);
});
