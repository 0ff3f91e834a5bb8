import { rollUp, worstGroupFirst, worstTargetFirst, type RolledUp } from './roll-up.js';
import type { Status } from './status.js';

const target = (status: Status, score: number | null = null): RolledUp => ({ status, score });
const none = { achieved: 0, onTrack: 0, atRisk: 0, offTrack: 0, movingAway: 0, missed: 0, notAssessed: 0 };

describe('rollUp', () => {
  it('counts the statuses and averages the scores of those that have one', () => {
    const group = [
      target('achieved', 5),
      target('atRisk', 2.1),
      target('offTrack', -1.1),
      target('missed'),
      target('notAssessed'),
    ];
    expect(rollUp(group)).toEqual({
      targets: 5,
      counts: { ...none, achieved: 1, atRisk: 1, offTrack: 1, missed: 1, notAssessed: 1 },
      assessed: 4,
      shareAssessed: 0.8,
      enoughAssessed: true,
      shareBehind: 0.5,
      scored: 3,
      score: 2,
      scoreStatus: 'atRisk',
    });
  });

  const shares: [what: string, assessed: number, of: number, enough: boolean][] = [
    ['three of four are enough', 3, 4, true],
    ['two of three are not', 2, 3, false],
    ['74 of 99 are not', 74, 99, false],
    ['75 of 100 are', 75, 100, true],
  ];
  it.each(shares)('%s', (_, assessed, of, enough) => {
    const group = Array.from({ length: of }, (_unused, index) =>
      target(index < assessed ? 'onTrack' : 'notAssessed', index < assessed ? 3 : null),
    );
    expect(rollUp(group)).toMatchObject({ shareAssessed: assessed / of, enoughAssessed: enough });
  });

  it('of a group without any assessed target has no score and no share', () => {
    expect(rollUp([target('notAssessed')])).toMatchObject({
      assessed: 0,
      enoughAssessed: false,
      shareBehind: null,
      score: null,
      scoreStatus: null,
    });
  });
});

it('puts the group with the larger share behind first, then the lower score, then those not assessed', () => {
  const groups = {
    unassessed: rollUp([target('notAssessed')]),
    good: rollUp([target('onTrack', 4)]),
    fair: rollUp([target('atRisk', 1)]),
    half: rollUp([target('achieved', 5), target('missed')]),
    missed: rollUp([target('missed')]),
    slow: rollUp([target('offTrack', -1)]),
  };
  const order = Object.entries(groups)
    .toSorted(([, a], [, b]) => worstGroupFirst(a, b))
    .map(([name]) => name);
  expect(order).toEqual(['slow', 'missed', 'half', 'fair', 'good', 'unassessed']);
});

it('puts the worst target of a group first', () => {
  const targets = [
    target('notAssessed'),
    target('achieved', 5),
    target('offTrack', -1),
    target('missed'),
    target('offTrack', -2),
  ];
  expect(targets.toSorted(worstTargetFirst).map(({ status, score }) => [status, score])).toEqual([
    ['missed', null],
    ['offTrack', -2],
    ['offTrack', -1],
    ['achieved', 5],
    ['notAssessed', null],
  ]);
});
