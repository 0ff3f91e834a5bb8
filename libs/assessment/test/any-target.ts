import fc from 'fast-check';
import { distance, goalOf, sideOf } from '../src/goal.js';
import type { Observation } from '../src/observation.js';
import type { Method, TargetSpec } from '../src/target.js';
import type { Thresholds } from '../src/thresholds.js';
import { clipped } from '../src/trajectory.js';
import { period, targetLike } from './examples.js';

/** A target of any sort with a history. */
export interface Situation {
  target: TargetSpec;
  /** The newest first. */
  history: Observation[];
}

export const methods = [
  'growthRatio',
  'elapsedShare',
  'extrapolatedShare',
  'attainment',
  'milestone',
  'direction',
] as const satisfies Method[];

export const trajectories = [
  'linear',
  'geometric',
  'milestones',
  'none',
] as const satisfies TargetSpec['trajectory'][];

/** One decimal, as figures are published; no negative zero. Zeros come often, for they are an edge of growth. */
const value = fc.oneof(
  { weight: 14, arbitrary: fc.integer({ min: 1, max: 4000 }).map((tenths) => tenths / 10) },
  { weight: 2, arbitrary: fc.integer({ min: -1000, max: -1 }).map((tenths) => tenths / 10) },
  { weight: 1, arbitrary: fc.constant(0) },
);

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

/** Any thresholds that a target may have; two of a kind, and negative ones, among them. */
export const validThresholds: fc.Arbitrary<Thresholds> = fc
  .array(
    fc.integer({ min: -100, max: 400 }).map((hundredths) => hundredths / 200),
    { minLength: 3, maxLength: 3 },
  )
  .map((three) => three.toSorted((a, b) => b - a))
  .map(([onTrack, atRisk, offTrack]) => ({ onTrack: onTrack!, atRisk: atRisk!, offTrack: offTrack! }));

const years = fc.integer({ min: 2009, max: 2028 }).map((year) => period(String(year)));

const past = fc.integer({ min: 2009, max: 2022 }).map((year) => period(String(year)));

const parts = fc.record({
  kind: fc.constantFrom('stock', 'flow', 'average'),
  operator: fc.constantFrom('atLeast', 'atMost', 'within', 'complete', 'direction'),
  wanted: fc.constantFrom('up', 'down', 'within'),
  value,
  width: fc.integer({ min: 0, max: 900 }).map((tenths) => tenths / 10),
  baseline: fc.option(fc.record({ period: past, value: fc.option(value, { freq: 2 }) })),
  due: fc.constantFrom('2022', '2023', '2024', '2024', '2025', '2026', '2028', '2030', '2030'),
  method: fc.constantFrom(...methods),
  trajectory: fc.constantFrom(...trajectories),
  milestones: fc.uniqueArray(fc.record({ period: years, value }), {
    minLength: 1,
    maxLength: 3,
    selector: (milestone) => milestone.period.start,
  }),
  bounds: fc.constantFrom([null, null], [-100, 400], [-1000, null], [null, 400]),
  naturalLimit: fc.constantFrom(null, 100, 400),
  isGrowthRate: fc.oneof(
    { weight: 9, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  zeroAs: fc.constantFrom(null, 0.001),
  thresholds: fc.option(validThresholds),
});

/** Targets with every operator, method and trajectory, with settings of their own or without. */
export const situation: fc.Arbitrary<Situation> = fc
  .tuple(parts, fc.oneof(annualHistory, monthlyHistory))
  .map(([drawn, history]) => {
    const { operator, wanted, width, bounds, due, ...rest } = drawn;
    const direction = { atLeast: 'up', atMost: 'down', within: wanted, complete: 'up', direction: wanted }[
      operator
    ] as TargetSpec['direction'];
    const { frequency } = history[0]!.period;
    const target = targetLike({
      ...rest,
      operator,
      direction,
      value: operator === 'direction' ? null : drawn.value,
      upper: operator === 'within' ? drawn.value + width : null,
      due: period(due),
      frequency: drawn.kind === 'stock' ? 'A' : frequency,
      milestones: drawn.trajectory === 'milestones' ? drawn.milestones : [],
      lowerBound: bounds[0] ?? null,
      upperBound: bounds[1] ?? null,
      indicatorFrequency: frequency,
    });
    return { target, history };
  });

/** The same with every number in a unit `factor` times as small. */
export function scaled({ target, history }: Situation, factor: number): Situation {
  const times = (given: number | null) => (given === null ? null : given * factor);
  return {
    target: {
      ...target,
      value: times(target.value),
      upper: times(target.upper),
      baseline: target.baseline && { ...target.baseline, value: times(target.baseline.value) },
      milestones: target.milestones.map((one) => ({ ...one, value: one.value * factor })),
      lowerBound: times(target.lowerBound),
      upperBound: times(target.upperBound),
      naturalLimit: times(target.naturalLimit),
      zeroAs: times(target.zeroAs ?? null),
    },
    history: history.map((one) => ({ ...one, value: one.value * factor })),
  };
}

/**
 * The same with a newest value that is better by so much: more, less, or nearer to an interval. Within the bounds, and
 * where a zero is read as a small number not nearer to zero than that.
 */
export function better({ target, history }: Situation, gain: number): Situation {
  const [latest, ...before] = history;
  const from = latest!.value;
  const goal = target.operator === 'within' ? goalOf(target) : null;
  const way = goal ? -sideOf(goal, from) : isUp(target) ? 1 : -1;
  const to = from + way * (goal ? Math.min(gain, distance(goal, from)) : gain);
  const told = target.zeroAs ? Math.round(to * 10) / 10 : to;
  return { target, history: [{ ...latest!, value: clipped(target, told) }, ...before] };
}

function isUp({ operator, direction }: TargetSpec): boolean {
  return operator === 'atLeast' || operator === 'complete' || direction === 'up';
}
