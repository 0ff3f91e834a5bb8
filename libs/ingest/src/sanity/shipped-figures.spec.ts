import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Indicator } from '#contract';
import { parsePeriod } from '#time-period';
import { readSeeds } from '../seeds/read-seeds.js';
import { pointOf } from '../../test/sanity-points.js';
import { addsUpOverTime } from './additivity.js';
import { comparisonsOf } from './comparisons.js';
import { grouped } from './grouped.js';
import { leastChanges } from './ordinary-change.js';
import { timeContradictions } from './time-totals.js';
import { judgeValue } from './judge-value.js';
import { dayNumberOf, type Point } from './point.js';
import { findingSentence } from './sentences.js';
import { historyOf } from './series-history.js';

/** The published figures that ship with the plan: all of them real, so a finding about one is a false alarm. */
const seeds = new URL('../../../../seeds/', import.meta.url);
const rows: Record<string, string>[] = parse(readFileSync(new URL('observations.csv', seeds)), {
  columns: true,
});

let indicators: Map<string, Indicator>;
beforeAll(async () => {
  const read = await readSeeds(fileURLToPath(seeds));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  indicators = new Map(read.catalogue.indicators.map((indicator) => [indicator.code, indicator]));
});

interface Shipped extends Point {
  readonly indicator: string;
  readonly family: string;
}

const shipped: Shipped[] = rows.map((row) => {
  const period = parsePeriod(row['time_period']!)!;
  const family = [row['indicator'], row['ref_area'], row['destination']].join(' ');
  return {
    indicator: row['indicator']!,
    family,
    seriesId: [family, period.frequency, period.accumulation].join(' '),
    period,
    at: dayNumberOf(period.end),
    value: Number(row['obs_value']),
    text: row['obs_value']!,
    status: row['obs_status']!,
    importId: 1,
  };
});
const families = [...grouped(shipped, ({ family }) => family).values()];

interface Judged {
  readonly code: string | null;
  readonly text: string;
  readonly year: string;
  /** Whether there are changes enough to call anything a jump, or a value to tell a slip by. */
  readonly hasHistory: boolean;
  readonly hasNeighbour: boolean;
}

/** Each value as if it were uploaded after those that `known` lets through. */
function judgedEach(
  known: (value: Shipped, other: Shipped) => boolean,
  written: (value: Shipped) => number = ({ value }) => value,
): Judged[] {
  return families.flatMap((family) =>
    family.map((value) => {
      const indicator = indicators.get(value.indicator)!;
      const point = { ...value, value: written(value), text: String(written(value)), importId: 2 };
      const all = family.filter((other) => other !== value && known(value, other)).concat(point);
      const own = all.filter(({ seriesId }) => seriesId === value.seriesId);
      const history = historyOf(indicator, value.period, own, all);
      const { references, changes } = comparisonsOf(point, history);
      const finding = judgeValue(point, history, indicator, null);
      return {
        code: finding?.code ?? null,
        text: finding ? findingSentence(point, finding, indicator, () => value.family) : '',
        year: value.period.start.slice(0, 4),
        hasHistory: references.length > 0 && changes.length >= leastChanges,
        hasNeighbour: references.length > 0,
      };
    }),
  );
}

const earlier = (value: Shipped, other: Shipped) => other.at < value.at;
const anyOther = () => true;
const share = (part: readonly unknown[], whole: readonly unknown[]) => part.length / whole.length;

function print(what: string, part: readonly Judged[], whole: readonly Judged[]): void {
  const percent = (100 * share(part, whole)).toFixed(1);
  process.stdout.write(`${what}: ${part.length} of ${whole.length} (${percent} %)\n`);
}

describe('the shipped figures', () => {
  const cases = [
    ['each uploaded after the earlier ones', earlier],
    ['each beside all the others', anyOther],
  ] as const;

  it.each(cases)('%s, none looks odd but of the pandemic and the year after it', (what, known) => {
    const each = judgedEach(known);
    const found = each.filter(({ code }) => code !== null);
    const withHistory = each.filter(({ hasHistory }) => hasHistory);
    print(what, found, each);
    for (const { code, text } of found) process.stdout.write(`  ${code} ${text}\n`);
    print(`${what}, with changes enough to tell`, found, withHistory);
    expect(share(found, each)).toBeLessThanOrEqual(0.01);
    expect(share(found, withHistory)).toBeLessThanOrEqual(0.06);
    // Xi'an's airport: 44.7 million passengers in 2018, 13.6 million in 2022, 47.0 million in 2024.
    expect(found.filter(({ year }) => year < '2020' || year > '2024')).toEqual([]);
  });

  it.each([
    [10, 0.5],
    [0.1, 0.5],
    [100, 0.8],
    [0.01, 0.8],
    [1000, 0.8],
    [0.001, 0.8],
    [10_000, 0.8],
    [0.0001, 0.8],
    [1e8, 0.8],
    [1e-8, 0.8],
  ])('times %d, at least %d of those that have a neighbour are told as a slip', (factor, least) => {
    const each = judgedEach(anyOther, ({ value }) => Number((value * factor).toPrecision(12)));
    const withNeighbour = each.filter(({ hasNeighbour }) => hasNeighbour);
    const slips = withNeighbour.filter(({ code }) => code === 'unit-slip');
    print(`times ${factor}, told as a slip`, slips, withNeighbour);
    expect(share(slips, withNeighbour)).toBeGreaterThanOrEqual(least);
  });

  it('tripled or thirded, those with changes enough are mostly told as a jump', () => {
    for (const factor of [3, 1 / 3]) {
      const each = judgedEach(anyOther, ({ value }) => Number((value * factor).toPrecision(12)));
      const withHistory = each.filter(({ hasHistory }) => hasHistory);
      const jumps = withHistory.filter(({ code }) => code === 'jump');
      print(`times ${factor.toFixed(2)}, told as a jump`, jumps, withHistory);
      expect(share(jumps, withHistory)).toBeGreaterThanOrEqual(0.5);
    }
  });

  it('contradict no total of a year', () => {
    const found = [
      ...grouped(shipped, (value) => `${value.family} ${value.period.start.slice(0, 4)}`).values(),
    ]
      .filter(([first]) => addsUpOverTime(indicators.get(first!.indicator)!))
      .flatMap((year) => timeContradictions(year, true));
    expect(found).toEqual([]);
  });
});

/** Even made-up series: 8 % growth a year and noise around it, the last value judged. */
describe('series that grow by 8 % with noise', () => {
  const cases: [noise: number, values: number, most: number][] = [
    [0.05, 6, 0.002],
    [0.1, 6, 0.01],
    [0.2, 6, 0.04],
    [0.05, 11, 0.002],
    [0.1, 11, 0.005],
    [0.2, 11, 0.02],
  ];
  it.each(cases)('of %d, %d values: at most %d are told wrongly', (noise, values, most) => {
    const random = seeded(20_261_123);
    const gdp = indicators.get('gdp')!;
    const trials = 2000;
    let told = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      let log = Math.log(1000);
      const points = Array.from({ length: values }, (_, index) => {
        log += 0.08 + noise * normal(random);
        return pointOf(`${2000 + index} ${Math.exp(log).toFixed(2)}`);
      });
      const last = points.at(-1)!;
      if (judgeValue(last, historyOf(gdp, last.period, points, points), gdp, null)) told += 1;
    }
    process.stdout.write(`noise ${noise}, ${values} values: ${told} of ${trials}\n`);
    expect(told / trials).toBeLessThanOrEqual(most);
  });
});

/** Park and Miller's generator: the same numbers every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** By Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
}
