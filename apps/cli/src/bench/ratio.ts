/** "5.3×", "12×", "0.43×": how many times `of` is as much as `per`, to two significant digits. */
export function ratio(of: number, per: number): string {
  const times = of / per;
  if (!Number.isFinite(times)) return '—';
  if (times >= 9.95) return `${Math.round(times)}×`;
  return `${times.toFixed(times >= 0.995 ? 1 : 2)}×`;
}

/** "62,000": a rate to two significant digits; more would claim a precision that one run does not have. */
export function rounded(rate: number): string {
  return Number(rate.toPrecision(2)).toLocaleString('en-US');
}

/** "38 %" of a whole. */
export function share(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((part / whole) * 100)} %` : '—';
}

/** Bytes as whole megabytes. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}

/** Rows of cells as lines: the first column to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('   ')
      .trimEnd(),
  );
}
