import { CsvError, parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { admit, wholeNumber } from './seed-reading.js';
import type { Locate, Path, SeedReading } from './seed-reading.js';

/** One column of a seeds table: its header, the property it fills, and how its cells are read. */
export interface Column {
  name: string;
  path: readonly [string, ...string[]];
  read: (cell: string) => unknown;
  /** A table may lack this column; its cells count as blank then. */
  mayLack?: boolean;
}

const list = (cell: string) => (cell === '' ? [] : cell.split(';').map((part) => part.trim()));

function areaAndParts(text: string): unknown {
  const [area = '', parts = ''] = text.split('=').map((side) => side.trim());
  return { area, parts: parts.split('+').map((part) => part.trim()) };
}

/** How cells are read. What cannot be read stays text, so that the schema refuses it with the cell's own words. */
export const cells = {
  text: (cell: string): unknown => cell,
  optional: (cell: string): unknown => (cell === '' ? null : cell),
  /** Blank: not said. In any case of letters, for Excel writes TRUE. */
  trueOrFalse: (cell: string): unknown => {
    if (cell === '') return null;
    const lower = cell.toLowerCase();
    return lower === 'true' || (lower === 'false' ? false : cell);
  },
  wholeNumber: (cell: string): unknown => wholeNumber(cell),
  list: (cell: string): unknown => list(cell),
  wholeNumbers: (cell: string): unknown => list(cell).map(wholeNumber),
  /** "sum: lakes = east + west; hills = north + south", "weighted by people: lakes = east + west". */
  areaRollUp: (cell: string): unknown => {
    if (cell === '') return null;
    const [, method = cell, by, areas = ''] = /^(\w+)(?:\s+by\s+([\w-]+))?\s*:(.*)$/.exec(cell) ?? [];
    return { method, by: by ?? null, areas: list(areas.trim()).map(areaAndParts) };
  },
};

interface CsvRecord {
  row: string[];
  /** The lines it begins and ends on. */
  line: number;
  lastLine: number;
}

/**
 * Reads a seeds table. Every column must be there (but those it may lack) and no other, in any order; blank lines are passed over. A broken
 * quote ends the reading, because nothing after it can be told apart; every other fault is reported with the rest.
 */
export function readCsv<T>(
  file: string,
  text: string,
  columns: readonly Column[],
  schema: z.ZodType<T>,
): SeedReading<T> {
  const reading: SeedReading<T> = { file, items: [], faults: [] };
  const records = parseRecords(reading, text);
  if (records === null) return reading;
  const [header, ...rows] = records;
  if (header === undefined) {
    reading.faults.push({ file, line: 1, field: '', message: 'the file is empty: a header row is needed' });
    return reading;
  }
  const names = header.row.map((cell) => cell.trim());
  const missing = checkHeader(reading, names, header.line, columns);

  for (const { row, line } of rows) {
    if (row.length !== names.length) {
      const message = `${row.length} cells under a header of ${names.length}`;
      reading.faults.push({ file, line, field: '', message });
      continue;
    }
    const locate: Locate = (path) => ({ line, field: columnAt(columns, path)?.name ?? path.join('.') });
    const before = reading.faults.length;
    admit(reading, itemOf(names, row, columns), schema, locate);
    // A column that the header lacks is one fault, not one more in every row.
    const own = reading.faults.splice(before).filter((fault) => !missing.has(fault.field));
    reading.faults.push(...own);
  }
  return reading;
}

function parseRecords<T>(reading: SeedReading<T>, text: string): CsvRecord[] | null {
  const records: CsvRecord[] = [];
  try {
    parse(text, {
      relax_column_count: true,
      skip_records_with_empty_values: true,
      on_record(row: string[], { lines }) {
        // The parser counts the line a record ends on; line breaks inside quoted cells lead back to its first.
        const breaks = row.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
        records.push({ row, line: lines - breaks, lastLine: lines });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const fault = (line: number, message: string) =>
      reading.faults.push({ file: reading.file, line, field: '', message });
    // An open quote swallows the rest of the file: the row it stands in says more than the line it was noticed on.
    if (error.code === 'CSV_QUOTE_NOT_CLOSED')
      fault((records.at(-1)?.lastLine ?? 0) + 1, 'a quote that opens in this row is never closed');
    else fault(typeof error['lines'] === 'number' ? error['lines'] : 1, error.message);
    return null;
  }
  return records;
}

/** Reports a header's faults; returns the columns it lacks. */
function checkHeader<T>(
  reading: SeedReading<T>,
  names: string[],
  line: number,
  columns: readonly Column[],
): ReadonlySet<string> {
  const fault = (field: string, message: string) =>
    reading.faults.push({ file: reading.file, line, field, message });
  const known = new Set(columns.map((column) => column.name));
  names.forEach((name, index) => {
    if (!known.has(name)) fault(name, `unknown column; the columns are ${[...known].join(', ')}`);
    else if (names.indexOf(name) !== index) fault(name, 'this column is there twice');
  });
  const needed = columns.filter(({ mayLack }) => !mayLack).map(({ name }) => name);
  const missing = new Set(needed.filter((name) => !names.includes(name)));
  for (const name of missing) fault(name, 'this column is missing');
  return missing;
}

function columnAt(columns: readonly Column[], path: Path): Column | undefined {
  return columns.find((column) => column.path.every((key, depth) => path[depth] === key));
}

function itemOf(names: string[], row: string[], columns: readonly Column[]): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  for (const { name, path, read, mayLack } of columns) {
    const [property, part] = path;
    const cell = row[names.indexOf(name)]?.trim() ?? (mayLack ? '' : undefined);
    const value = cell === undefined ? undefined : read(cell);
    if (part === undefined) item[property] = value;
    else item[property] = Object.assign(item[property] ?? {}, { [part]: value });
  }
  return item;
}
