import { evaluate } from './condition.js';
import { memoryOf, next, unborn, type Life } from './life.js';
import type { Rule } from './rule.js';
import { nothing } from './span.js';
import type { Level, Status } from './status.js';
import { after, at, episode } from './test/lives.js';
import { slipRule } from './test/rules.js';

const patient: Rule = { ...slipRule, for: { sweeps: 2 }, noDataFor: { sweeps: 3 } };

describe('a slip that is told at once, as alerts have been decided so far', () => {
  type Case = [string, Status | null, Status, Level, boolean, Status | null, string];
  const cases: Case[] = [
    ['a slip to the level fires', 'onTrack', 'offTrack', 'offTrack', true, null, 'fire: slipped'],
    ['a slip past the level fires', 'achieved', 'missed', 'atRisk', true, null, 'fire: slipped'],
    [
      'a slip from beyond the level to worse fires',
      'offTrack',
      'movingAway',
      'offTrack',
      true,
      null,
      'fire: slipped',
    ],
    [
      'only the last step down reaches the level',
      'movingAway',
      'missed',
      'missed',
      true,
      null,
      'fire: slipped',
    ],
    [
      'a slip that stays above the level does not',
      'onTrack',
      'atRisk',
      'offTrack',
      true,
      null,
      'none: below-level',
    ],
    [
      'losing an achievement is no slip to a level it does not reach',
      'achieved',
      'onTrack',
      'atRisk',
      true,
      null,
      'none: below-level',
    ],
    ['the same status again is no slip', 'offTrack', 'offTrack', 'offTrack', true, null, 'none: not-worse'],
    [
      'getting better while beyond the level is no slip',
      'missed',
      'offTrack',
      'offTrack',
      true,
      null,
      'none: not-worse',
    ],
    [
      'a first judgement is no slip, however bad',
      null,
      'missed',
      'atRisk',
      true,
      null,
      'none: first-verdict',
    ],
    // Nobody is told; only how long it lasts is counted from now on.
    ['a value lost is no slip', 'onTrack', 'notAssessed', 'atRisk', true, null, 'pending: not-assessed'],
    [
      'a first value is no slip, however bad',
      'notAssessed',
      'missed',
      'atRisk',
      true,
      null,
      'none: first-verdict',
    ],
    ['a disabled rule fires nothing', 'onTrack', 'missed', 'offTrack', false, null, 'none: rule-disabled'],
    [
      'an open alert that slips further is told again',
      'atRisk',
      'offTrack',
      'atRisk',
      true,
      'atRisk',
      'update: slipped-further',
    ],
    [
      'an open alert that slips by two steps is told again once',
      'offTrack',
      'missed',
      'offTrack',
      true,
      'offTrack',
      'update: slipped-further',
    ],
    [
      'falling back to what was told already is not told again',
      'atRisk',
      'offTrack',
      'atRisk',
      true,
      'offTrack',
      'none: already-told',
    ],
    [
      'an open alert that gets better but stays beyond the level stays open',
      'missed',
      'offTrack',
      'atRisk',
      true,
      'missed',
      'none: still-beyond-level',
    ],
    [
      'an open alert that stays where it is says nothing',
      'offTrack',
      'offTrack',
      'offTrack',
      true,
      'offTrack',
      'none: still-beyond-level',
    ],
    [
      'an open alert resolves when the status is better than the level',
      'offTrack',
      'atRisk',
      'offTrack',
      true,
      'offTrack',
      'resolve: recovered',
    ],
    ['on track resolves', 'offTrack', 'onTrack', 'atRisk', true, 'offTrack', 'resolve: recovered'],
    ['achieved resolves', 'movingAway', 'achieved', 'atRisk', true, 'movingAway', 'resolve: recovered'],
    [
      'a value lost does not resolve',
      'offTrack',
      'notAssessed',
      'offTrack',
      true,
      'offTrack',
      'none: not-assessed',
    ],
    [
      'a good value after a lost one resolves',
      'notAssessed',
      'onTrack',
      'offTrack',
      true,
      'offTrack',
      'resolve: recovered',
    ],
    [
      'a bad value after a lost one does not tell again',
      'notAssessed',
      'missed',
      'offTrack',
      true,
      'offTrack',
      'none: still-beyond-level',
    ],
    [
      'a disabled rule does not tell again',
      'offTrack',
      'missed',
      'offTrack',
      false,
      'offTrack',
      'none: rule-disabled',
    ],
    [
      'a disabled rule still resolves what it left open',
      'offTrack',
      'onTrack',
      'offTrack',
      false,
      'offTrack',
      'resolve: recovered',
    ],
    [
      'a level raised past the open alert resolves it with the next verdict',
      'atRisk',
      'offTrack',
      'missed',
      true,
      'atRisk',
      'resolve: recovered',
    ],
  ];
  const ranks: Partial<Record<Status, number>> = { atRisk: 2, offTrack: 3, movingAway: 4, missed: 5 };

  it.each(cases)('%s', (_sentence, before, now, level, enabled, open, expected) => {
    const condition = { kind: 'statusWorsens', level } as const;
    const life: Life =
      open === null
        ? unborn
        : after('true', {
            state: 'firing',
            held: nothing,
            episode: episode('condition', { rank: ranks[open]! }),
          });
    const evaluation = evaluate(condition, { of: 'statusWorsens', before, now }, memoryOf(life));
    const { action, reason } = next(life, evaluation, { ...slipRule, condition, enabled }, at(11));
    expect(`${action}: ${reason}`).toBe(expected);
  });

  it('fires anew when a target slips again after its alert was resolved, and a gap hides no slip', () => {
    let life = unborn;
    let before: Status | null = null;
    const actions = (
      ['onTrack', 'offTrack', 'onTrack', 'notAssessed', 'missed', 'offTrack', 'onTrack'] as const
    ).map((now, sweep) => {
      const evaluation = evaluate(slipRule.condition, { of: 'statusWorsens', before, now }, memoryOf(life));
      const step = next(life, evaluation, slipRule, at(sweep));
      life = step.life;
      before = now;
      return step.action;
    });
    expect(actions).toEqual(['none', 'fire', 'resolve', 'pending', 'fire', 'none', 'resolve']);
  });

  it('holds over a gap: a slip that waits for its time is not forgotten because a value was lost', () => {
    const rule = patient;
    let life = unborn;
    const statuses = [
      'onTrack',
      'offTrack',
      'offTrack',
      ...Array<Status>(5).fill('notAssessed'),
      'offTrack',
      'offTrack',
    ] as const;
    const actions = statuses.map((now, sweep) => {
      const evaluation = evaluate(rule.condition, { of: 'statusWorsens', before: null, now }, memoryOf(life));
      const step = next(life, evaluation, rule, at(sweep));
      life = step.life;
      return step.action;
    });
    expect(actions).toEqual([
      'none',
      'pending',
      'none',
      'none',
      'none',
      'none',
      'fire',
      'none',
      'resolve',
      'fire',
    ]);
  });
});

describe('a target for which another one speaks', () => {
  /** What a rule does of statuses in their order; those with a star while another target speaks for the series. */
  function actionsOf(statuses: readonly string[], rule: Rule = slipRule): string[] {
    let life = unborn;
    return statuses.map((text, sweep) => {
      const now = text.replace('*', '') as Status;
      const facts = { of: 'statusWorsens', before: null, now, anotherSpeaks: text.endsWith('*') } as const;
      const step = next(life, evaluate(rule.condition, facts, memoryOf(life)), rule, at(sweep));
      life = step.life;
      return `${step.action}: ${step.reason}`;
    });
  }

  it.each<[string, readonly string[], readonly string[]]>([
    [
      'tells nothing, and when its turn comes how it slipped from the best it stood at',
      ['atRisk*', 'onTrack*', 'offTrack*', 'movingAway'],
      [
        'none: another-target-speaks',
        'none: another-target-speaks',
        'none: another-target-speaks',
        'fire: slipped',
      ],
    ],
    [
      'has nothing to tell where it always stood',
      ['offTrack*', 'offTrack'],
      ['none: another-target-speaks', 'none: not-worse'],
    ],
    [
      'loses no value: nobody is told that it cannot be judged',
      ['onTrack*', 'notAssessed*', 'notAssessed*', 'offTrack'],
      [
        'none: another-target-speaks',
        'none: another-target-speaks',
        'none: another-target-speaks',
        'fire: slipped',
      ],
    ],
    [
      'ends what it told, and does not make it worse',
      ['onTrack', 'offTrack', 'missed*', 'onTrack*'],
      ['none: first-verdict', 'fire: slipped', 'none: still-beyond-level', 'resolve: recovered'],
    ],
  ])('%s', (_sentence, statuses, expected) => expect(actionsOf(statuses)).toEqual(expected));
});

it('a status that is lost and comes back worse is a slip from where it stood, though nobody kept a history', () => {
  let life = unborn;
  const seen = (before: Status | null, now: Status, sweep: number) => {
    const evaluation = evaluate(slipRule.condition, { of: 'statusWorsens', before, now }, memoryOf(life));
    const step = next(life, evaluation, { ...slipRule, noDataFor: { days: 9 } }, at(sweep));
    life = step.life;
    return step.action;
  };
  expect([
    seen('onTrack', 'notAssessed', 1),
    seen(null, 'notAssessed', 2),
    seen(null, 'offTrack', 3),
  ]).toEqual(['pending', 'none', 'fire']);
});

describe('what is said of a slip that lasts', () => {
  const toAtRisk = { kind: 'statusWorsens', level: 'atRisk' } as const;
  /** What would be told after each status: from where, to where; and what was done. */
  function toldOf(statuses: readonly Status[], rule: Rule): string[] {
    let life = unborn;
    return statuses.map((now, sweep) => {
      const facts = { of: 'statusWorsens', before: null, now } as const;
      const step = next(life, evaluate(toAtRisk, facts, memoryOf(life)), rule, at(sweep));
      life = step.life;
      const said = (name: string): string => {
        const quantity = life.episode?.numbers[name];
        return quantity?.kind === 'status' ? quantity.status : '—';
      };
      return `${step.action}: ${said('before')} → ${said('now')}`;
    });
  }

  it('is where it came from, however often it was judged since', () =>
    expect(toldOf(['onTrack', 'offTrack', 'offTrack', 'atRisk', 'missed', 'missed'], slipRule)).toEqual([
      'none: — → —',
      'fire: onTrack → offTrack',
      'none: onTrack → offTrack',
      'none: onTrack → atRisk',
      'update: atRisk → missed',
      'none: atRisk → missed',
    ]));

  it('is the same when it had to last before it was told, and nothing is told twice', () =>
    expect(toldOf(['onTrack', 'offTrack', 'offTrack', 'offTrack', 'atRisk', 'offTrack'], patient)).toEqual([
      'none: — → —',
      'pending: — → —',
      'none: — → —',
      'fire: onTrack → offTrack',
      'none: onTrack → atRisk',
      'none: atRisk → offTrack',
    ]));
});

it('a forecast that was known and stays away is an alert in its time, and stays one until something is known', () => {
  const rule: Rule = {
    ...slipRule,
    condition: { kind: 'forecastBelow', probability: 0.5 },
    noDataFor: { sweeps: 2 },
  };
  let life = unborn;
  const forecasts: [number | null, boolean][] = [
    [0.8, true],
    // Only the verdict before says that there was one; the next ones do not.
    [null, true],
    [null, false],
    [null, false],
    [null, false],
    [0.8, false],
  ];
  const done = forecasts.map(([probability, everKnown], sweep) => {
    const facts = { of: 'forecastBelow', probability, everKnown, due: '2035', isDue: false } as const;
    const step = next(life, evaluate(rule.condition, facts, memoryOf(life)), rule, at(sweep));
    life = step.life;
    return `${step.action}: ${step.reason}`;
  });
  expect(done).toEqual([
    'none: probable-enough',
    'pending: no-forecast',
    'none: no-forecast',
    'fire: blind-long-enough',
    'none: no-forecast',
    'resolve: seen-again',
  ]);
});
