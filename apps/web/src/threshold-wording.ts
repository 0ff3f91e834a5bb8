/** What a pace was held against: from which one on a target is on track, at risk, off track. */
import type { Verdict } from '#contract';
import type { Messages } from './messages.zh';
import { exactNumber } from './number-wording';

export interface ThresholdWords {
  /** Whose thresholds these are. */
  origin: string;
  /** "On track ≥ 0.95", the best status first. */
  levels: string[];
}

/** The thresholds that decided a verdict, in words; null where none did, because the value alone was enough. */
export function thresholdWords(
  { method, reason }: Pick<Verdict, 'method' | 'reason'>,
  words: Messages,
): ThresholdWords | null {
  const { thresholds } = reason;
  if (!thresholds) return null;
  const isRate = method === 'direction';
  const least = (pace: number) => (isRate ? `${exactNumber(pace * 100, 0)}%` : exactNumber(pace, 0));
  const { onTrack, atRisk, offTrack } = thresholds;
  const { status, target: say } = words;
  const isShrunk = isRate && typeof reason['limitFactor'] === 'number' && reason['limitFactor'] < 1;
  const origin = reason.ownThresholds ? say.ownThresholds : say.publishedThresholds;
  return {
    origin: isShrunk ? say.shrunkThresholds(origin) : origin,
    levels: [
      `${status.onTrack} ≥ ${least(onTrack)}`,
      `${status.atRisk} ≥ ${least(atRisk)}`,
      `${status.offTrack} ≥ ${least(offTrack)}`,
      `${status.movingAway} < ${least(offTrack)}`,
    ],
  };
}
