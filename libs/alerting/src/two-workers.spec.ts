import {
  identityText,
  isOpen,
  type Facts,
  type Labels,
  type Receiver,
  type Rule,
  type Silence,
  type Status,
} from './index.js';
import { leaf, rootRoute } from './test/routes.js';
import { slipRule } from './test/rules.js';
import { nothingStored, work, type Done, type Settings, type Stored, type World } from './test/station.js';

const timeZone = 'Asia/Shanghai';
/** Thursday, half past eleven at night: a working day begins in the middle of the hour. */
const start = Date.parse('2026-11-26T23:30:00+08:00');
const seconds = 3_600;

const everybody: Receiver = { name: 'everybody', digest: null, quiet: null, maxAlerts: 5 };
const rule = (name: string, change: Partial<Rule>): Rule => ({ ...slipRule, name, ...change });
const settings: Settings = {
  rules: [
    rule('off-track', { for: { sweeps: 1 }, keepFiring: { sweeps: 1 } }),
    rule('missed', { condition: { kind: 'statusWorsens', level: 'missed' }, severity: 'critical' }),
    rule('high', {
      condition: { kind: 'valueBeyond', operator: '>', threshold: 60, recoverAt: 40 },
      keepFiring: { sweeps: 2 },
      matchers: [{ label: 'area', operator: '=~', value: '61.*' }],
      severity: 'info',
    }),
    rule('rising', {
      condition: { kind: 'valueBeyond', operator: '>', threshold: 80 },
      for: { releases: 2 },
    }),
    rule('late', { condition: { kind: 'overdue', days: 3 }, for: { workingDays: 1 } }),
  ],
  subjects: Array.from({ length: 8 }, (_, n) => ({
    target: `t${n}`,
    series: `s${Math.floor(n / 2)}`,
    area: n % 3 === 0 ? '140000' : '610100',
    organisation: n % 2 === 0 ? 'bureau' : 'office',
  })),
  receivers: [
    everybody,
    { ...everybody, name: 'bureau', quiet: { from: '22:00', to: '00:10', daysOff: false, timeZone } },
    { ...everybody, name: 'city' },
    { ...everybody, name: 'reader', digest: { every: 'day', at: '23:55', timeZone }, maxAlerts: 0 },
  ],
  root: rootRoute({
    groupBy: ['alertname'],
    groupIntervalSeconds: 120,
    repeatSeconds: 240,
    routes: [
      leaf({ receiver: 'reader', continue: true }),
      leaf({
        matchers: [{ label: 'organisation', operator: '=', value: 'bureau' }],
        receiver: 'bureau',
        groupBy: ['series'],
      }),
      leaf({
        matchers: [{ label: 'organisation', operator: '=', value: 'city' }],
        receiver: 'city',
        groupBy: [],
      }),
    ],
  }),
  chain: { afterWorkingDays: 1, superiors: { bureau: 'city', office: 'city' }, leadingGroup: null },
  limits: [{ count: 3, seconds: 60 }],
  timeZone,
};

/** Numbers that look random and are the same for the same seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An hour of events: values and statuses move, files land, figures fail to come, people silence and acknowledge. */
function worldsOf(seed: number): World[] {
  const random = numbersFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const statuses: Status[] = [
    'achieved',
    'onTrack',
    'atRisk',
    'offTrack',
    'movingAway',
    'missed',
    'notAssessed',
  ];
  const state = new Map(
    settings.subjects.map(({ target = '' }) => [
      target,
      { status: 'onTrack' as Status, value: 50 as number | null, late: 0, releases: 1, broken: false },
    ]),
  );
  const silences: Silence[] = [];
  return Array.from({ length: seconds }, (_, second) => {
    const now = new Date(start + second * 1000);
    const imported = random() < 0.01;
    if (random() < 0.05) {
      const one = state.get(pick(settings.subjects)['target']!)!;
      one.status = pick(statuses);
      one.value = random() < 0.1 ? null : Math.round(random() * 100);
      one.late = pick([0, 0, 2, 5]);
      one.broken = random() < 0.1;
      if (imported || random() < 0.5) one.releases += 1;
    }
    if (random() < 0.002)
      silences.push({
        id: `silence-${silences.length}`,
        matchers: [{ label: 'target', operator: '=', value: pick(settings.subjects)['target']! }],
        author: 'li',
        comment: 'being checked',
        startsAt: now.toISOString(),
        endsAt: new Date(now.getTime() + 600_000).toISOString(),
      });
    const acknowledged =
      random() < 0.003 ? identityText(pick(settings.rules).name, pick(settings.subjects)) : null;
    const frozen = new Map([...state].map(([target, facts]) => [target, { ...facts }]));
    return {
      now,
      imported,
      acknowledged,
      silences: [...silences],
      releases: ({ target = '' }) => frozen.get(target)!.releases,
      facts: ({ condition }: Rule, { target = '' }: Labels): Facts => {
        const { status, value, late, broken } = frozen.get(target)!;
        if (broken) return { of: 'error', why: 'timeout' };
        if (condition.kind === 'overdue')
          return {
            of: 'overdue',
            missing: late === 0 ? null : { period: '2026-10', expectedBy: '2026-11-20', daysLate: late },
          };
        if (condition.kind === 'valueBeyond')
          return { of: 'valueBeyond', value, period: '2026-10', everKnown: true, decimals: 0, unit: null };
        return { of: 'statusWorsens', before: null, now: status };
      },
    };
  });
}

interface Outcome {
  readonly stored: Stored;
  readonly done: readonly Done[];
}

/** @param workers who works in a second, in their order; one that 'dies' has done everything but its commit */
function run(worlds: readonly World[], workers: (second: number) => readonly ('works' | 'dies')[]): Outcome {
  let text = nothingStored;
  const all: Done[] = [];
  for (const [second, world] of worlds.entries())
    for (const how of workers(second)) {
      const after = work(text, settings, world);
      if (how === 'dies') continue;
      text = after.text;
      all.push(...after.done);
    }
  return { stored: JSON.parse(text) as Stored, done: all };
}

describe('an hour, second by second', () => {
  const worlds = worldsOf(1);
  const alone = run(worlds, () => ['works']);

  it('two workers that take turns, meet and die do what one does', () => {
    const random = numbersFrom(2);
    const together = run(worlds, () => {
      const chance = random();
      if (chance < 0.4) return ['works'];
      if (chance < 0.8) return ['works', 'works'];
      return chance < 0.9 ? ['dies', 'works'] : ['works', 'dies', 'works'];
    });
    expect(together.done).toEqual(alone.done);
    expect(together.stored).toEqual(alone.stored);

    // The hour had something of everything in it.
    const decided = alone.done.flatMap((one) => (one.what === 'decided' ? [one.action.split(' ')[0]] : []));
    expect([...new Set(decided)].sort()).toEqual(['cancel', 'fire', 'pending', 'resolve', 'up', 'update']);
    const messages = alone.done.flatMap((one) => (one.what === 'promised' ? [one.message] : []));
    const reasons = new Set(messages.map(({ reason }) => reason));
    expect([...reasons].sort()).toEqual(['changed', 'digest', 'new', 'repeat', 'resolved']);
    expect(alone.done.filter(({ what }) => what === 'beat')).toHaveLength(12);

    // Every message once, in the order of its receiver, within the limits; the rest waits.
    expect(new Set(messages.map(({ key }) => key)).size).toBe(messages.length);
    for (const { name } of settings.receivers) {
      const own = messages.filter(({ receiver }) => receiver === name).map(({ key }) => key);
      const sent = alone.done.flatMap((one) => (one.what === 'sent' && one.receiver === name ? [one] : []));
      const waiting = alone.stored.waiting.filter(({ receiver }) => receiver === name).map(({ key }) => key);
      expect([...sent.map(({ key }) => key), ...waiting]).toEqual(own);
      for (const [index, { at }] of sent.entries())
        if (index >= 3) expect(at - sent[index - 3]!.at).toBeGreaterThanOrEqual(60_000);
    }
  });

  it('after ten minutes in which nobody worked, what fires is what would have fired', () => {
    const open = ({ stored }: Outcome): string[] =>
      Object.entries(stored.lives).flatMap(([identity, { life }]) => (isOpen(life) ? [identity] : []));
    const paused = run(worlds, (second) => (second > 1_000 && second < 1_600 ? [] : ['works']));
    expect(open(paused)).toEqual(open(alone));
  });
});
