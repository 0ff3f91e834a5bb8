/** What a verdict says, from the best to the worst; notAssessed says neither. */
export type Status = 'achieved' | 'onTrack' | 'atRisk' | 'offTrack' | 'movingAway' | 'missed' | 'notAssessed';

const severities: Record<Status, number | null> = {
  achieved: 0,
  onTrack: 1,
  notAssessed: null,
  atRisk: 2,
  offTrack: 3,
  movingAway: 4,
  missed: 5,
};

/** How bad a status is, 0 (achieved) to 5 (missed); null for notAssessed, which is neither better nor worse. */
export function severity(status: Status): number | null {
  return severities[status];
}
