import fc from 'fast-check';
import { assess, expectedAt, type Observation, type Verdict } from '#assessment';
import { catalogueSchema, type Indicator, type Target } from '#contract';
import { targetSpecOf, trajectoryOf } from '#monitoring';
import { addDays, decimalYear, parsePeriod, startOfDayInZone, type Day } from '#time-period';
import { rolledBack } from '../../../test/rolled-back.js';
import {
  createSampleDatabase,
  sampleCatalogue,
  type SampleDatabase,
} from '../../../test/sample-catalogue.js';
import { inTransaction, type Tx } from '../../database.js';
import { addAssessments } from '../../queries/assessments.js';
import { saveCatalogue } from '../../queries/catalogue.js';
import { readTargets, reviseTarget, type StoredTarget } from '../../queries/targets.js';

const timeZone = 'Asia/Shanghai';
const now = new Date('2026-11-23T04:00:00Z');

/** The same indicator without bounds, with either and with both. */
const bounded: readonly Indicator[] = (
  [
    [null, null],
    ['0', null],
    [null, '60'],
    ['-10', '60.5'],
  ] as const
).map(([lowerBound, upperBound], index) => ({
  ...sampleCatalogue.indicators[0]!,
  code: `bounded_${index}`,
  lowerBound,
  upperBound,
}));

let sample: SampleDatabase;
beforeAll(async () => {
  sample = await createSampleDatabase();
  const catalogue = catalogueSchema.parse({
    ...sampleCatalogue,
    indicators: [...sampleCatalogue.indicators, ...bounded],
  });
  await inTransaction(sample.database, (tx) => saveCatalogue(tx, catalogue, 'spec', now));
});
afterAll(() => sample.drop());

const two = (number: number) => String(number).padStart(2, '0');
const yearFrom = (min: number, max: number) => fc.integer({ min, max }).map(String);
const period = (min: number, max: number) =>
  fc
    .tuple(yearFrom(min, max), fc.constantFrom('A', 'S', 'Q', 'M', 'D'), fc.integer({ min: 0, max: 11 }))
    .map(([year, frequency, at]) => {
      switch (frequency) {
        case 'A':
          return year;
        case 'S':
          return `${year}-S${1 + (at % 2)}`;
        case 'Q':
          return `${year}-Q${1 + (at % 4)}`;
        case 'M':
          return `${year}-${two(at + 1)}`;
        default:
          return `${year}-${two(at + 1)}-${two(1 + at * 2)}`;
      }
    });
const value = fc
  .oneof(fc.integer({ min: -50, max: 200 }), fc.double({ min: 0.001, max: 150, noNaN: true }))
  .map((number) => number.toFixed(3));

const drawn = fc.record({
  indicator: fc.constantFrom(...bounded),
  frequency: fc.constantFrom('A', 'S', 'Q', 'M', 'D'),
  operator: fc.constantFrom('atLeast', 'atMost', 'within', 'complete', 'direction'),
  value,
  upper: value,
  baseline: fc.option(period(2008, 2022)),
  /** Whether the target names the baseline's value, or the series has it. */
  named: fc.boolean(),
  baselineValue: value,
  due: period(2012, 2030),
  trajectory: fc.constantFrom('linear', 'geometric', 'milestones', 'none'),
  milestones: fc.uniqueArray(fc.record({ period: period(2008, 2030), value }), {
    maxLength: 4,
    selector: (milestone) => milestone.period,
  }),
  judged: fc.boolean(),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

function targetOf(one: Drawn, code: string): Target {
  const hasNumber = one.operator !== 'direction';
  return {
    ...sampleCatalogue.targets[0]!,
    code,
    indicator: one.indicator.code,
    frequency: one.frequency as Target['frequency'],
    operator: one.operator as Target['operator'],
    value: !hasNumber || (one.operator === 'complete' && one.named) ? null : one.value,
    upper: one.operator === 'within' ? one.upper : null,
    baseline:
      one.baseline === null ? null : { period: one.baseline, value: one.named ? one.baselineValue : null },
    due: one.due,
    trajectory: one.trajectory as Target['trajectory'],
    milestones: one.milestones,
  };
}

interface Case {
  readonly target: StoredTarget;
  readonly indicator: Indicator;
  /** What the trajectory must start from: of a verdict, else what the target names. */
  readonly verdict: Verdict;
}

async function keep(tx: Tx, all: readonly Drawn[]): Promise<Case[]> {
  const codes = all.map((_, index) => `case-${index}`);
  for (const [index, one] of all.entries())
    await reviseTarget(tx, targetOf(one, codes[index]!), {
      by: 'spec',
      now,
      firstValidFrom: '2018-12-13',
    });
  const stored = new Map((await readTargets(tx, { codes })).map((target) => [target.code, target]));
  const cases = all.map((one, index) => {
    const target = stored.get(codes[index]!)!;
    const spec = targetSpecOf(target, one.indicator);
    const observed = parsePeriod(one.baseline ?? '2011')!;
    // A year later than the baseline that is asked for: then it is a substitute.
    const observations: Observation[] = [addDays(observed.end, one.named ? 0 : 366)].map((day) => ({
      period: parsePeriod(day)!,
      value: Number(one.baselineValue),
      status: 'A',
    }));
    return {
      target,
      indicator: one.indicator,
      verdict: assess(spec, one.judged ? observations : [], '2026-11-23'),
    };
  });
  await addAssessments(
    tx,
    cases
      .filter((_, index) => all[index]!.judged)
      .map(({ target, verdict }) => ({
        targetId: target.id,
        targetCode: target.code,
        asOf: now,
        recordedAt: now,
        status: verdict.status,
        previousStatus: null,
        cause: 'sweep' as const,
        importId: null,
        verdict,
      })),
  );
  return cases;
}

function expectedOn({ target, indicator, verdict: { baseline } }: Case, day: Day): number | null {
  const start = baseline && parsePeriod(baseline.period);
  if (!start) return null;
  const from = { ...baseline, period: start, time: decimalYear(start.end) };
  return expectedAt(targetSpecOf(target, indicator), from, day);
}

const isSame = (sql: number | null | undefined, ours: number | null) =>
  sql === ours ||
  (typeof sql === 'number' && ours !== null && Math.abs(sql - ours) <= 1e-9 * Math.max(1, Math.abs(ours)));

it('SQL expects of generated targets, at every instant, what the trajectory of libs/assessment does', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawn, { minLength: 25, maxLength: 25 }),
      fc.array(fc.integer({ min: 0, max: 9000 }), { minLength: 6, maxLength: 6 }),
      async (all, offsets) => {
        await rolledBack(sample.database, async (tx) => {
          const cases = await keep(tx, all);
          const asked = cases.flatMap((one) => {
            const ends = [
              one.target.due,
              one.verdict.baseline?.period ?? one.target.due,
              ...one.target.milestones.map((milestone) => milestone.period),
            ].map((text) => parsePeriod(text)!.end);
            return [
              ...ends.flatMap((day) => [day, addDays(day, 1), addDays(day, -1)]),
              ...offsets.map((offset) => addDays('2007-06-01', offset)),
            ].map((day) => ({ one, day, at: startOfDayInZone(day, timeZone).toISOString() }));
          });
          const rows: { expected: number | null }[] = await tx.query(
            `select grafana.expected(target, at) as expected
             from rows from (jsonb_to_recordset($1::jsonb) as (target text, at timestamptz)) with ordinality
             order by ordinality`,
            [JSON.stringify(asked.map(({ one, at }) => ({ target: one.target.code, at })))],
          );
          const wrong = asked.filter(
            ({ one, day }, index) => !isSame(rows[index]?.expected, expectedOn(one, day)),
          );
          expect(wrong.map(({ one, day }) => ({ ...one.target, day, ours: expectedOn(one, day) }))).toEqual(
            [],
          );
          compared += asked.filter(({ one, day }) => expectedOn(one, day) !== null).length;
        });
      },
    ),
    { numRuns: 16 },
  );
  expect(compared).toBeGreaterThan(1000);
});

it('expected_path has the points that the service draws', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 25, maxLength: 25 }), async (all) => {
      await rolledBack(sample.database, async (tx) => {
        for (const one of await keep(tx, all)) {
          const ours = trajectoryOf(one, timeZone).points.map(({ time, expected }) => ({ time, expected }));
          const rows: { time: Date; expected: number }[] = await tx.query(
            'select time, expected from grafana.expected_path where target = $1 order by time',
            [one.target.code],
          );
          expect(rows.map(({ time }) => time.getTime())).toEqual(ours.map(({ time }) => time));
          const wrong = ours.filter(({ expected }, index) => !isSame(rows[index]?.expected, expected));
          expect({ target: one.target, wrong }).toEqual({ target: one.target, wrong: [] });
          compared += ours.length;
        }
      });
    }),
    { numRuns: 8 },
  );
  expect(compared).toBeGreaterThan(1000);
});
