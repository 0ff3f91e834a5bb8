import type { ObservationRow } from '#contract';
import type { StoredVintage } from '#storage';
import { formatPeriod, pointOf } from '#time-period';
import type { Page } from '../http/paging.js';
import { type Observed, periodOf } from './observed.js';
import type { Names } from './series-name.js';

/** An observation as JSON has it. */
export function rowOf(
  read: Observed | StoredVintage,
  { indicators }: Names,
  timeZone: string,
): ObservationRow {
  const period = periodOf(read);
  const computed = 'computed' in read ? read.computed : null;
  return {
    indicator: read.indicator,
    area: read.area,
    frequency: read.frequency,
    accumulation: read.accumulation,
    breakdown: read.breakdown,
    period: formatPeriod(period),
    time: pointOf(period, timeZone),
    value: Number(read.value),
    status: read.status,
    unit: indicators.get(read.indicator)?.unit.zh ?? '',
    import: 'importId' in read ? read.importId : null,
    computed: computed !== null,
    rolledUpAreas: computed?.areas ?? null,
  };
}

/** Observations as a JSON array; `[]` where there are none. */
export async function* flatJson(
  rows: AsyncIterable<readonly Observed[]>,
  names: Names,
  timeZone: string,
): AsyncGenerator<string> {
  let before = '[';
  for await (const some of rows) {
    if (some.length === 0) continue;
    yield before + some.map((row) => JSON.stringify(rowOf(row, names, timeZone))).join(',');
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/**
 * Stored observations and, behind them, computed ones; of a page its own.
 * @param stored from the page's offset on.
 * @param storedCount how many there are in all.
 */
export async function* flatRows(
  stored: AsyncIterable<readonly Observed[]>,
  computed: readonly Observed[],
  page: (Page & { readonly storedCount: number }) | null,
): AsyncGenerator<readonly Observed[]> {
  if (page === null) {
    yield* stored;
    yield computed;
    return;
  }
  let left = page.limit;
  for await (const rows of stored) {
    yield rows.slice(0, left);
    left -= Math.min(left, rows.length);
    if (left === 0) return;
  }
  const passed = Math.max(0, page.offset - page.storedCount);
  yield computed.slice(passed, passed + left);
}
