import { goalOf, isBeyondTarget } from '#assessment';
import type { Reader } from '#storage';
import { targetSpecOf } from './assessment-inputs.js';
import { judge, type Judgement, type JudgeOptions } from './judge.js';

/** What should be looked at twice in a target that is accepted nevertheless. */
export interface TargetWarning {
  readonly target: string;
  /** The baseline already lies beyond the target, on its far side. */
  readonly code: 'baseline-beyond-target';
  readonly message: string;
}

/** The warnings about targets as they stand now, in the order of their codes. */
export async function readTargetWarnings(
  reader: Reader,
  options: Pick<JudgeOptions, 'asOf' | 'timeZone' | 'targetCodes'>,
): Promise<TargetWarning[]> {
  return (await judge(reader, { ...options, known: 'now' })).flatMap(warningsOf);
}

/** Goes by the baseline that was judged from: one that the target leaves to the series is not known before. */
export function warningsOf({ target, indicator, verdict }: Judgement): TargetWarning[] {
  const goal = goalOf(targetSpecOf(target, indicator));
  const { baseline } = verdict;
  if (!goal || !baseline || !isBeyondTarget(goal, baseline.value)) return [];
  const wanted = target.operator === 'atMost' ? 'at most' : 'at least';
  return [
    {
      target: target.code,
      code: 'baseline-beyond-target',
      message:
        `its baseline, ${baseline.value} in ${baseline.period}, is beyond ${wanted} ${verdict.targetValue} already: ` +
        'there is no way to go, and any value that fails it is moving away',
    },
  ];
}
