import { assess } from '../src/assess.js';
import type { TargetSpec } from '../src/target.js';
import type { Status } from '../src/status.js';
import type { Reason, Verdict } from '../src/verdict.js';
import { series, targetLike } from './examples.js';

export type Values = Parameters<typeof series>[0];

export function verdictOf(changes: Partial<TargetSpec>, values: Values, asOf: string): Verdict {
  return assess(targetLike(changes), series(values), asOf);
}

export const until2019: Values = { '2016': 45, '2017': 58, '2018': 64, '2019': 88 };

/** One sentence about assess: what must hold of the verdict on these values as of this day. */
export interface Case {
  sentence: string;
  target?: Partial<TargetSpec>;
  values: Values;
  asOf: string;
  status: Status;
  reason: Partial<Reason>;
  and?: Partial<Verdict>;
}

export function runCases(cases: Case[]): void {
  it.each(cases)('$sentence', ({ target, values, asOf, status, reason, and }) => {
    const verdict = verdictOf(target ?? {}, values, asOf);
    expect(verdict.status).toBe(status);
    expect(verdict.reason).toMatchObject(reason);
    expect(verdict).toMatchObject(and ?? {});
    // Every verdict is plain JSON: nothing undefined, not a number or infinite.
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
    expect(JSON.stringify(verdict)).toBe(JSON.stringify(verdict, (_key, value: unknown) => value ?? null));
  });
}
