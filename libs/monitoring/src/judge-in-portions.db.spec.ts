import { assess, severity, type Observation } from '#assessment';
import type { Target } from '#contract';
import {
  inTransaction,
  loadSampleTargets,
  lockJudgement,
  readAlerts,
  readIndicators,
  readLatestAssessments,
  readObservations,
  readTargets,
  seriesKeyText,
  type Database,
} from '#storage';
import { dayInZone, formatPeriod, nextPeriod, parsePeriod } from '#time-period';
import { insertObservations, type Observed } from '../../storage/test/observed.js';
import { createMonitoredDatabase } from '../test/monitored-database.js';
import { day, routesPlan, timeZone } from '../test/routes-plan.js';
import { observationOf, seriesKeysOf, targetSpecOf } from './assessment-inputs.js';
import { judge, judgeInPortions, type Judgement } from './judge.js';
import { drivesAlerts, dueTarget } from './next-due.js';
import { sweepNow } from './sweep.js';

/** With the plan's own three, two full portions and a little. */
const sampleCount = 1100;

const now = day('2023-05-20');

/** Always the same numbers from 0 up to below 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const random = randomNumbers(5);
const oneOf = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;

let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ database, drop } = await createMonitoredDatabase());
  await inTransaction(database, (tx) =>
    loadSampleTargets(
      tx,
      Array.from({ length: sampleCount }, (_, index) => randomTarget(index)),
    ),
  );
  await insertObservations(database, measures.flatMap(randomSeries));
});
afterAll(() => drop());

const measures = [
  { indicator: 'international_routes', breakdown: {}, first: '2014' },
  { indicator: 'international_routes', breakdown: {}, first: '2014-01' },
  { indicator: 'rail_travel_time', breakdown: {}, first: '2015-Q1' },
  { indicator: 'rail_travel_time', breakdown: { destination: '510100' }, first: '2016' },
  { indicator: 'changan_trains', breakdown: {}, first: '2014' },
  { indicator: 'changan_trains', breakdown: {}, first: '2014-01' },
] as const;

/** Values about a course, up to the end of 2022, known from a month after their period. */
function randomSeries({ indicator, breakdown, first }: (typeof measures)[number]): Observed[] {
  const observed: Observed[] = [];
  const slope = random() * 2 - 0.5;
  for (let period = parsePeriod(first)!; period.end < '2023-01-01'; period = nextPeriod(period))
    observed.push({
      indicator,
      area: '610100',
      breakdown,
      period: formatPeriod(period),
      value: (80 + slope * observed.length + random() * 20).toFixed(1),
      status: random() < 0.1 ? 'P' : 'A',
      knownFrom: new Date(Date.parse(period.end) + 30 * 86_400_000),
    });
  return observed;
}

function randomTarget(index: number): Target {
  const { indicator, breakdown } = oneOf(measures);
  const frequency = oneOf(['A', 'M'] as const);
  const operator = oneOf(['atLeast', 'atMost', 'within', 'direction'] as const);
  const value = operator === 'direction' ? null : String(60 + Math.floor(random() * 120));
  const year = 2021 + Math.floor(random() * 15);
  return {
    ...routesPlan.targets[0]!,
    code: `sample-${index}`,
    indicator,
    breakdown,
    frequency,
    due: frequency === 'A' ? String(year) : `${year}-12`,
    operator,
    value,
    upper: operator === 'within' ? String(Number(value) + 20) : null,
    baseline: random() < 0.5 ? null : { period: oneOf(['2016', '2017-06']), value: oneOf([null, '75']) },
    method: operator === 'direction' ? 'direction' : oneOf(['elapsedShare', 'growthRatio', 'attainment']),
    trajectory: operator === 'direction' ? 'none' : oneOf(['linear', 'geometric']),
    milestones: random() < 0.2 ? [{ period: '2022', value: '90' }] : [],
  };
}

/** Judges all targets on rows read one by one and all at once. */
async function judgedAtOnce(asOf?: Date): Promise<Pick<Judgement, 'target' | 'verdict'>[]> {
  const knownAt = asOf ? { asOf } : {};
  const bySeries = new Map<string, Observation[]>();
  for (const row of await readObservations(database.manager, knownAt)) {
    const key = seriesKeyText(row);
    bySeries.set(key, [...(bySeries.get(key) ?? []), observationOf(row)]);
  }
  const indicators = new Map((await readIndicators(database.manager)).map((one) => [one.code, one]));
  const today = dayInZone(asOf ?? now, timeZone);
  return (await readTargets(database.manager, knownAt)).map((target) => {
    const indicator = indicators.get(target.indicator)!;
    const observations = seriesKeysOf(target, indicator).flatMap((key) => bySeries.get(key) ?? []);
    return { target, verdict: assess(targetSpecOf(target, indicator), observations, today) };
  });
}

const withoutIndicator = (judgements: readonly Judgement[]) =>
  judgements.map(({ target, verdict }) => ({ target, verdict }));

it.each(['2018-03-01', '2021-01-15', '2023-05-20'])(
  'judges as of %s as it would all at once',
  async (text) => {
    const asOf = day(text);
    const judged = withoutIndicator(await judge(database.manager, { asOf, timeZone }));
    expect(judged).toEqual(await judgedAtOnce(asOf));
    expect(judged).toHaveLength(sampleCount + 3);
    expect(new Set(judged.map(({ verdict }) => verdict.status)).size).toBeGreaterThan(3);
  },
);

it('judges on what is stored now as it would all at once', async () => {
  const judged = await judge(database.manager, { asOf: now, timeZone, known: 'now' });
  expect(withoutIndicator(judged)).toEqual(await judgedAtOnce());
  expect(judged.filter(({ verdict }) => verdict.forecast).length).toBeGreaterThan(100);
});

it('answers many named targets in the order of their codes, each once', async () => {
  const named = Array.from({ length: 700 }, (_, index) => `sample-${sampleCount - 1 - index}`);
  const judged = await judge(database.manager, {
    asOf: now,
    timeZone,
    targetCodes: [...named, 'sample-1099', 'unknown'],
  });
  const all = await judge(database.manager, { asOf: now, timeZone });
  expect(judged).toEqual(all.filter(({ target }) => named.includes(target.code)));
  expect(judged).toHaveLength(700);
});

it('leaves the transaction free while a portion is looked at', async () => {
  await inTransaction(database, async (tx) => {
    const codes: string[] = [];
    await judgeInPortions(tx, { asOf: now, timeZone }, async (portion) => {
      const latest = await readTargets(tx, { codes: portion.map(({ target }) => target.code) });
      codes.push(...latest.map(({ code }) => code));
    });
    expect(codes).toEqual((await readTargets(tx)).map(({ code }) => code));
  });
});

it('records every portion: once, in the order of codes, with the alerts of its slips', async () => {
  const sweep = () => sweepNow(database, { now, timeZone, cause: 'sweep' });
  const before = await judge(database.manager, { asOf: now, timeZone, known: 'now' });
  const first = await sweep();
  expect(first.changes).toEqual(
    before.map(({ target, verdict }) => ({ target: target.code, from: null, to: verdict.status })),
  );
  const recorded = await readLatestAssessments(database.manager);
  expect(recorded.map(({ verdict }) => verdict)).toEqual(before.map(({ verdict }) => verdict));
  const ids = recorded.map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(await sweep()).toMatchObject({
    counts: first.counts,
    changes: [],
    alerts: { fired: 0, resolved: 0 },
  });
  expect(await readLatestAssessments(database.manager)).toEqual(recorded);

  const bad = { area: '610100', period: '2022-12', value: '1', knownFrom: now };
  await insertObservations(database, [
    { ...bad, indicator: 'international_routes' },
    { ...bad, indicator: 'changan_trains' },
  ]);
  const after = await judge(database.manager, { asOf: now, timeZone, known: 'now' });
  const seriesKeys = after.map(({ target, indicator }) => seriesKeysOf(target, indicator)[0]);
  const due = after.map(({ target }) => dueTarget(target));
  const today = dayInZone(now, timeZone);
  const slipped = after.filter(({ verdict }, index) => {
    const [stood, stands] = [severity(before[index]!.verdict.status), severity(verdict.status)];
    const fell = stood !== null && stands !== null && stands > stood && stands >= severity('offTrack')!;
    const onSeries = due.filter((_, other) => seriesKeys[other] === seriesKeys[index]);
    return fell && drivesAlerts(due[index]!, onSeries, today);
  });
  const second = await sweep();
  expect(second.alerts).toEqual({ fired: slipped.length, resolved: 0 });
  expect(slipped.length).toBeGreaterThan(20);
  const alerts = await readAlerts(database.manager, { limit: 10_000 });
  expect(alerts.map(({ target }) => target).toReversed()).toEqual(slipped.map(({ target }) => target.code));
});

it.each([
  ['reading', 'alter table observation rename to hidden', /observation/],
  ['what is done with a portion', 'select * from nowhere', /nowhere/],
])('ends when %s fails', async (_what, statement, message) => {
  let taken = 0;
  await expect(
    inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      await judgeInPortions(tx, { asOf: now, timeZone }, async () => {
        taken += 1;
        await tx.query(statement);
      });
    }),
  ).rejects.toThrow(message);
  expect(taken).toBeLessThan(3);
});
