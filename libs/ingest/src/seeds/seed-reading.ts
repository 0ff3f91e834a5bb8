import type { z } from 'zod';

/** One fault of a seeds folder, at the place where a person can mend it. */
export interface SeedFault {
  file: string;
  /** 1 for the first line of the file. */
  line: number;
  /** A CSV column, or the path of keys inside one YAML item, e.g. clause.task; empty when the line itself is meant. */
  field: string;
  message: string;
}

export type Path = readonly PropertyKey[];

/** Where a property of an item stands in its file. */
export type Locate = (path: Path) => { line: number; field: string };

/** An item that keeps to its schema, with the way back to the lines it came from. */
export interface SeedItem<T> {
  value: T;
  locate: Locate;
}

/** What one file holds: its sound items, and the faults of the others. */
export interface SeedReading<T> {
  file: string;
  items: SeedItem<T>[];
  faults: SeedFault[];
}

/** Text that is a whole number becomes one; other text stays as it is, for the schema to refuse. */
export function wholeNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value;
}

/** Text that is a plain decimal number becomes one; other text stays as it is, for the schema to refuse. */
export function plainNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value) ? Number(value) : value;
}

/** Checks one item against its schema and puts it, or its faults, into the reading. */
export function admit<T>(reading: SeedReading<T>, raw: unknown, schema: z.ZodType<T>, locate: Locate): void {
  const result = schema.safeParse(raw, { reportInput: true });
  if (result.success) {
    reading.items.push({ value: result.data, locate });
    return;
  }
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys)
        reading.faults.push({ file: reading.file, ...locate([...issue.path, key]), message: 'unknown key' });
    else reading.faults.push({ file: reading.file, ...locate(issue.path), message: wording(issue) });
  }
}

function wording(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message;
  if (issue.input === undefined) return 'is missing';
  if (issue.input === '' || issue.input === null) return 'must not be empty';
  if (issue.code === 'invalid_type' && issue.expected === 'number')
    return `a whole number is needed; found ${String(issue.input)}`;
  return typeof issue.input === 'object' ? issue.message : `${issue.message}; found ${String(issue.input)}`;
}
