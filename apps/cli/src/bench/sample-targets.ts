import type { Catalogue, Target } from '#contract';
import type { SampleCourse, SeriesKey } from '#storage';
import { addDays, nextPeriod, periodContaining, type Day } from '#time-period';
import type { SamplePlan } from './sample-plan.js';

/** Months of every sample series. */
export const monthsPerTarget = 120;

/** A target, and the one series that bears on it. */
export interface SampleTarget {
  readonly target: Target;
  readonly series: SeriesKey & SampleCourse;
}

/** The plan's catalogue without its own targets; of the sample indicators every other one is a stock. */
export function sampleCatalogue({ catalogue, indicators }: SamplePlan): Catalogue {
  const stocks = new Set(indicators.filter((_, index) => isStock(index)));
  return {
    ...catalogue,
    targets: [],
    indicators: catalogue.indicators.map((one) => (stocks.has(one.code) ? { ...one, kind: 'stock' } : one)),
  };
}

const isStock = (indicator: number) => indicator % 2 === 0;

/** The first day of the first of so many months of which the last has been out for a while on `today`. */
export function firstMonth(today: Day, count: number): Day {
  let year = Number(today.slice(0, 4));
  let month = Number(today.slice(5, 7)) - 1 - count;
  for (; month < 1; month += 12) year -= 1;
  return periodContaining(`${year}-${String(month).padStart(2, '0')}-01`, 'M').start;
}

/**
 * So many targets from the `from`th on, each on a monthly series of its own: half of them for the end of a year on a stock, half for a month
 * on an average. One in ten is past its date, the others are due in one to nine years, so that nearly all have a
 * forecast by the seasonal model, the dearest part of a verdict. Of ten, seven ask for at least a value, one for at
 * most, one for an interval and one for a direction; one in five has two milestones; all methods take their turn.
 */
export function sampleTargets(
  { catalogue, indicators, areas }: SamplePlan,
  { from, count }: { readonly from: number; readonly count: number },
  today: Day,
): SampleTarget[] {
  const first = firstMonth(today, monthsPerTarget);
  // A whole year and month behind the first value.
  const baseYear = Number(addDays(first, 366).slice(0, 4));
  const baseMonth = nextPeriod(periodContaining(first, 'M')).start.slice(0, 7);
  const thisYear = Number(today.slice(0, 4));
  const clause = { task: catalogue.tasks[0]?.number ?? 1, quote: 'sample' };
  const organisation = catalogue.organisations[0]?.code ?? '';
  return Array.from({ length: count }, (_, offset): SampleTarget => {
    const index = from + offset;
    const place = Math.floor(index / areas.length);
    const annual = isStock(place);
    const period = (year: number) => (annual ? String(year) : `${year}-12`);
    const measure = {
      indicator: indicators[place] ?? '',
      area: areas[index % areas.length] ?? '',
      breakdown: {},
    };
    const level = 100 + ((index * 37) % 400);
    const trend = ((index % 11) - 2) * 0.1;
    const dueYear = index % 10 === 0 ? thisYear - 1 : thisYear + 1 + (index % 9);
    // From well within reach to hardly.
    const value = Math.round(level * (1.02 + (index % 13) * 0.04));
    const operator = operators[Math.floor(index / 10) % operators.length] ?? 'atLeast';
    const milestones = [1, 2].map((year) => ({
      period: period(thisYear + year),
      value: String(Math.round((level + value) / 2)),
    }));
    return {
      target: {
        code: `sample-${index + 1}`,
        name: { zh: `样例目标 ${index + 1}`, en: `Sample target ${index + 1}` },
        ...measure,
        frequency: annual ? 'A' : 'M',
        due: period(dueYear),
        operator,
        value: operator === 'direction' ? null : String(value),
        upper: operator === 'within' ? String(value + 20) : null,
        baseline: { period: annual ? String(baseYear) : baseMonth, value: null },
        method: operator === 'direction' ? 'direction' : (methods[index % methods.length] ?? 'elapsedShare'),
        trajectory: operator === 'direction' ? 'none' : index % 3 === 0 ? 'geometric' : 'linear',
        milestones: operator === 'atLeast' && index % 5 === 0 ? milestones : [],
        clause,
        organisation,
        note: null,
      },
      series: {
        ...measure,
        frequency: 'M',
        accumulation: 'period',
        level,
        trend,
        season: index % 10,
        noise: 4,
      },
    };
  });
}

const operators = [
  ...Array.from({ length: 7 }, () => 'atLeast' as const),
  'atMost',
  'within',
  'direction',
] as const;
const methods = ['elapsedShare', 'growthRatio', 'extrapolatedShare', 'attainment'] as const;
