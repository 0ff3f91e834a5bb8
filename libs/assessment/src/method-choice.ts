import { attainment } from './methods/attainment.js';
import { direction } from './methods/direction.js';
import { elapsedShare } from './methods/elapsed-share.js';
import { extrapolatedShare } from './methods/extrapolated-share.js';
import { growthRatio } from './methods/growth-ratio.js';
import { milestone } from './methods/milestone.js';
import type { MethodResult, Progress } from './progress.js';
import type { Method } from './target.js';
import type { Thresholds, ThresholdTable } from './thresholds.js';
import type { Refusal, Verdict } from './verdict.js';

const methods: Record<Method, (progress: Progress, thresholds: Thresholds) => MethodResult> = {
  growthRatio,
  extrapolatedShare,
  elapsedShare,
  attainment,
  milestone,
  direction,
};

/** Numeric methods whose answers are set beside each other. */
const compared: readonly Method[] = ['growthRatio', 'elapsedShare', 'extrapolatedShare', 'attainment'];

export interface MethodRun {
  method: Method;
  /** Why the method asked for did not run; null when it did. */
  refusal: Refusal | null;
  result: MethodResult;
  byMethod: Verdict['byMethod'];
}

/**
 * Runs the method a target asks for. Where it does not apply, elapsedShare runs in its place; a target without a
 * number has no second method.
 */
export function runMethod(asked: Method, progress: Progress, thresholds: ThresholdTable): MethodRun {
  const run = (method: Method) => methods[method](progress, thresholds[method]);
  const numeric = progress.goal !== null;
  const first = numeric ? asked : 'direction';
  const own = run(first);
  const results = new Map([[first, own]]);
  if (numeric) for (const other of compared) if (other !== first) results.set(other, run(other));
  const byMethod: Verdict['byMethod'] = {};
  for (const [method, result] of results) {
    if (result.kind === 'judged') byMethod[method] = { pace: result.pace, status: result.status };
  }
  const substitute = own.kind === 'refused' ? results.get('elapsedShare') : undefined;
  if (own.kind === 'refused' && substitute?.kind === 'judged') {
    return { method: 'elapsedShare', refusal: own.why, result: substitute, byMethod };
  }
  const refusal = own.kind === 'refused' ? own.why : first === asked ? null : 'no-target-value';
  return { method: first, refusal, result: own, byMethod };
}
