import { fileURLToPath } from 'node:url';
import type { LayoutAnswers } from '#contract';
import { formatPeriod } from '#time-period';
import { detectLayout, sampleRows } from '../src/layouts/detect-layout.js';
import type { Detected, Layout, ReadRow } from '../src/layouts/layout.js';
import { readAs } from '../src/layouts/read-as.js';
import { readRows, type FileRow } from '../src/read-rows.js';
import { recognise } from '../src/recognise.js';
import { referenceOf, type Reference } from '../src/reference.js';
import { readSeeds } from '../src/seeds/read-seeds.js';

const seeds = fileURLToPath(new URL('../../../seeds/', import.meta.url));

/** The catalogue that ships with the plan, on 20 November 2026. */
export async function seedReference(organisation: string | null = null): Promise<Reference> {
  const read = await readSeeds(seeds);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const now = new Date('2026-11-20T02:00:00Z');
  return referenceOf(read.catalogue, {
    organisations: organisation === null ? null : [organisation],
    now,
    timeZone: 'Asia/Shanghai',
  });
}

/** What was made of a file. */
export interface ReadFile {
  readonly detected: Detected;
  readonly layout: Layout | null;
  readonly rows: readonly ReadRow[];
  /** "line column indicator area period value", the value in the indicator's unit. */
  readonly values: readonly string[];
  /** "line column code value". */
  readonly faults: readonly string[];
  readonly missing: number;
  /** "line code message" of lines, then of values. */
  readonly notices: readonly string[];
}

/** Reads a fixture as an import does, without a database. */
export async function readFixture(
  name: string,
  reference: Reference,
  answers: LayoutAnswers = {},
): Promise<ReadFile> {
  const path = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
  const rows: FileRow[] = [];
  const file = await recognise(path);
  for await (const batch of readRows(file)) rows.push(...batch);
  await file.discard();
  return readTable(rows, reference, answers);
}

/** Reads a table given as lines of cells parted by commas. */
export function readLines(
  text: string,
  reference: Reference,
  answers: LayoutAnswers = {},
): Promise<ReadFile> {
  const rows = text
    .split('\n')
    .map((line, index) => ({ line: index + 1, cells: line.split(','), fault: null }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return readTable(rows, reference, answers);
}

async function readTable(
  rows: readonly FileRow[],
  reference: Reference,
  answers: LayoutAnswers,
): Promise<ReadFile> {
  const detected = detectLayout(rows.slice(0, sampleRows), reference, answers);
  const read: ReadRow[] = [];
  const notices: string[] = [];
  let missing = 0;
  if (detected.layout !== null)
    for await (const batch of readAs(detected.layout, oneByOne(rows), reference)) {
      read.push(...batch.rows);
      missing += batch.missing;
      notices.push(...batch.notices.map(({ line, code, message }) => `${line} ${code} ${message}`));
    }
  return {
    detected,
    layout: detected.layout,
    rows: read,
    values: read.flatMap(({ line, column, observations }) =>
      observations.map(({ series, period, value, status }) =>
        [
          line,
          column,
          series.indicator,
          series.area,
          formatPeriod(period),
          value,
          status === 'A' ? '' : status,
        ]
          .join(' ')
          .trim(),
      ),
    ),
    faults: read.flatMap(({ line, faults }) =>
      faults.map(({ column, code, value }) => `${line} ${column} ${code} ${value}`.trim()),
    ),
    missing,
    notices: [
      ...notices,
      ...read.flatMap(({ line, notices: own }) =>
        own.map(({ code, message }) => `${line} ${code} ${message}`),
      ),
    ],
  };
}

/** In batches of one row, so that nothing can depend on how rows come. */
async function* oneByOne(rows: readonly FileRow[]): AsyncGenerator<FileRow[]> {
  for (const row of rows) yield [row];
}
