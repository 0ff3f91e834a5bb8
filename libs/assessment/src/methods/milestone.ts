import { achievedShare, judged, refused, type MethodResult, type Progress } from '../progress.js';
import { round10, type Thresholds } from '../thresholds.js';

/**
 * The completed share over the one the trajectory expects at the same moment, a pure number. Work counted in per cent
 * done (operator complete) is its own share, x ÷ 100 over E ÷ 100; anything else is counted from its baseline,
 * (x − b) ÷ (T − b) over (E − b) ÷ (T − b).
 *
 * Where the trajectory expects nothing beyond the baseline yet (trajectory none before the due date, where only the
 * end counts, or before a first milestone that asks for no more) nothing can be behind: there is no pace, and the
 * work is on track unless it has fallen back behind its baseline.
 *
 * For work with stages: surveying a red line, opening a railway. Thresholds as elapsedShare: 1.0, 0.80 and 0.
 */
export function milestone(progress: Progress, thresholds: Thresholds): MethodResult {
  const { base, complete, expected, latest, target } = progress;
  if (target === null || expected === null) return refused(progress, 'no-target-value');
  const done = achievedShare(progress);
  const wanted = achievedShare({ ...progress, latest: expected });
  if (done === null || wanted === null) return refused(progress, 'base-equals-target');
  if (round10(wanted) <= 0) {
    const status = round10(done) >= 0 ? 'onTrack' : 'movingAway';
    return { kind: 'judged', pace: null, status, thresholds, numbers: progress };
  }
  // Work undone below its baseline is moving away, which a share counted from zero would not show.
  if (complete && base >= 0 && done >= 0) return judged(progress, latest / expected, thresholds);
  return judged(progress, done / wanted, thresholds);
}
