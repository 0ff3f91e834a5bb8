import { fitLinearTrend, predictionError, trendAt, type Point } from './linear-trend.js';

const points = (...pairs: [time: number, value: number][]): Point[] =>
  pairs.map(([time, value]) => ({ time, value }));

const routes = points([2017, 45], [2018, 58], [2019, 64], [2020, 88]);

describe('fitLinearTrend', () => {
  it('gives the routes 13.5 more a year, 97.5 in 2020 with a standard error of 8.7678', () => {
    const trend = fitLinearTrend(routes)!;
    expect(trend.slope).toBeCloseTo(13.5, 12);
    expect(trendAt(trend, 2021)).toBeCloseTo(97.5, 10);
    // s² = 61.5 ÷ 2, and √(1 + 1/4 + 2.5² ÷ 5) = √2.5.
    expect(predictionError(trend, 2021)).toBeCloseTo(Math.sqrt(30.75 * 2.5), 10);
    expect(predictionError(trend, 2021)).toBeCloseTo(8.7678, 4);
  });

  it('is surest at the middle of its points', () => {
    const trend = fitLinearTrend(routes)!;
    const errors = [2018.5, 2019.5, 2021, 2025].map((time) => predictionError(trend, time));
    expect(errors).toEqual(errors.toSorted((a, b) => a - b));
    expect(errors[0]).toBeCloseTo(Math.sqrt(30.75 * 1.25), 10);
  });

  it('needs three points, which leave one degree of freedom', () => {
    expect(fitLinearTrend(routes.slice(2))).toBeNull();
    expect(fitLinearTrend([])).toBeNull();
    // Residuals −1/12, 1/6, −1/12 from the line 1/12 + 0.75·(t − 1).
    const trend = fitLinearTrend(points([1, 0], [2, 1], [3, 1.5]))!;
    expect(trend.slope).toBeCloseTo(0.75, 12);
    expect(trend.residualError).toBeCloseTo(Math.sqrt(1 / 144 + 1 / 36 + 1 / 144), 12);
  });

  it('takes gaps and uneven times as they are', () => {
    const trend = fitLinearTrend(points([2010, 1], [2013, 7], [2013.5, 8], [2020, 21]))!;
    expect(trend.slope).toBeCloseTo(2, 12);
    expect(trend.residualError).toBe(0);
  });

  it.each([
    ['constant', [7, 7, 7, 7]],
    ['zero', [0, 0, 0, 0]],
    ['a line that floating point cannot hold', [0.1, 0.2, 0.3, 0.4]],
    ['large numbers on a line', [1e12, 1.1e12, 1.2e12, 1.3e12]],
  ])('finds no error in values that are %s', (_what, values) => {
    const trend = fitLinearTrend(values.map((value, i) => ({ time: 2017 + i, value })))!;
    expect(trend.residualError).toBe(0);
  });
});
