/** Where a time axis is labelled. */
const yearEnd = (year: number): number => Date.UTC(year, 11, 31);

/**
 * The year ends within a span, at most `most` of them, evenly spaced and counted back from the last. A year is
 * labelled at its end, because that is where its value and its deadline stand.
 *
 * @param from, to epoch milliseconds
 */
export function yearTicks(from: number, to: number, most: number): { value: number; label: string }[] {
  const last = new Date(to).getUTCFullYear() - (to < yearEnd(new Date(to).getUTCFullYear()) ? 1 : 0);
  const first = new Date(from).getUTCFullYear();
  const step = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, most)));
  const ticks: { value: number; label: string }[] = [];
  for (let year = last; year >= first; year -= step) {
    ticks.unshift({ value: yearEnd(year), label: String(year) });
  }
  return ticks;
}
