/** SQL for an instant as ISO 8601 text, to the millisecond, as toISOString writes it. */
export const iso = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
