import { stringify } from 'csv-stringify/sync';
import { AppError } from '#contract';
import { readObservations } from '#storage';
import { formatPeriod, parseAsOf } from '#time-period';
import type { CommandContext } from './with-database.js';

/** Prints observations in the upload layout, values exactly as stored. */
export async function exportObservations(
  { database, configuration }: CommandContext,
  options: { readonly indicator?: string; readonly area?: string; readonly asOf?: string },
  say: (line: string) => void,
): Promise<void> {
  const asOf = options.asOf === undefined ? null : parseAsOf(options.asOf, configuration.timeZone);
  if (options.asOf !== undefined && !asOf)
    throw new AppError('invalid-as-of', `"${options.asOf}" is neither a day nor an instant.`);
  const rows = await readObservations(database.manager, {
    ...(options.indicator ? { indicators: options.indicator.split(',') } : {}),
    ...(options.area ? { areas: options.area.split(',') } : {}),
    ...(asOf ? { asOf } : {}),
  });
  const dimensions = [...new Set(rows.flatMap((row) => Object.keys(row.breakdown)))].toSorted();
  const records = rows.map((row) => ({
    indicator: row.indicator,
    ref_area: row.area,
    time_period: formatPeriod({
      frequency: row.frequency,
      accumulation: row.accumulation,
      start: row.periodStart,
      end: row.periodEnd,
    }),
    obs_value: row.value,
    obs_status: row.status,
    ...row.breakdown,
  }));
  const columns = ['indicator', 'ref_area', 'time_period', 'obs_value', 'obs_status', ...dimensions];
  say(stringify(records, { header: true, columns }).trimEnd());
}
