import { attainment } from './methods/attainment.js';
import { direction } from './methods/direction.js';
import { elapsedShare } from './methods/elapsed-share.js';
import { extrapolatedShare } from './methods/extrapolated-share.js';
import { growthRatio } from './methods/growth-ratio.js';
import { milestone } from './methods/milestone.js';
import type { MethodResult, Progress } from './progress.js';
import type { Method, TargetSpec } from './target.js';
import type { Thresholds, ThresholdTable } from './thresholds.js';
import type { OwnSettings, Refusal, Verdict } from './verdict.js';

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
  /** In what it went by the target's own settings. */
  own: OwnSettings;
  byMethod: Verdict['byMethod'];
}

/**
 * Runs the method a target asks for. Where it does not apply, elapsedShare runs in its place; a target without a
 * number has no second method.
 *
 * Thresholds of the target's own count for the method asked for alone. A method that runs in its stead keeps those of
 * the table: what was thought enough of the growth needed says nothing of what is enough of the way in the time gone.
 */
export function runMethod(
  { method: asked, thresholds: own }: Pick<TargetSpec, 'method' | 'thresholds'>,
  progress: Progress,
  table: ThresholdTable,
): MethodRun {
  const thresholds = (method: Method) => (method === asked && own ? own : table[method]);
  const run = (method: Method) => methods[method](progress, thresholds(method));
  const numeric = progress.goal !== null;
  const first = numeric ? asked : 'direction';
  const result = run(first);
  const results = new Map([[first, result]]);
  if (numeric) for (const other of compared) if (other !== first) results.set(other, run(other));
  const byMethod: Verdict['byMethod'] = {};
  for (const [method, one] of results) {
    if (one.kind === 'judged') byMethod[method] = { pace: one.pace, status: one.status };
  }
  const substitute = result.kind === 'refused' ? results.get('elapsedShare') : undefined;
  if (result.kind === 'refused' && substitute?.kind === 'judged') {
    return { method: 'elapsedShare', refusal: result.why, result: substitute, own: {}, byMethod };
  }
  const refusal = result.kind === 'refused' ? result.why : first === asked ? null : 'no-target-value';
  const settings: OwnSettings = {
    ...(own && first === asked && { ownThresholds: true }),
    ...zeroRead(progress, result.numbers),
  };
  return { method: first, refusal, result, own: settings, byMethod };
}

/** What a zero was read as, where the method judged other numbers than it was given. */
function zeroRead(given: Progress, judged: Progress): Pick<OwnSettings, 'zeroAs'> {
  const replaced =
    judged.base !== given.base || judged.latest !== given.latest || judged.target !== given.target;
  return replaced && given.zeroAs !== null ? { zeroAs: given.zeroAs } : {};
}
