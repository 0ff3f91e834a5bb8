import { austourists } from '../../test/austourists.js';
import {
  fitSeasonalModel,
  smooth,
  smoothedAhead,
  smoothedError,
  type SeasonalModel,
  type SmoothingParameters,
} from './seasonal-smoothing.js';

const tourists = Float64Array.from(austourists);

interface Published {
  parameters: SmoothingParameters;
  initial: [level: number, trend: number, ...seasons: number[]];
  final: [level: number, trend: number, ...seasons: number[]];
  /** R's sigma2: squared errors over the values less the parameters. */
  variance: number;
  degreesOfFreedom: number;
  forecast: number[];
}

/**
 * What ets() of R's package forecast makes of austourists; from the reference results that statsmodels tests itself
 * against (statsmodels/tsa/tests/results/fit_ets_results_seasonal.json, version 0.15). R lists the season of the last
 * period first.
 */
const published: Record<'ETS(A,A,A)' | 'ETS(A,Ad,A)', Published> = {
  'ETS(A,A,A)': {
    parameters: { alpha: 0.20281952, beta: 0.00016979, gamma: 0.4645238, phi: 1 },
    initial: [23.06996036, 0.57786622, 1.65451693, -1.17750326, -8.97988612, 8.50287244],
    final: [62.55981214, 0.57809173, 2.61176735, -1.2438624, -12.9575427, 12.20664008],
    variance: 6.20560506,
    degreesOfFreedom: 60,
    forecast: [75.34454396, 50.75845291, 63.05022495, 67.48394643],
  },
  'ETS(A,Ad,A)': {
    parameters: { alpha: 0.35445427, beta: 0.03200749, gamma: 0.39993387, phi: 0.97999997 },
    initial: [24.01278357, 0.97770147, 1.76951063, -0.50735902, -6.61171798, 5.34956637],
    final: [62.00340579, 0.70652496, 3.58786407, -0.07474503, -11.75693566, 13.38188051],
    variance: 6.0830734,
    degreesOfFreedom: 59,
    forecast: [76.07768073, 51.61741109, 63.96457729, 68.27886241],
  },
};

const states = ([level, trend, ...seasons]: Published['initial']) => ({
  level,
  trend,
  seasons: seasons.toReversed(),
});

/** The model as R estimated it. */
function asPublished({ parameters, initial, degreesOfFreedom }: Published): SeasonalModel {
  const run = smooth(tourists, parameters, states(initial));
  return {
    n: tourists.length,
    parameters,
    states: run.states,
    residualError: Math.sqrt(run.squares / degreesOfFreedom),
    degreesOfFreedom,
  };
}

describe.each(Object.entries(published))('%s of austourists', (_name, row) => {
  const model = asPublished(row);

  it('with R’s parameters ends in R’s states, variance and forecasts', () => {
    const final = states(row.final);
    expect(model.states.level).toBeCloseTo(final.level, 5);
    expect(model.states.trend).toBeCloseTo(final.trend, 5);
    for (const [i, season] of final.seasons.entries()) expect(model.states.seasons[i]).toBeCloseTo(season, 5);
    expect(model.residualError ** 2).toBeCloseTo(row.variance, 5);
    for (const [i, value] of row.forecast.entries())
      expect(smoothedAhead(model, i + 1)).toBeCloseTo(value, 4);
  });
});

describe('the forecast variance', () => {
  const sample = (parameters: SmoothingParameters): SeasonalModel => ({
    n: 40,
    parameters,
    states: { level: 100, trend: 1, seasons: [5, -2, -4, 1] },
    residualError: 1,
    degreesOfFreedom: 32,
  });

  /* Both closed forms from Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., section 8.7. */
  it.each([1, 2, 4, 5, 8, 9, 20])('%d quarters ahead is the book’s for ETS(A,A,A)', (h) => {
    const [a, b, c, m] = [0.3, 0.1, 0.4, 4];
    const k = Math.floor((h - 1) / m);
    const variance =
      1 +
      (h - 1) * (a * a + a * b * h + (b * b * h * (2 * h - 1)) / 6) +
      c * k * (2 * a + c + b * m * (k + 1));
    const model = sample({ alpha: a, beta: b, gamma: c, phi: 1 });
    expect(smoothedError(model, h) ** 2).toBeCloseTo(variance, 9);
  });

  it.each([1, 2, 4, 5, 8, 9, 20])('%d quarters ahead is the book’s for ETS(A,Ad,A)', (h) => {
    const [a, b, c, p, m] = [0.3, 0.1, 0.4, 0.9, 4];
    const k = Math.floor((h - 1) / m);
    const variance =
      1 +
      a * a * (h - 1) +
      c * k * (2 * a + c) +
      ((b * p * h) / (1 - p) ** 2) * (2 * a * (1 - p) + b * p) -
      ((b * p * (1 - p ** h)) / ((1 - p) ** 2 * (1 - p * p))) *
        (2 * a * (1 - p * p) + b * p * (1 + 2 * p - p ** h)) +
      ((2 * b * c * p) / ((1 - p) * (1 - p ** m))) * (k * (1 - p ** m) - p ** m * (1 - p ** (m * k)));
    const model = sample({ alpha: a, beta: b, gamma: c, phi: p });
    expect(smoothedError(model, h) ** 2).toBeCloseTo(variance, 9);
  });
});

describe('fitSeasonalModel', () => {
  it('finds what R finds in austourists, though it estimates only the parameters, not the initial states', () => {
    const model = fitSeasonalModel(austourists, 4)!;
    expect(model.n).toBe(68);
    for (const [i, value] of published['ETS(A,A,A)'].forecast.entries()) {
      expect(Math.abs(smoothedAhead(model, i + 1) - value)).toBeLessThan(1);
    }
    // The book's own fit from 2005 on: α = 0.306, β* = 0.0003, γ = 0.426 (FPP, 2nd ed., section 7.3).
    expect(model.parameters.alpha).toBeCloseTo(0.306, 1);
    expect(model.parameters.gamma).toBeCloseTo(0.426, 1);
    const wider = model.residualError / Math.sqrt(published['ETS(A,A,A)'].variance);
    expect(wider).toBeGreaterThan(0.9);
    expect(wider).toBeLessThan(1.1);
  });

  const season = [8, 2, -3, -7];
  const seasonal = (n: number, level: (i: number) => number) =>
    Array.from({ length: n }, (_, i) => level(i) + season[i % 4]!);

  it('continues a straight line with a fixed season exactly, and says that nothing varied', () => {
    const model = fitSeasonalModel(
      seasonal(16, (i) => 50 + 2 * i),
      4,
    )!;
    expect(model.parameters.phi).toBe(1);
    expect(model.residualError).toBe(0);
    for (let h = 1; h <= 12; h++) {
      expect(smoothedAhead(model, h)).toBeCloseTo(50 + 2 * (15 + h) + season[(15 + h) % 4]!, 6);
    }
  });

  it('damps a trend that flattens', () => {
    const model = fitSeasonalModel(
      seasonal(40, (i) => 100 - 80 * 0.9 ** i + 0.6 * Math.sin(i * i)),
      4,
    )!;
    expect(model.parameters.phi).toBeLessThan(1);
    expect(Math.abs(smoothedAhead(model, 40) - 93)).toBeLessThan(8);
  });

  it('needs two full years; of two years few degrees of freedom are left', () => {
    const values = seasonal(8, (i) => 50 + Math.sin(i * i));
    expect(fitSeasonalModel(values.slice(1), 4)).toBeNull();
    expect(fitSeasonalModel(values, 4)?.degreesOfFreedom).toBe(1);
    const monthly = Array.from(
      { length: 24 },
      (_, i) => 10 + 3 * Math.sin((i * Math.PI) / 6) + Math.sin(i * i),
    );
    expect(fitSeasonalModel(monthly, 12)?.degreesOfFreedom).toBe(8);
  });

  it('is sure of a constant series of any length or size only in so far as nothing varied', () => {
    for (const value of [0, 5, -3e9]) {
      const model = fitSeasonalModel(Array<number>(30).fill(value), 12)!;
      expect(model.residualError).toBe(0);
      expect(smoothedAhead(model, 24)).toBeCloseTo(value, 3);
    }
  });
});
