import type { LayoutAnswers } from '#contract';
import { longColumnOf, readHeader } from '../header.js';
import type { FileRow } from '../read-rows.js';
import type { Reference } from '../reference.js';
import { detectTable } from './detect-table.js';
import { gridRow, widthBeforeReasons } from './grid.js';
import type { Detected } from './layout.js';
import { readAnswer } from './layout-questions.js';
import { sdmxColumns, sdmxVersion } from './sdmx-header.js';
import { fingerprint } from './shape-fingerprint.js';

/** How many rows of a file are looked at. */
export const sampleRows = 500;
/** Lines that titles can take above a header. */
const linesAboveHeader = 30;

/**
 * Says from a file's first rows how all of them are to be read, or what must be asked first.
 * @param answers what a person said of this file, or of one of its shape; they go before what is seen.
 */
export function detectLayout(
  sample: readonly FileRow[],
  reference: Reference,
  answers: LayoutAnswers,
): Detected {
  const sdmx = sample.slice(0, linesAboveHeader).find(({ cells }) => sdmxVersion(cells) !== null);
  if (sdmx) return detectedSdmx(sdmx, reference);
  const header = readAnswer(answers, 'header');
  const candidates = sample.filter(({ line }) => header?.kind !== 'row' || line === header.line);
  const at = candidates
    .slice(0, linesAboveHeader)
    .findIndex(({ cells, fault }) => fault === null && isLongHeader(cells));
  const long = candidates[at];
  if (long) return detectedLong(sample, long, reference);
  // A file of which nothing is understood is told what a long one would need.
  return detectTable(sample, reference, answers) ?? detectedLong(sample, sample[0], reference);
}

/** A header of the long layout names a column of values and at least two of what tells values apart. */
function isLongHeader(cells: readonly string[]): boolean {
  const found = new Set(cells.map(longColumnOf));
  const keys = (['indicator', 'ref_area', 'time_period'] as const).filter((column) =>
    found.has(column),
  ).length;
  if (found.has('obs_value')) return keys >= 2;
  return keys === 3 && found.has('obs_status') && found.has('unit');
}

function detectedLong(
  sample: readonly FileRow[],
  header: FileRow | undefined,
  reference: Reference,
): Detected {
  const line = header?.line ?? 1;
  const cells = header?.cells ?? [];
  const read = readHeader(cells, reference.breakdownCodes.keys());
  const above = sample.filter((row) => row.line < line);
  const columns = header?.fault ? null : read.columns;
  const places = columns ? Object.entries(columns.at) : [];
  const dimensions = columns
    ? columns.dimensions.map(({ dimension, at }): [string, number] => [dimension, at])
    : [];
  return {
    layout: { kind: 'long', headerLine: line, columns },
    name: 'long',
    headerFaults: header?.fault ? [header.fault] : read.faults,
    questions: null,
    understood: {
      titles: above.map((row) => ({
        line: row.line,
        text: row.cells.filter((cell) => cell.trim() !== '').join(' '),
      })),
      header: { first: line, last: line },
      fields: [...places, ...dimensions].map(([field, at]) => ({
        field,
        place: `column:${at + 1}`,
        text: (cells[at] ?? '').replace(/^\uFEFF/, '').trim(),
      })),
      notes: [],
    },
    preamble: [...above.map((row) => row.cells), cells],
    fingerprint: fingerprint('long', [gridRow({ line, cells }, widthBeforeReasons([{ cells }]))]),
  };
}

function detectedSdmx(header: FileRow, reference: Reference): Detected {
  const { line, cells } = header;
  const version = sdmxVersion(cells) ?? '2.0';
  const { columns, faults } = sdmxColumns(cells, reference);
  const fields: readonly (readonly [string, string])[] = [
    ['indicator', 'INDICATOR'],
    ['ref_area', 'REF_AREA'],
    ['time_period', 'TIME_PERIOD'],
    ['obs_value', 'OBS_VALUE'],
    ['unit', 'UNIT_MEASURE'],
    ['obs_status', 'OBS_STATUS'],
  ];
  return {
    layout: { kind: 'sdmx', version, headerLine: line, header: cells },
    name: `sdmx-csv-${version}`,
    headerFaults: faults,
    questions: null,
    understood: {
      titles: [],
      header: { first: line, last: line },
      fields: fields.flatMap(([field, component]) => {
        const at = Object.entries(columns.at).find(([name]) => name === component)?.[1];
        return at === undefined ? [] : [{ field, place: `column:${at + 1}`, text: cells[at]!.trim() }];
      }),
      notes: [],
    },
    preamble: [cells],
    fingerprint: fingerprint('sdmx', [gridRow({ line, cells }, columns.width)]),
  };
}
