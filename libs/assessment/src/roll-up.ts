import { groupScore } from './statistics-canada-score.js';
import { severity, type Status } from './status.js';

/** The share of a group that has to be assessed for its score to stand for it. */
export const leastShareAssessed = 0.75;

/** One target of a group: its verdict's status, and its score as scoreOf gives it. */
export interface RolledUp {
  readonly status: Status;
  readonly score: number | null;
}

/** How a group of targets stands. */
export interface RollUp {
  readonly targets: number;
  readonly counts: Readonly<Record<Status, number>>;
  /** Targets with a verdict other than notAssessed. */
  readonly assessed: number;
  /** assessed ÷ targets, from 0 to 1. */
  readonly shareAssessed: number;
  /** Whether that is at least {@link leastShareAssessed}. */
  readonly enoughAssessed: boolean;
  /** Off track, moving away or missed ÷ assessed; null when none is assessed. */
  readonly shareBehind: number | null;
  /** Targets that have a score: fewer than are assessed, for a missed target has none. */
  readonly scored: number;
  /** Statistics Canada's score of the group, −5 to +5, and what it stands for; null when none has one. */
  readonly score: number | null;
  readonly scoreStatus: Status | null;
}

/** Counts a group of at least one target and averages its scores (Statistics Canada's progress methodology). */
export function rollUp(group: readonly RolledUp[]): RollUp {
  const counts: Record<Status, number> = {
    achieved: 0,
    onTrack: 0,
    atRisk: 0,
    offTrack: 0,
    movingAway: 0,
    missed: 0,
    notAssessed: 0,
  };
  for (const { status } of group) counts[status] += 1;
  const assessed = group.length - counts.notAssessed;
  const behind = counts.offTrack + counts.movingAway + counts.missed;
  const mean = groupScore(group.map(({ score }) => score));
  return {
    targets: group.length,
    counts,
    assessed,
    shareAssessed: assessed / group.length,
    enoughAssessed: assessed >= leastShareAssessed * group.length,
    shareBehind: assessed === 0 ? null : behind / assessed,
    scored: group.filter(({ score }) => score !== null).length,
    score: mean && mean.score,
    scoreStatus: mean && mean.status,
  };
}

/**
 * Orders groups, the worst first: by the share of their assessed targets that are off track, moving away or missed,
 * then by the lower score. The share comes first because a missed target has no score, so that by score alone a group
 * with one achieved target and nine missed ones would stand at the top. Groups without any assessed target come last.
 */
export function worstGroupFirst(a: RollUp, b: RollUp): number {
  return (b.shareBehind ?? -1) - (a.shareBehind ?? -1) || (a.score ?? 6) - (b.score ?? 6);
}

/** Orders the targets of a group, the worst status first, then the lower score; those not assessed come last. */
export function worstTargetFirst(a: RolledUp, b: RolledUp): number {
  const rank = ({ status }: RolledUp) => severity(status) ?? -1;
  return rank(b) - rank(a) || (a.score ?? 6) - (b.score ?? 6);
}
