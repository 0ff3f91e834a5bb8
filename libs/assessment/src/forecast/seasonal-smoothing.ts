import { noise } from './linear-trend.js';
import { patternSearch } from './pattern-search.js';

/*
 * Exponential smoothing with an additive season: ETS(A,A,A) and, with a damped trend, ETS(A,Ad,A).
 *
 * Source: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., sections 8.3, 8.5 to 8.7; the
 * forecast variance of linear models with additive errors from Hyndman, Koehler, Ord & Snyder, Forecasting with
 * Exponential Smoothing (2008), chapter 6. As in the books, the variance takes the estimated parameters for the true
 * ones; where level, trend or season really drift, an 80 % interval holds less than 80 % of what comes.
 */

export interface SmoothingParameters {
  /** Of the level; 0 to 1. */
  alpha: number;
  /** Of the trend, as β = α·β*. */
  beta: number;
  /** Of the season; at most 1 − α. */
  gamma: number;
  /** Damping of the trend; 1 is none. */
  phi: number;
}

export interface SmoothingStates {
  level: number;
  /** Per period. */
  trend: number;
  /** One for each period of a year, that of the next period first. */
  seasons: readonly number[];
}

export interface SeasonalModel {
  n: number;
  parameters: SmoothingParameters;
  /** After the last value. */
  states: SmoothingStates;
  /** Standard error of the one-step residuals; 0 when the values are met exactly. */
  residualError: number;
  degreesOfFreedom: number;
}

/**
 * Runs values through the smoothing equations from given states: y = l + φb + s + e; l ← l + φb + αe; b ← φb + βe;
 * s ← s + γe.
 *
 * @returns the sum of squared one-step errors and the states after the last value
 */
export function smooth(
  values: Float64Array,
  parameters: SmoothingParameters,
  initial: SmoothingStates,
): { squares: number; states: SmoothingStates } {
  const run = new SmoothingRun(values, initial);
  const squares = run.through(parameters);
  return { squares, states: run.states() };
}

/** Runs the same values from the same states again and again with other parameters. */
class SmoothingRun {
  private level = 0;
  private trend = 0;
  private place = 0;
  /** The season of the next period stands at `place`. */
  private readonly ring: Float64Array;
  private readonly seasons: Float64Array;

  constructor(
    private readonly values: Float64Array,
    private readonly initial: SmoothingStates,
  ) {
    this.seasons = Float64Array.from(initial.seasons);
    this.ring = new Float64Array(this.seasons.length);
  }

  /** The sum of squared one-step errors. */
  through({ alpha, beta, gamma, phi }: SmoothingParameters): number {
    const { values, ring } = this;
    ring.set(this.seasons);
    let { level, trend } = this.initial;
    let place = 0;
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      const season = ring[place]!;
      const damped = phi * trend;
      // In this order as little as possible has to wait for the value before; a forecast is mostly this loop.
      const before = level + damped;
      const error = values[i]! - season - before;
      squares += error * error;
      level = before + alpha * error;
      trend = damped + beta * error;
      ring[place] = season + gamma * error;
      place = place + 1 === ring.length ? 0 : place + 1;
    }
    this.level = level;
    this.trend = trend;
    this.place = place;
    return squares;
  }

  /** After the last value. */
  states(): SmoothingStates {
    const { level, trend, ring, place } = this;
    return { level, trend, seasons: [...ring.subarray(place), ...ring.subarray(0, place)] };
  }
}

/** Level, trend and season before the first value, from the means of the first two or three full years. */
function initialStates(values: Float64Array, perYear: number): SmoothingStates {
  const years = Math.min(Math.floor(values.length / perYear), 3);
  const used = values.subarray(0, years * perYear);
  const sum = (part: Float64Array) => part.reduce((total, v) => total + v, 0);
  const rise = sum(used.subarray(-perYear)) - sum(used.subarray(0, perYear));
  const trend = rise / (perYear * perYear * (years - 1));
  const mean = sum(used) / used.length;
  const level = mean - (trend * (used.length + 1)) / 2;
  const seasons = Array.from({ length: perYear }, (_, place) => {
    let over = 0;
    for (let i = place; i < used.length; i += perYear) over += used[i]! - level - trend * (i + 1);
    return over / years;
  });
  return { level, trend, seasons };
}

const leastDamping = 0.8;
const mostDamping = 0.98;

/** Parameters of the usual region from numbers between 0 and 1: β < α, γ < 1 − α, 0.8 ≤ φ ≤ 0.98. */
function parametersFrom([a, b, c, d]: readonly number[]): SmoothingParameters {
  const alpha = a!;
  const phi = d === undefined ? 1 : leastDamping + d * (mostDamping - leastDamping);
  return { alpha, beta: alpha * b!, gamma: (1 - alpha) * c!, phi };
}

const starts: readonly (readonly number[])[] = [0.1, 0.4].flatMap((a) =>
  [0.03, 0.2].flatMap((b) => [0.1, 0.4].map((c) => [a, b, c])),
);

interface Fit {
  place: readonly number[];
  parameters: SmoothingParameters;
  squares: number;
  criterion: number;
  estimated: number;
}

function fit(values: Float64Array, initial: SmoothingStates, from: readonly (readonly number[])[]): Fit {
  const run = new SmoothingRun(values, initial);
  const { place, value } = patternSearch((at) => run.through(parametersFrom(at)), from);
  const n = values.length;
  // Initial level and trend, and seasons that sum to zero, are estimated from the values too.
  const estimated = place.length + 1 + initial.seasons.length;
  const k = estimated + 1;
  // Both models are compared with the correction or both without.
  const correction = n > initial.seasons.length + 7 ? (2 * k * (k + 1)) / (n - k - 1) : 0;
  const criterion = n * Math.log(value / n) + 2 * k + correction;
  return { place, parameters: parametersFrom(place), squares: value, criterion, estimated };
}

/**
 * Fits values of consecutive months (12 a year) or quarters (4 a year), two full years or more. Parameters minimise
 * the squared one-step errors; of the plain and the damped trend the one with the lower AICc (AIC where there are too
 * few values for the correction) is taken. The initial states count as estimated, so that two years of values have
 * few degrees of freedom left (at least one is taken) and a wide interval.
 *
 * @returns null with fewer than two full years
 */
export function fitSeasonalModel(series: readonly number[], perYear: number): SeasonalModel | null {
  const n = series.length;
  if (n < 2 * perYear) return null;
  const values = Float64Array.from(series);
  const initial = initialStates(values, perYear);
  const plain = fit(values, initial, starts);
  const damped = fit(
    values,
    initial,
    [0.3, 0.8].map((d) => [...plain.place, d]),
  );
  const best = damped.criterion < plain.criterion ? damped : plain;
  const degreesOfFreedom = Math.max(n - best.estimated, 1);
  const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const error = Math.sqrt(best.squares / degreesOfFreedom);
  return {
    n,
    parameters: best.parameters,
    states: smooth(values, best.parameters, initial).states,
    residualError: error <= noise * largest ? 0 : error,
    degreesOfFreedom,
  };
}

/** The value h periods after the last one, h ≥ 1: l + (φ + … + φ^h)·b + s. */
export function smoothedAhead({ parameters, states }: SeasonalModel, h: number): number {
  return (
    states.level +
    dampedSum(parameters.phi, h) * states.trend +
    states.seasons[(h - 1) % states.seasons.length]!
  );
}

/**
 * The standard error of the value h periods ahead: σ·√(1 + Σ c_j², j = 1 … h − 1), c_j = α + β(φ + … + φ^j) + γ in
 * every full year and without γ between. For φ = 1 that is the book's variance of ETS(A,A,A).
 */
export function smoothedError({ parameters, states, residualError }: SeasonalModel, h: number): number {
  const { alpha, beta, gamma, phi } = parameters;
  let sum = 1;
  let power = 1;
  let damped = 0;
  for (let j = 1; j < h; j++) {
    power *= phi;
    damped += power;
    const seasonal = j % states.seasons.length === 0 ? gamma : 0;
    sum += (alpha + beta * damped + seasonal) ** 2;
  }
  return residualError * Math.sqrt(sum);
}

/** φ + φ² + … + φ^h. */
function dampedSum(phi: number, h: number): number {
  return phi === 1 ? h : (phi * (1 - phi ** h)) / (1 - phi);
}
