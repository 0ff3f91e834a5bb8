import type { Status } from '#assessment';
import type { BriefingChangeKind } from '#contract';
import { changeKind } from './verdict-changes.js';

describe('what a change of status is called', () => {
  const cases: readonly [string, Status | null, Status | null, BriefingChangeKind | null][] = [
    ['the same is no change', 'atRisk', 'atRisk', null],
    ['unassessed still is no change', 'notAssessed', 'notAssessed', null],
    ['a worse status is a slip', 'onTrack', 'atRisk', 'slipped'],
    ['an achieved target that is lost is a slip', 'achieved', 'movingAway', 'slipped'],
    ['a better status is a recovery', 'movingAway', 'offTrack', 'recovered'],
    ['meeting the target is a recovery', 'offTrack', 'achieved', 'recovered'],
    ['what a revision saves from having been missed recovers', 'missed', 'achieved', 'recovered'],
    ['missing is more than a slip', 'movingAway', 'missed', 'missed'],
    ['missing counts whatever was known before', 'notAssessed', 'missed', 'missed'],
    ['a first verdict', 'notAssessed', 'offTrack', 'newlyAssessed'],
    ['a target that came with its values', null, 'onTrack', 'newlyAssessed'],
    ['a target that came without any', null, 'notAssessed', 'added'],
    ['a verdict that has lost its values', 'onTrack', 'notAssessed', 'notAssessable'],
    ['a target that was taken out', 'onTrack', null, 'withdrawn'],
  ];
  it.each(cases)('%s', (_sentence, from, to, kind) => {
    expect(changeKind(from, to)).toBe(kind);
  });
});
