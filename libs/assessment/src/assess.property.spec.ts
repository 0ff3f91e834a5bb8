import fc from 'fast-check';
import { period, targetLike } from '../test/examples.js';
import { assess } from './assess.js';
import type { Observation } from './observation.js';
import { severity } from './status.js';
import type { Method, TargetSpec } from './target.js';
import type { Verdict } from './verdict.js';

const asOf = '2024-03-31';

/** One decimal, as figures are published; no negative zero. */
const value = fc.integer({ min: -1000, max: 4000 }).map((tenths) => tenths / 10);

const annualHistory = fc
  .array(value, { minLength: 1, maxLength: 13, size: 'max' })
  .map((values) =>
    values.map((v, i): Observation => ({ period: period(String(2023 - i)), value: v, status: 'A' })),
  );

const monthlyHistory = fc.array(value, { minLength: 20, maxLength: 40, size: 'max' }).map((values) =>
  values.map((v, i): Observation => {
    const month = 2023 * 12 + 11 - i;
    const text = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
    return { period: period(text), value: v, status: 'A' };
  }),
);

interface Situation {
  target: TargetSpec;
  /** The newest first. */
  history: Observation[];
}

const plan = fc.record({
  up: fc.boolean(),
  value,
  baseline: fc.option(value),
  due: fc.constantFrom('2024', '2026', '2030'),
  method: fc.constantFrom<Method>(
    'growthRatio',
    'elapsedShare',
    'extrapolatedShare',
    'attainment',
    'milestone',
    'direction',
  ),
  trajectory: fc.constantFrom<TargetSpec['trajectory']>('linear', 'geometric', 'none'),
});

const situation: fc.Arbitrary<Situation> = fc
  .tuple(plan, fc.oneof(annualHistory, monthlyHistory))
  .map(([drawn, history]) => ({
    history,
    target: targetLike({
      operator: drawn.up ? 'atLeast' : 'atMost',
      direction: drawn.up ? 'up' : 'down',
      value: drawn.value,
      baseline: drawn.baseline === null ? null : { period: period('2009'), value: drawn.baseline },
      due: period(drawn.due),
      method: drawn.method,
      trajectory: drawn.trajectory,
      indicatorFrequency: history[0]!.period.frequency,
    }),
  }));

const runs = { numRuns: 400, seed: 20181203 };

function scaled({ target, history }: Situation, factor: number): Situation {
  const { baseline } = target;
  return {
    target: {
      ...target,
      value: target.value! * factor,
      baseline: baseline && { ...baseline, value: baseline.value! * factor },
    },
    history: history.map((o) => ({ ...o, value: o.value * factor })),
  };
}

const judged = ({ target, history }: Situation): Verdict => assess(target, history, asOf);

describe('whatever the history', () => {
  it('scaling values and target alike changes no status, no pace and no probability', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: -12, max: 12 }), (one, exponent) => {
        // A power of two scales a floating-point number exactly, so the results must be equal, not only close.
        const factor = 2 ** exponent;
        const [plain, other] = [judged(one), judged(scaled(one, factor))];
        expect(other.status).toBe(plain.status);
        expect(other.pace).toBe(plain.pace);
        expect(other.byMethod).toEqual(plain.byMethod);
        expect(other.forecast?.probability).toBe(plain.forecast?.probability);
        expect(other.forecastRefusal?.code).toBe(plain.forecastRefusal?.code);
        expect(other.attainmentPeriod).toBe(plain.attainmentPeriod);
      }),
      runs,
    );
  });

  it('turning the sign and the direction round leaves the probability', () => {
    fc.assert(
      fc.property(situation, (one) => {
        const { target, history } = scaled(one, -1);
        const up = target.operator === 'atMost';
        const mirrored: TargetSpec = {
          ...target,
          operator: up ? 'atLeast' : 'atMost',
          direction: up ? 'up' : 'down',
        };
        const [plain, other] = [judged(one).forecast, judged({ target: mirrored, history }).forecast];
        expect(other === null).toBe(plain === null);
        if (plain && other) {
          expect(other.probability).toBeCloseTo(plain.probability, 5);
          expect(other.value).toBeCloseTo(-plain.value, 6);
        }
      }),
      runs,
    );
  });

  it('a better latest value never gives a worse status, by any one method', () => {
    fc.assert(
      fc.property(situation, fc.double({ min: 0, max: 300, noNaN: true }), (one, gain) => {
        const [latest, ...before] = one.history;
        const better = latest!.value + (one.target.direction === 'up' ? gain : -gain);
        const first = judged(one);
        const second = judged({ ...one, history: [{ ...latest!, value: better }, ...before] });
        const worse = (a: Verdict['status'], b: Verdict['status']) => {
          const [was, is] = [severity(a), severity(b)];
          return was !== null && is !== null && is > was;
        };
        expect(worse(first.status, second.status)).toBe(false);
        for (const [method, { status }] of Object.entries(first.byMethod)) {
          const other = second.byMethod[method as Method];
          if (other) expect({ method, worse: worse(status, other.status) }).toEqual({ method, worse: false });
        }
      }),
      { ...runs, numRuns: 2000 },
    );
  });

  it('a verdict never depends on the order of the observations, and is plain JSON', () => {
    const shuffled = situation.chain((one) =>
      fc.record({
        one: fc.constant(one),
        order: fc.shuffledSubarray(one.history, {
          minLength: one.history.length,
          maxLength: one.history.length,
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ one, order }) => {
        const verdict = judged(one);
        expect(judged({ ...one, history: order })).toEqual(verdict);
        expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
      }),
      runs,
    );
  });

  it('a forecast lies in its interval, and its probability on the side of one half that its value lies on', () => {
    fc.assert(
      fc.property(situation, (one) => {
        const { forecast } = judged(one);
        if (!forecast) return;
        expect(forecast.lower).toBeLessThanOrEqual(forecast.value);
        expect(forecast.upper).toBeGreaterThanOrEqual(forecast.value);
        expect(forecast.probability).toBeGreaterThan(0);
        expect(forecast.probability).toBeLessThan(1);
        const ahead = forecast.value - one.target.value!;
        const meets = one.target.operator === 'atLeast' ? ahead : -ahead;
        if (Math.abs(meets) > 1e-6 * forecast.standardError) {
          expect(forecast.probability >= 0.5).toBe(meets > 0);
        }
      }),
      runs,
    );
  });
});
