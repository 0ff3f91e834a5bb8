import { studentCdf, studentQuantile } from './student-t.js';

/** Percentage points as printed in every table, e.g. NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2. */
const table: [degreesOfFreedom: number, p90: number, p95: number, p975: number, p99: number][] = [
  [1, 3.078, 6.314, 12.706, 31.821],
  [2, 1.886, 2.92, 4.303, 6.965],
  [3, 1.638, 2.353, 3.182, 4.541],
  [4, 1.533, 2.132, 2.776, 3.747],
  [5, 1.476, 2.015, 2.571, 3.365],
  [6, 1.44, 1.943, 2.447, 3.143],
  [7, 1.415, 1.895, 2.365, 2.998],
  [8, 1.397, 1.86, 2.306, 2.896],
  [9, 1.383, 1.833, 2.262, 2.821],
  [10, 1.372, 1.812, 2.228, 2.764],
  [15, 1.341, 1.753, 2.131, 2.602],
  [20, 1.325, 1.725, 2.086, 2.528],
  [25, 1.316, 1.708, 2.06, 2.485],
  [30, 1.31, 1.697, 2.042, 2.457],
];

describe('Student’s t', () => {
  it.each(table)('with %d degrees of freedom has the tabled percentage points', (df, ...points) => {
    for (const [i, p] of [0.9, 0.95, 0.975, 0.99].entries()) {
      expect(studentQuantile(p, df)).toBeCloseTo(points[i]!, 3);
      // Down to where the table itself is rounded.
      expect(studentCdf(points[i]!, df)).toBeCloseTo(p, 3);
    }
  });

  it('agrees with the closed forms for one and two degrees of freedom', () => {
    for (let t = -30; t <= 30; t += 0.25) {
      expect(Math.abs(studentCdf(t, 1) - (0.5 + Math.atan(t) / Math.PI))).toBeLessThan(1e-7);
      expect(Math.abs(studentCdf(t, 2) - (0.5 + t / (2 * Math.sqrt(2 + t * t))))).toBeLessThan(1e-12);
    }
  });

  it('is its own inverse and symmetric for 1 to 30 degrees of freedom', () => {
    for (let df = 1; df <= 30; df++) {
      for (const p of [0.01, 0.1, 0.3, 0.6, 0.9, 0.995]) {
        expect(Math.abs(studentCdf(studentQuantile(p, df), df) - p)).toBeLessThan(1e-7);
      }
      expect(Math.abs(studentCdf(1.3, df) + studentCdf(-1.3, df) - 1)).toBeLessThan(1e-12);
    }
  });

  it('ends at 0 and 1', () => {
    expect(studentCdf(-Infinity, 2)).toBe(0);
    expect(studentCdf(Infinity, 2)).toBe(1);
  });
});
