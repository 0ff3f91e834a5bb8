/** What a verdict says, from the best to the worst; notAssessed says neither. The same as the assessment's. */
export type Status = 'achieved' | 'onTrack' | 'atRisk' | 'offTrack' | 'movingAway' | 'missed' | 'notAssessed';

/** The statuses at which an alert may stand. */
export type Level = 'atRisk' | 'offTrack' | 'movingAway' | 'missed';

export const levels: readonly Level[] = ['atRisk', 'offTrack', 'movingAway', 'missed'];

const ranks: Readonly<Record<Status, number | null>> = {
  achieved: 0,
  onTrack: 1,
  atRisk: 2,
  offTrack: 3,
  movingAway: 4,
  missed: 5,
  notAssessed: null,
};

/** How bad a status is, 0 (achieved) to 5 (missed); null for notAssessed. */
export function rankOf(status: Status): number | null {
  return ranks[status];
}

export function rankOfLevel(level: Level): number {
  return ranks[level] ?? 0;
}
