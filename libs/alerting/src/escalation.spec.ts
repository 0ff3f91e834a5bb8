import { mondayToFriday } from './calendar.js';
import {
  escalate,
  escalatedLabels,
  organisationsAbove,
  type Escalation,
  type EscalationChain,
} from './escalation.js';

const chain: EscalationChain = {
  afterWorkingDays: 2,
  superiors: { bureau: 'city', city: 'province' },
  leadingGroup: 'leading-group',
};
type State = 'firing' | 'acknowledged' | 'resolved';

const run = (days: [day: string, state: State, episode?: number][], given = chain): string[] => {
  let known: Escalation | null = null;
  return days.map(([day, state, episode = 1]) => {
    const step = escalate(known, { episode, state, organisation: 'bureau' }, given, day, mondayToFriday);
    known = JSON.parse(JSON.stringify(step.escalation)) as Escalation;
    return step.to ?? step.reason;
  });
};

describe('escalate', () => {
  // 2026-11-26 is a Thursday.
  it('goes one level up after so many working days, each level once', () => {
    expect(
      run([
        ['2026-11-26', 'firing'],
        ['2026-11-27', 'firing'],
        ['2026-11-29', 'firing'],
        ['2026-11-30', 'firing'],
        ['2026-11-30', 'firing'],
        ['2026-12-02', 'firing'],
        ['2026-12-04', 'firing'],
        ['2026-12-31', 'firing'],
      ]),
    ).toEqual([
      'not-yet',
      'not-yet',
      'not-yet',
      'city',
      'not-yet',
      'province',
      'leading-group',
      'nobody-above',
    ]);
  });

  it('stops when somebody acknowledges it, and goes on from there when it becomes worse', () => {
    expect(
      run([
        ['2026-11-23', 'firing'],
        ['2026-11-25', 'firing'],
        ['2026-11-26', 'acknowledged'],
        ['2026-12-10', 'acknowledged'],
        ['2026-12-11', 'firing'],
        ['2026-12-14', 'firing'],
        ['2026-12-15', 'firing'],
      ]),
    ).toEqual(['not-yet', 'city', 'acknowledged', 'acknowledged', 'not-yet', 'not-yet', 'province']);
  });

  it('stops when it is resolved, and begins below when it fires again', () => {
    expect(
      run([
        ['2026-11-23', 'firing'],
        ['2026-11-25', 'firing'],
        ['2026-12-10', 'resolved'],
        ['2026-12-11', 'firing', 2],
        ['2026-12-15', 'firing', 2],
      ]),
    ).toEqual(['not-yet', 'city', 'resolved', 'not-yet', 'city']);
  });

  it('takes one level at a time after a standstill', () => {
    expect(
      run([
        ['2026-11-23', 'firing'],
        ['2027-02-23', 'firing'],
        ['2027-02-23', 'firing'],
        ['2027-02-25', 'firing'],
      ]),
    ).toEqual(['not-yet', 'city', 'not-yet', 'province']);
  });

  it('is not held up by a day that a wrong clock wrote', () => {
    expect(
      run([
        ['2031-11-24', 'firing'],
        ['2026-11-23', 'firing'],
        ['2026-11-25', 'firing'],
      ]),
    ).toEqual(['not-yet', 'not-yet', 'city']);
  });

  it.each<[string, string, Partial<EscalationChain>, string[]]>([
    ['up to the leading group', 'bureau', {}, ['city', 'province', 'leading-group']],
    ['from the top', 'leading-group', {}, []],
    ['without superiors', 'other', {}, ['leading-group']],
    ['without a leading group', 'city', { leadingGroup: null }, ['province']],
    ['in a circle', 'a', { superiors: { a: 'b', b: 'c', c: 'a' } }, ['b', 'c', 'leading-group']],
    ['in a circle further up', 'a', { superiors: { a: 'b', b: 'c', c: 'b' } }, ['b', 'c', 'leading-group']],
    [
      'with the leading group on the way',
      'a',
      { superiors: { a: 'leading-group', 'leading-group': 'x' } },
      ['x', 'leading-group'],
    ],
    ['a name of every object', 'constructor', {}, ['leading-group']],
  ])('%s', (_sentence, organisation, change, above) => {
    expect(organisationsAbove(organisation, { ...chain, ...change })).toEqual(above);
  });

  it('routes as if the alert were the superior’s own', () => {
    expect(escalatedLabels({ target: 't', organisation: 'bureau' }, 'city')).toEqual({
      target: 't',
      organisation: 'city',
      escalated_from: 'bureau',
    });
  });
});
