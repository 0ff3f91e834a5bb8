import { severity } from '#assessment';
import { evaluate, type Condition, type Evaluation, type Facts, type Memory } from './condition.js';
import { rankOf, type Status } from './status.js';

const fresh: Memory = { holding: false, missing: false, status: null, from: null };
const holding: Memory = { ...fresh, holding: true };

type Case = [string, Condition, Facts, Memory, `${Evaluation['state']}: ${Evaluation['reason']}`];

const slip = (before: Status | null, now: Status): Facts => ({ of: 'statusWorsens', before, now });
const atRisk: Condition = { kind: 'statusWorsens', level: 'atRisk' };
const offTrack: Condition = { kind: 'statusWorsens', level: 'offTrack' };

const likely = (
  probability: number | null,
  more: Partial<Extract<Facts, { of: 'forecastBelow' }>> = {},
): Facts => ({
  of: 'forecastBelow',
  probability,
  everKnown: true,
  due: '2030',
  isDue: false,
  ...more,
});
const below: Condition = { kind: 'forecastBelow', probability: 0.4 };
const belowWithRecovery: Condition = { kind: 'forecastBelow', probability: 0.4, recoverAt: 0.5 };

const late = (daysLate: number | null): Facts => ({
  of: 'overdue',
  missing: daysLate === null ? null : { period: '2026-09', expectedBy: '2026-10-31', daysLate },
});
const overdue: Condition = { kind: 'overdue', days: 5 };
const lateStage = (daysLate: number | null): Facts => ({
  of: 'overdue',
  lateStage: daysLate === null ? null : { planned: '2026-Q3', deadline: '2026-09-30', daysLate },
});

const revised = (before: number, after: number): Facts => ({
  of: 'revisionLarger',
  revision: { period: '2025', before, after },
  decimals: 1,
  unit: null,
});
const unrevised: Facts = { of: 'revisionLarger', revision: null, decimals: 1, unit: null };
const byShare: Condition = { kind: 'revisionLarger', share: 0.05 };
const byAmount: Condition = { kind: 'revisionLarger', absolute: 10 };

const file = (refused: boolean): Facts => ({
  of: 'importRefused',
  last: { refused, file: 'monthly.xlsx', refusedRows: refused ? 3 : 0, why: refused ? '3 处不合要求' : null },
});
const silence = (silentDays: number, silentAfterDays: number | null): Facts => ({
  of: 'sourceSilent',
  silentDays,
  lastNew: '2026-10-01',
  silentAfterDays,
});
const value = (given: number | null, everKnown = true): Facts => ({
  of: 'valueBeyond',
  value: given,
  period: given === null ? null : '2026-10',
  everKnown,
  decimals: 1,
  unit: { zh: '微克/立方米', en: 'µg/m³' },
});
const above: Condition = { kind: 'valueBeyond', operator: '>', threshold: 35, recoverAt: 30 };
const atMost: Condition = { kind: 'valueBeyond', operator: '<=', threshold: 10, recoverAt: 12 };

const cases: Case[] = [
  ['a slip to the level', offTrack, slip('onTrack', 'offTrack'), fresh, 'true: slipped'],
  ['a slip past the level', atRisk, slip('achieved', 'missed'), fresh, 'true: slipped'],
  ['a slip above the level', offTrack, slip('onTrack', 'atRisk'), fresh, 'false: below-level'],
  ['no change beyond the level', offTrack, slip('offTrack', 'offTrack'), fresh, 'false: not-worse'],
  ['better but beyond the level', offTrack, slip('missed', 'offTrack'), fresh, 'false: not-worse'],
  ['better but beyond, holding', offTrack, slip('missed', 'offTrack'), holding, 'true: still-beyond-level'],
  ['better than the level, holding', offTrack, slip('offTrack', 'atRisk'), holding, 'false: below-level'],
  ['a first verdict', atRisk, slip(null, 'missed'), fresh, 'false: first-verdict'],
  ['never assessed at all', atRisk, slip(null, 'notAssessed'), fresh, 'false: never-known'],
  ['a value lost', atRisk, slip('onTrack', 'notAssessed'), fresh, 'noData: not-assessed'],
  ['a value lost, holding', atRisk, slip(null, 'notAssessed'), holding, 'noData: not-assessed'],
  [
    'what was seen counts before what the facts say: a slip over a gap, or over a sweep that was lost',
    offTrack,
    slip('notAssessed', 'missed'),
    { ...fresh, status: 'onTrack' },
    'true: slipped',
  ],
  [
    'what was seen already is no slip again',
    offTrack,
    slip('onTrack', 'missed'),
    { ...fresh, status: 'missed' },
    'false: not-worse',
  ],

  ['improbable', below, likely(0.39), fresh, 'true: below-probability'],
  ['just probable enough', below, likely(0.4), fresh, 'false: probable-enough'],
  ['a rounding error is not below', below, likely(0.39999999999999997), fresh, 'false: probable-enough'],
  ['without hysteresis it is over at once', below, likely(0.41), holding, 'false: probable-enough'],
  ['with hysteresis it is not', belowWithRecovery, likely(0.45), holding, 'true: not-recovered'],
  [
    'with hysteresis it does not begin there',
    belowWithRecovery,
    likely(0.45),
    fresh,
    'false: probable-enough',
  ],
  [
    'with hysteresis it is over at the second mark',
    belowWithRecovery,
    likely(0.5),
    holding,
    'false: probable-enough',
  ],
  [
    'a target that is due has no forecast to judge',
    below,
    likely(0.1, { isDue: true }),
    holding,
    'false: due-already',
  ],
  ['no forecast ever', below, likely(null, { everKnown: false }), fresh, 'false: never-known'],
  ['no forecast any more', below, likely(null), fresh, 'noData: no-forecast'],

  ['a stage as late as that', overdue, lateStage(5), fresh, 'true: late'],
  ['a stage not yet as late', overdue, lateStage(4), fresh, 'false: not-late-enough'],
  ['a stage that has begun', overdue, lateStage(null), holding, 'false: stage-in-time'],
  ['nothing missing', overdue, late(null), fresh, 'false: nothing-missing'],
  ['a little late', overdue, late(4), fresh, 'false: not-late-enough'],
  ['late', overdue, late(5), fresh, 'true: late'],

  ['no revision', byShare, unrevised, fresh, 'false: no-revision'],
  ['a revision of exactly the share', byShare, revised(100, 105), fresh, 'false: small-revision'],
  ['a larger one', byShare, revised(100, 105.1), fresh, 'true: revised'],
  ['a larger one downwards', byShare, revised(100, 94.9), fresh, 'true: revised'],
  ['of a negative value', byShare, revised(-100, -94), fresh, 'true: revised'],
  ['from zero', byShare, revised(0, 0.1), fresh, 'true: revised-from-zero'],
  ['zero again', byShare, revised(0, 0), fresh, 'false: small-revision'],
  ['to zero', byShare, revised(3, 0), fresh, 'true: revised'],
  ['by an amount', byAmount, revised(100, 110.5), fresh, 'true: revised'],
  ['not by the amount', byAmount, revised(0, 10), fresh, 'false: small-revision'],
  [
    '0.1 + 0.2 is 0.3',
    { kind: 'revisionLarger', absolute: 0.3 },
    revised(0, 0.1 + 0.2),
    fresh,
    'false: small-revision',
  ],

  ['no file yet', { kind: 'importRefused' }, { of: 'importRefused', last: null }, fresh, 'false: no-file'],
  ['a refused file', { kind: 'importRefused' }, file(true), fresh, 'true: refused'],
  ['a file that landed', { kind: 'importRefused' }, file(false), holding, 'false: landed'],

  ['silent', { kind: 'sourceSilent' }, silence(46, 45), fresh, 'true: silent'],
  ['not yet silent', { kind: 'sourceSilent' }, silence(45, 45), fresh, 'false: heard'],
  ['may be silent', { kind: 'sourceSilent' }, silence(4_000, null), fresh, 'false: may-be-silent'],

  ['a value beyond', above, value(35.1), fresh, 'true: beyond'],
  ['a value at the threshold', above, value(35), fresh, 'false: within'],
  ['not yet recovered', above, value(31), holding, 'true: not-recovered'],
  ['recovered', above, value(30), holding, 'false: within'],
  ['at most: at the threshold', atMost, value(10), fresh, 'true: beyond'],
  ['at most: not yet recovered', atMost, value(12), holding, 'true: not-recovered'],
  ['at most: recovered', atMost, value(12.1), holding, 'false: within'],
  ['no value ever', above, value(null, false), fresh, 'false: never-known'],
  ['no value any more', above, value(null), fresh, 'noData: no-value'],

  ['facts that could not be got', above, { of: 'error', why: 'timeout' }, holding, 'error: error'],
];

describe('evaluate', () => {
  it.each(cases)('%s', (_sentence, condition, facts, memory, expected) => {
    const { state, reason } = evaluate(condition, facts, memory);
    expect(`${state}: ${reason}`).toBe(expected);
  });

  it('refuses facts of another kind', () => {
    expect(() => evaluate(above, file(true), fresh)).toThrow(RangeError);
  });

  it('gives the rank of a slip only', () => {
    expect(evaluate(atRisk, slip('onTrack', 'offTrack'), fresh).rank).toBe(3);
    expect(evaluate(atRisk, slip('missed', 'offTrack'), holding).rank).toBeNull();
  });

  it('says what of a source is known, and leaves out what is not', () => {
    const numbers = (condition: Condition, facts: Facts) => evaluate(condition, facts, fresh).numbers;
    expect(Object.keys(numbers({ kind: 'importRefused' }, file(true)))).toEqual([
      'file',
      'refusedRows',
      'why',
    ]);
    expect(Object.keys(numbers({ kind: 'importRefused' }, file(false)))).toEqual(['file', 'refusedRows']);
    expect(numbers({ kind: 'sourceSilent' }, silence(46, 45))).toEqual({
      silentDays: { kind: 'count', value: 46 },
      lastNew: { kind: 'day', day: '2026-10-01' },
      limit: { kind: 'count', value: 45 },
    });
    const never: Facts = { of: 'sourceSilent', silentDays: 46, lastNew: null, silentAfterDays: null };
    expect(numbers({ kind: 'sourceSilent' }, never)).toEqual({ silentDays: { kind: 'count', value: 46 } });
    expect(numbers({ kind: 'sourceSilent' }, { of: 'error', why: '服务器回答 500' })).toEqual({
      why: { kind: 'text', zh: '服务器回答 500', en: '服务器回答 500' },
    });
  });

  it('ranks statuses as the assessment does', () => {
    const statuses: Status[] = [
      'achieved',
      'onTrack',
      'atRisk',
      'offTrack',
      'movingAway',
      'missed',
      'notAssessed',
    ];
    expect(statuses.map(rankOf)).toEqual(statuses.map(severity));
  });
});
