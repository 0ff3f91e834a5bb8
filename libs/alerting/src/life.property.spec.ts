import fc from 'fast-check';
import { addDays, daysBetween, type Day } from '#time-period';
import { mondayToFriday, workingDaysBetween } from './calendar.js';
import type { Evaluation } from './condition.js';
import { acknowledge, isOpen, next, unborn, type Life, type Step } from './life.js';
import type { Rule } from './rule.js';
import type { Moment, Span } from './span.js';
import { slipRule } from './test/rules.js';

type Seen = Evaluation['state'];
interface Event {
  readonly state: Seen;
  readonly rank: number | null;
  readonly days: number;
  readonly releases: number;
  readonly acknowledges: boolean;
}

const span: fc.Arbitrary<Span> = fc
  .tuple(fc.constantFrom('sweeps', 'days', 'workingDays', 'releases'), fc.integer({ min: 0, max: 4 }))
  .map(([unit, n]) => ({ [unit]: n }) as unknown as Span);
const rule: fc.Arbitrary<Rule> = fc
  .record({ for: span, keepFiring: span, noDataFor: span.filter((one) => !Object.values(one).includes(0)) })
  .map((spans) => ({ ...slipRule, ...spans }));
const events = (days: fc.Arbitrary<number>): fc.Arbitrary<Event[]> =>
  fc.array(
    fc.record({
      state: fc.constantFrom<Seen>('true', 'true', 'true', 'false', 'false', 'noData', 'error'),
      rank: fc.option(fc.integer({ min: 2, max: 5 })),
      days,
      releases: fc.integer({ min: 0, max: 2 }),
      acknowledges: fc.boolean(),
    }),
    { maxLength: 60 },
  );
const forwards = events(fc.integer({ min: 0, max: 3 }));
const anywhere = events(fc.integer({ min: -400, max: 400 }));

interface Taken {
  readonly before: Life;
  readonly step: Step;
  readonly event: Event;
  readonly moment: Moment;
  readonly evaluation: Evaluation;
}

/** Lives through events, each state as JSON in between, as a database would keep it. */
function live(given: Rule, all: readonly Event[]): Taken[] {
  let life = unborn;
  let day: Day = '2026-01-05';
  let releases = 0;
  return all.map((event, index) => {
    day = addDays(day, event.days);
    releases += event.releases;
    const moment: Moment = {
      at: `${day}T00:00:00.000Z`,
      day,
      sweep: index + 1,
      releases,
      calendar: mondayToFriday,
    };
    const { state, rank } = event;
    const evaluation: Evaluation = {
      state,
      reason: 'slipped',
      numbers: {},
      rank: state === 'true' ? rank : null,
      status: null,
    };
    const before = life;
    const step = next(before, evaluation, given, moment);
    life = JSON.parse(JSON.stringify(step.life)) as Life;
    expect(life).toEqual(step.life);
    if (event.acknowledges) life = acknowledge(life, 'li', moment.at);
    return { before, step, event, moment, evaluation };
  });
}

/** What has passed between two moments, in a span's unit; sweeps are counted by evaluations. */
function passed(unit: Span, from: Taken, to: Taken, evaluations: number): number {
  if ('sweeps' in unit) return evaluations - 1;
  if ('days' in unit) return daysBetween(from.moment.day, to.moment.day);
  if ('workingDays' in unit) return workingDaysBetween(from.moment.day, to.moment.day, mondayToFriday);
  return to.moment.releases - from.moment.releases;
}

const countOf = (given: Span): number => Object.values(given)[0] as number;

describe('any life', () => {
  it('never fires before its time, and never resolves before its time', () => {
    fc.assert(
      fc.property(rule, forwards, (given, all) => {
        const taken = live(given, all);
        for (const [index, { step }] of taken.entries()) {
          const { action, life } = step;
          if (action !== 'fire' && action !== 'resolve') continue;
          const about = life.episode?.about;
          if (action === 'resolve' && about !== 'condition') continue;
          const wanted: Seen[] =
            action === 'resolve' ? ['false'] : about === 'condition' ? ['true'] : ['noData', 'error'];
          const against: Seen = action === 'resolve' ? 'true' : 'false';
          const span0 =
            action === 'resolve' ? given.keepFiring : about === 'condition' ? given.for : given.noDataFor;
          const start = taken.findLastIndex(({ event }, at) => at <= index && event.state === against) + 1;
          const run = taken.slice(start, index + 1).filter(({ event }) => wanted.includes(event.state));
          expect(run.length).toBeGreaterThan(0);
          expect(passed(span0, run[0]!, taken[index]!, run.length)).toBeGreaterThanOrEqual(countOf(span0));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('fires in time: what held without a break for as long as the rule asks has fired', () => {
    fc.assert(
      fc.property(
        rule,
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 15, maxLength: 15 }),
        (given, days) => {
          const taken = live(
            given,
            days.map((n) => ({ state: 'true', rank: null, days: n + 1, releases: 1, acknowledges: false })),
          );
          const at = taken.findIndex(
            (one, index) => passed(given.for, taken[0]!, one, index + 1) >= countOf(given.for),
          );
          expect(taken.findIndex(({ step }) => step.action === 'fire')).toBe(at);
        },
      ),
    );
  });

  it('has at most one open episode, which resolves once, wherever the clock goes', () => {
    fc.assert(
      fc.property(rule, fc.oneof(forwards, anywhere), (given, all) => {
        let open = false;
        let episodes = 0;
        for (const { step } of live(given, all)) {
          const { action, life } = step;
          if (action === 'fire') {
            expect(open).toBe(false);
            open = true;
            episodes += 1;
          }
          if (action === 'update') expect(open).toBe(true);
          if (action === 'resolve') {
            expect(open).toBe(true);
            open = false;
          }
          expect(isOpen(life)).toBe(open);
          expect(life.episode?.number ?? 0).toBe(episodes);
          expect((life.episode?.endsAt ?? null) === null).toBe(open || episodes === 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does nothing the second time, whether the same sweep or an older one', () => {
    fc.assert(
      fc.property(rule, anywhere, fc.nat(), (given, all, back) => {
        for (const { step, evaluation, moment } of live(given, all)) {
          const again = next(step.life, evaluation, given, { ...moment, sweep: moment.sweep - (back % 3) });
          expect(again).toEqual({ life: step.life, action: 'none', reason: 'already-evaluated' });
        }
      }),
    );
  });

  it('does not resolve because nothing is known', () => {
    fc.assert(
      fc.property(rule, anywhere, (given, all) => {
        for (const { step, event, before } of live(given, all)) {
          if (event.state === 'true' || event.state === 'false') continue;
          expect(['none', 'pending', 'fire']).toContain(step.action);
          if (isOpen(before)) expect(step.action).toBe('none');
          expect(step.life.blind).not.toBeNull();
        }
      }),
    );
  });

  it('is told again only of what is worse', () => {
    fc.assert(
      fc.property(rule, forwards, (given, all) => {
        let rank: number | null = null;
        for (const { step } of live(given, all)) {
          const { action, life, reason } = step;
          if (action === 'fire') rank = life.episode?.rank ?? null;
          if (action === 'update' && reason === 'slipped-further') {
            const now = life.episode?.rank ?? 0;
            if (rank !== null) expect(now).toBeGreaterThan(rank);
            rank = now;
          }
          if (action === 'update' && reason === 'seen-again') rank = life.episode?.rank ?? null;
        }
      }),
    );
  });
});
