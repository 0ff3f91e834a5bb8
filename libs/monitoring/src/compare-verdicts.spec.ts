import { kindOfChange } from './compare-verdicts.js';

describe('what a change of status is', () => {
  it.each([
    ['onTrack', 'offTrack', 'slipped'],
    ['achieved', 'onTrack', 'slipped'],
    ['movingAway', 'missed', 'slipped'],
    ['missed', 'achieved', 'recovered'],
    ['atRisk', 'onTrack', 'recovered'],
    // What was not assessed was neither better nor worse, however bad it turns out.
    ['notAssessed', 'missed', 'newlyAssessed'],
    ['notAssessed', 'achieved', 'newlyAssessed'],
    ['onTrack', 'notAssessed', 'noLongerAssessed'],
    [null, 'offTrack', 'added'],
    [null, 'notAssessed', 'added'],
    ['missed', null, 'withdrawn'],
  ] as const)('from %s to %s: %s', (from, to, kind) => {
    expect(kindOfChange(from, to)).toBe(kind);
  });
});
