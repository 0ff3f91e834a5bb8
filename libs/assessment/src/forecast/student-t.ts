import jstat from 'jstat';

/** P(T ≤ t) of Student's t, good to about 2e-8; infinite t allowed. */
export function studentCdf(t: number, degreesOfFreedom: number): number {
  if (!Number.isFinite(t)) return t > 0 ? 1 : 0;
  return jstat.studentt.cdf(t, degreesOfFreedom);
}

/** The t that T stays below with probability p, 0 < p < 1; good to six digits and better. */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  return jstat.studentt.inv(p, degreesOfFreedom);
}
