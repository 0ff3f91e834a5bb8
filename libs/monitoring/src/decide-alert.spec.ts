import type { Status } from '#assessment';
import { decideAlert, type Decision } from './decide-alert.js';

const atRiskOn = { level: 'atRisk', enabled: true } as const;
const offTrackOn = { level: 'offTrack', enabled: true } as const;
const missedOn = { level: 'missed', enabled: true } as const;
const offTrackOff = { level: 'offTrack', enabled: false } as const;

type Case = [
  sentence: string,
  previous: Status | null,
  current: Status,
  rule: Parameters<typeof decideAlert>[2],
  open: Status | null,
  decision: `${Decision['action']}: ${Decision['reason']}`,
];

const cases: Case[] = [
  ['a slip to the level fires', 'onTrack', 'offTrack', offTrackOn, null, 'fire: slipped'],
  ['a slip past the level fires', 'achieved', 'missed', atRiskOn, null, 'fire: slipped'],
  [
    'a slip from beyond the level to worse fires',
    'offTrack',
    'movingAway',
    offTrackOn,
    null,
    'fire: slipped',
  ],
  ['only the last step down reaches the level', 'movingAway', 'missed', missedOn, null, 'fire: slipped'],
  ['a slip that stays above the level does not', 'onTrack', 'atRisk', offTrackOn, null, 'none: below-level'],
  [
    'losing an achievement is no slip to a level it does not reach',
    'achieved',
    'onTrack',
    atRiskOn,
    null,
    'none: below-level',
  ],
  ['the same status again is no slip', 'offTrack', 'offTrack', offTrackOn, null, 'none: not-worse'],
  [
    'getting better while beyond the level is no slip',
    'missed',
    'offTrack',
    offTrackOn,
    null,
    'none: not-worse',
  ],
  ['a first judgement is no slip, however bad', null, 'missed', atRiskOn, null, 'none: first-verdict'],
  ['a value lost is no slip', 'onTrack', 'notAssessed', atRiskOn, null, 'none: not-assessed'],
  [
    'a first value is no slip, however bad',
    'notAssessed',
    'missed',
    atRiskOn,
    null,
    'none: previous-not-assessed',
  ],
  ['a disabled rule fires nothing', 'onTrack', 'missed', offTrackOff, null, 'none: rule-disabled'],

  [
    'an open alert that slips further is told again',
    'atRisk',
    'offTrack',
    atRiskOn,
    'atRisk',
    'worsen: slipped-further',
  ],
  [
    'an open alert that slips by two steps is told again once',
    'offTrack',
    'missed',
    offTrackOn,
    'offTrack',
    'worsen: slipped-further',
  ],
  [
    'falling back to what was told already is not told again',
    'atRisk',
    'offTrack',
    atRiskOn,
    'offTrack',
    'none: already-told',
  ],
  [
    'an open alert that gets better but stays beyond the level stays open',
    'missed',
    'offTrack',
    atRiskOn,
    'missed',
    'none: not-worse',
  ],
  [
    'an open alert that stays where it is says nothing',
    'offTrack',
    'offTrack',
    offTrackOn,
    'offTrack',
    'none: not-worse',
  ],
  [
    'an open alert resolves when the status is better than the level',
    'offTrack',
    'atRisk',
    offTrackOn,
    'offTrack',
    'resolve: recovered',
  ],
  ['on track resolves', 'offTrack', 'onTrack', atRiskOn, 'offTrack', 'resolve: recovered'],
  ['achieved resolves', 'movingAway', 'achieved', atRiskOn, 'movingAway', 'resolve: recovered'],
  ['a value lost does not resolve', 'offTrack', 'notAssessed', offTrackOn, 'offTrack', 'none: not-assessed'],
  [
    'a good value after a lost one resolves',
    'notAssessed',
    'onTrack',
    offTrackOn,
    'offTrack',
    'resolve: recovered',
  ],
  [
    'a bad value after a lost one does not tell again',
    'notAssessed',
    'missed',
    offTrackOn,
    'offTrack',
    'none: previous-not-assessed',
  ],
  [
    'a disabled rule does not tell again',
    'offTrack',
    'missed',
    offTrackOff,
    'offTrack',
    'none: rule-disabled',
  ],
  [
    'a disabled rule still resolves what it left open',
    'offTrack',
    'onTrack',
    offTrackOff,
    'offTrack',
    'resolve: recovered',
  ],
  [
    'a level raised past the open alert resolves it with the next verdict',
    'atRisk',
    'offTrack',
    missedOn,
    'atRisk',
    'resolve: recovered',
  ],
];

describe('decideAlert', () => {
  it.each(cases)('%s', (_sentence, previous, current, rule, open, decision) => {
    const { action, reason } = decideAlert(previous, current, rule, open && { status: open });
    expect(`${action}: ${reason}`).toBe(decision);
  });

  it('fires anew when a target slips again after its alert was resolved', () => {
    let open: { status: Status } | null = null;
    let previous: Status | null = null;
    const actions = (['onTrack', 'offTrack', 'onTrack', 'offTrack'] as const).map((current) => {
      const { action } = decideAlert(previous, current, offTrackOn, open);
      if (action === 'fire') open = { status: current };
      if (action === 'resolve') open = null;
      previous = current;
      return action;
    });
    expect(actions).toEqual(['none', 'fire', 'resolve', 'fire']);
  });
});
