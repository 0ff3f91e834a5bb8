/** Observations as SDMX has them: series with a key, and their values in time order. */
import { seriesKeyText } from '#storage';
import { comparePeriods, formatPeriod, type TimePeriod } from '#time-period';
import { type Observed, periodOf } from '../observations/observed.js';
import { type DataQuery, wantsObservation, wantsSeries } from './data-query.js';
import { accumulationCodes, computedCodes, notApplicable, type PlanStructure } from './plan-structure.js';

export interface SdmxObservation {
  /** TIME_PERIOD; of a year-to-date value the period through which it runs. */
  readonly time: string;
  readonly period: TimePeriod;
  /** Exact decimal text. */
  readonly value: string;
  readonly status: string;
  readonly knownFrom: Date;
  readonly comment: string | null;
  /** A code of CL_COMPUTED; null of what was reported. */
  readonly computed: string | null;
}

export interface SdmxSeries {
  /** Codes of the dimensions, in their order. */
  readonly codes: readonly string[];
  readonly indicator: string;
  readonly observations: readonly SdmxObservation[];
}

/**
 * The series that a query asks for. No more than one series is held at a time, and the computed values.
 * @param stored series by series.
 * @param computed in any order; they are put among the stored ones of their series.
 */
export async function* sdmxSeries(
  stored: AsyncIterable<readonly Observed[]>,
  computed: readonly Observed[],
  query: DataQuery,
  structure: PlanStructure,
): AsyncGenerator<SdmxSeries> {
  const waiting = new Map<string, Observed[]>();
  for (const row of computed) {
    const key = seriesKeyText(row);
    const rows = waiting.get(key);
    if (rows) rows.push(row);
    else waiting.set(key, [row]);
  }
  let passed = 0;
  let left = query.limit;
  for await (const rows of wholeSeries(stored, waiting)) {
    const series = seriesOf(rows, query, structure);
    if (!series) continue;
    // Pages count observations, or series where only they are asked for.
    if (query.seriesOnly) {
      passed += 1;
      if (passed <= query.offset) continue;
      if (left !== null && left === 0) return;
      if (left !== null) left -= 1;
      yield { ...series, observations: [] };
      continue;
    }
    const from = Math.max(0, query.offset - passed);
    passed += series.observations.length;
    const observations = series.observations.slice(from, left === null ? undefined : from + left);
    if (left !== null) left -= observations.length;
    if (observations.length > 0) yield { ...series, observations };
    if (left === 0) return;
  }
}

/** Codes of the dimensions of a row, in their order. */
export function codesOf(
  row: Pick<Observed, 'frequency' | 'indicator' | 'area' | 'accumulation' | 'breakdown'>,
  { breakdowns }: PlanStructure,
): string[] {
  return [
    row.frequency,
    row.indicator,
    row.area,
    accumulationCodes[row.accumulation],
    ...[...breakdowns.values()].map((dimension) => row.breakdown[dimension] ?? notApplicable),
  ];
}

/** The rows of each series together: stored ones with the computed ones of theirs, then what is only computed. */
async function* wholeSeries(
  stored: AsyncIterable<readonly Observed[]>,
  waiting: Map<string, Observed[]>,
): AsyncGenerator<Observed[]> {
  let current: Observed[] = [];
  let id: string | null = null;
  const complete = (rows: Observed[]): Observed[] => {
    const key = seriesKeyText(rows[0]!);
    const also = waiting.get(key) ?? [];
    waiting.delete(key);
    return [...rows, ...also];
  };
  for await (const rows of stored)
    for (const row of rows) {
      const own = 'seriesId' in row ? row.seriesId : null;
      if (own !== id && current.length > 0) {
        yield complete(current);
        current = [];
      }
      id = own;
      current.push(row);
    }
  if (current.length > 0) yield complete(current);
  yield* waiting.values();
}

/** A series with those of its observations that are asked for; null where nothing of it is. */
function seriesOf(rows: readonly Observed[], query: DataQuery, structure: PlanStructure): SdmxSeries | null {
  const codes = codesOf(rows[0]!, structure);
  if (!wantsSeries(query, structure, codes)) return null;
  const all = rows
    .map(observationOf)
    .filter((one) => wantsObservation(query, one))
    .toSorted((a, b) => comparePeriods(a.period, b.period));
  const { firstN, lastN } = query;
  const observations =
    firstN === null && lastN === null
      ? all
      : all.filter(
          (_, at) => (firstN !== null && at < firstN) || (lastN !== null && at >= all.length - lastN),
        );
  return observations.length > 0 ? { codes, indicator: rows[0]!.indicator, observations } : null;
}

export function observationOf(row: Observed): SdmxObservation {
  const period = periodOf(row);
  const computed = 'computed' in row ? row.computed : null;
  return {
    time: formatPeriod({ ...period, accumulation: 'period' }),
    period,
    value: row.value,
    status: row.status,
    knownFrom: row.knownFrom,
    comment: 'comment' in row ? (row.comment ?? null) : null,
    computed: computed && (computed.areas === null ? computedCodes.formula : computedCodes.areas),
  };
}
