import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Upload } from '#ingest';
import type { SamplePlan } from './sample-plan.js';

/** Months of every sample series, from 2010-01 on. */
export const monthsPerSeries = 120;
const firstYear = 2010;
const rowsPerChunk = 2000;

/** How many sample indicators it takes to fill so many rows. */
export function indicatorsFor(rows: number, areas: number): number {
  return Math.ceil(rows / (areas * monthsPerSeries));
}

interface Month {
  readonly period: string;
  /** The 20th of the month after it. */
  readonly released: string;
  /** The same a year later. */
  readonly revised: string;
}

const months: readonly Month[] = Array.from({ length: monthsPerSeries }, (_, index) => ({
  period: monthText(index),
  released: `${monthText(index + 1)}-20`,
  revised: `${monthText(index + 13)}-20`,
}));

/**
 * Writes a file in the long layout, series after series, with made-up values and a release date in every row.
 * @param revision which of every ten rows is a revision: another value, released a year later; null: none is.
 */
export async function writeSampleFile(
  path: string,
  plan: SamplePlan,
  rows: number,
  revision: number | null,
): Promise<Upload> {
  const hash = createHash('sha256');
  let bytes = 0;
  const chunks = function* () {
    for (const chunk of chunksOf(plan, rows, revision)) {
      const encoded = Buffer.from(chunk);
      hash.update(encoded);
      bytes += encoded.length;
      yield encoded;
    }
  };
  await pipeline(Readable.from(chunks()), createWriteStream(path));
  return { path, name: basename(path), bytes, sha256: hash.digest('hex'), dryRun: false, onError: 'reject' };
}

function* chunksOf(plan: SamplePlan, rows: number, revision: number | null): Generator<string> {
  let chunk = 'indicator,ref_area,time_period,obs_value,unit,obs_status,released_on\n';
  for (let row = 0; row < rows; row += 1) {
    chunk += rowText(plan, row, row % 10 === revision);
    if ((row + 1) % rowsPerChunk === 0) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

function rowText({ indicators, areas }: SamplePlan, row: number, revised: boolean): string {
  const series = Math.floor(row / monthsPerSeries);
  const month = months[row % monthsPerSeries]!;
  const indicator = indicators[Math.floor(series / areas.length)]!;
  const area = areas[series % areas.length]!;
  // Spread over 0.00 to 999.99; a revision differs by a hundred.
  const value = ((row * 7919) % 100_000) / 100 + (revised ? 100 : 0);
  const released = revised ? month.revised : month.released;
  return `${indicator},${area},${month.period},${value.toFixed(2)},点,A,${released}\n`;
}

function monthText(index: number): string {
  return `${firstYear + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}
