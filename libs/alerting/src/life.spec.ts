import type { Evaluation } from './condition.js';
import { acknowledge, next, unacknowledge, withdraw, type Step } from './life.js';
import type { Rule } from './rule.js';
import { at, lives, said } from './test/lives.js';
import { slipRule } from './test/rules.js';

const patient: Rule = {
  ...slipRule,
  for: { sweeps: 3 },
  noDataFor: { sweeps: 3 },
  keepFiring: { sweeps: 3 },
};
const disabled: Rule = { ...patient, enabled: false };

/**
 * What each evaluation does in each state. With two answers: first where less than the rule asks for has passed, then
 * where that much has. "—" is: nothing, in the same state.
 */
const whenEnabled = `
  state                             | true                 | false                | blind
  inactive                          | pending → pending    | —                    | pending → pending
  pending, true                     | — / fire → firing    | cancel → inactive    | —
  pending, true, then blind         | —                    | cancel → inactive    | — / fire → firing
  pending, blind                    | —                    | cancel → inactive    | — / fire → firing
  firing                            | —                    | —                    | —
  firing, over                      | —                    | — / resolve → resolved | —
  firing, blind                     | —                    | —                    | —
  acknowledged                      | —                    | —                    | —
  acknowledged, over                | —                    | — / resolve → resolved | —
  acknowledged, blind               | —                    | —                    | —
  firing about blindness            | resolve → pending    | resolve → resolved   | —
  acknowledged about blindness      | resolve → pending    | resolve → resolved   | —
  firing about blindness after true | resolve → pending    | resolve → resolved   | —
  pending, true, after an episode   | — / fire → firing    | cancel → resolved    | —
  resolved                          | pending → pending    | —                    | pending → pending`;

const whenDisabled = `
  state                             | true                 | false                | blind
  inactive                          | —                    | —                    | —
  pending, true                     | cancel → inactive    | cancel → inactive    | cancel → inactive
  pending, true, then blind         | cancel → inactive    | cancel → inactive    | cancel → inactive
  pending, blind                    | cancel → inactive    | cancel → inactive    | cancel → inactive
  firing                            | —                    | —                    | —
  firing, over                      | —                    | — / resolve → resolved | —
  firing, blind                     | —                    | —                    | —
  acknowledged                      | —                    | —                    | —
  acknowledged, over                | —                    | — / resolve → resolved | —
  acknowledged, blind               | —                    | —                    | —
  firing about blindness            | resolve → resolved   | resolve → resolved   | —
  acknowledged about blindness      | resolve → resolved   | resolve → resolved   | —
  firing about blindness after true | resolve → resolved   | resolve → resolved   | —
  pending, true, after an episode   | cancel → resolved    | cancel → resolved    | cancel → resolved
  resolved                          | —                    | —                    | —`;

const rowsOf = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()));

const told = ({ action, life }: Step): string => `${action} → ${life.state}`;
/** A cell of the table for what was done where less, and where as much as the rule asks for has passed. */
const cellOf = (state: string, evaluation: Evaluation, rule: Rule): string => {
  const [soon, late] = [1, 2].map((lasted) => {
    const before = lives[state]!(lasted);
    const step = next(before, evaluation, rule, at(11));
    return step.action === 'none' && step.life.state === before.state ? '—' : told(step);
  });
  return soon === late ? soon! : `${soon} / ${late}`;
};

describe('next, in every state', () => {
  it.each([
    ...rowsOf(whenEnabled).map((row) => [...row, patient] as const),
    ...rowsOf(whenDisabled).map((row) => [...row, disabled] as const),
  ] as [string, string, string, string, Rule][])(
    '%s: true %s, false %s, blind %s',
    (state, whenTrue, whenFalse, whenBlind, rule) => {
      expect(cellOf(state, said('true'), rule)).toBe(whenTrue);
      expect(cellOf(state, said('false'), rule)).toBe(whenFalse);
      expect(cellOf(state, said('noData'), rule)).toBe(whenBlind);
      expect(cellOf(state, said('error'), rule)).toBe(whenBlind);
    },
  );

  it('names every state in both tables', () => {
    for (const table of [whenEnabled, whenDisabled])
      expect(
        rowsOf(table)
          .map(([state]) => state)
          .sort(),
      ).toEqual(Object.keys(lives).sort());
  });

  it.each(Object.entries(lives))('%s: a sweep that was counted changes nothing', (_state, life) => {
    for (const state of ['true', 'false', 'noData', 'error'] as const)
      for (const sweep of [10, 9]) {
        const given = life(2);
        expect(next(given, said(state, 5), patient, at(sweep))).toEqual({
          life: given,
          action: 'none',
          reason: 'already-evaluated',
        });
      }
  });

  it.each([
    ['firing', 4, 'update → firing'],
    ['acknowledged', 4, 'update → firing'],
    ['firing, over', 4, 'update → firing'],
    ['firing, blind', 4, 'update → firing'],
    ['firing', 3, 'none → firing'],
    ['acknowledged', 3, 'none → acknowledged'],
  ])('%s at rank 3, a slip to rank %i: %s', (state, rank, expected) => {
    const step = next(lives[state]!(1), said('true', rank), patient, at(11));
    expect(told(step)).toBe(expected);
    expect(told(next(lives[state]!(1), said('true', rank), disabled, at(11)))).toBe(
      `none → ${lives[state]!(1).state}`,
    );
    if (step.action === 'update')
      expect(step.life.episode).toMatchObject({
        revision: 1,
        rank: 4,
        acknowledged: null,
        changedAt: at(11).at,
      });
  });

  it('a rule that does not wait tells of blindness that ended in trouble as one alert', () => {
    const rule: Rule = { ...patient, for: { sweeps: 0 } };
    const step = next(lives['firing about blindness']!(1), said('true', 5), rule, at(11));
    expect(told(step)).toBe('update → firing');
    expect(step.life.episode).toMatchObject({ number: 1, about: 'condition', revision: 1 });
  });

  it('fires again after it resolved, as another episode', () => {
    const step = next(lives['resolved']!(0), said('true', 3), slipRule, at(11));
    expect(told(step)).toBe('fire → firing');
    expect(step.life.episode).toMatchObject({ number: 2, startsAt: at(11).at, endsAt: null });
  });

  it('keeps a note on an open alert of which nothing is known', () => {
    const { life } = next(lives['firing']!(1), said('error'), patient, at(11));
    expect(life.blind).toMatchObject({ state: 'error', since: at(11).at });
    expect(next(life, said('true'), patient, at(12)).life.blind).toBeNull();
  });
});

describe('people and ends', () => {
  it('takes an acknowledgement back, and of nothing else', () => {
    const firing = lives['firing']!(1);
    expect(unacknowledge(acknowledge(firing, 'li', at(12).at))).toEqual(firing);
    for (const [name, make] of Object.entries(lives)) {
      const life = make(1);
      if (name.startsWith('acknowledged')) expect(unacknowledge(life).state).toBe('firing');
      else expect(unacknowledge(life)).toBe(life);
    }
  });

  it('acknowledges what is firing, and nothing else', () => {
    const life = acknowledge(lives['firing']!(1), 'li', at(12).at);
    expect(life).toMatchObject({ state: 'acknowledged', episode: { acknowledged: { by: 'li' } } });
    expect(acknowledge(life, 'wang', at(13).at)).toBe(life);
    for (const state of ['inactive', 'pending, true', 'resolved']) {
      const given = lives[state]!(1);
      expect(acknowledge(given, 'li', at(12).at)).toBe(given);
    }
  });

  it.each([
    ['inactive', 'none → inactive'],
    ['pending, true', 'cancel → inactive'],
    ['firing', 'resolve → resolved'],
    ['acknowledged, over', 'resolve → resolved'],
    ['firing about blindness', 'resolve → resolved'],
    ['resolved', 'none → resolved'],
  ])('withdraws a subject whose alert is %s: %s', (state, expected) => {
    const step = withdraw(lives[state]!(1), at(12).at);
    expect(told(step)).toBe(expected);
    expect(withdraw(step.life, at(13).at).action).toBe('none');
  });

  it('never ends an alert before it began', () => {
    const back = at(11, { at: '2020-01-01T00:00:00.000Z', day: '2020-01-01' });
    const { life } = next(lives['firing']!(1), said('false'), slipRule, back);
    expect(life.episode).toMatchObject({ startsAt: at(0).at, endsAt: at(0).at });
  });
});
