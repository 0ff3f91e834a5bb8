import type { ImportWarning } from '#contract';
import type { NumberedSeries, Reader } from '#storage';
import type { Reference } from '../reference.js';
import type { Naming } from './sentences.js';

/** Where in the file a value stands. */
export interface FilePlace {
  readonly line: number;
  /** Of a table, a line of which holds several values. */
  readonly column?: string;
}

/** A file place alone, of something that is more. */
export function placeOf({ line, column }: FilePlace): FilePlace {
  return column === undefined ? { line } : { line, column };
}

/** A value of the file as it was staged. */
export interface LandedValue extends FilePlace {
  readonly seriesId: string;
  readonly periodStart: string;
}

/** One import's values to be checked, and what is found. */
export interface SanityTask {
  readonly reader: Reader;
  readonly importId: number;
  readonly landedOf: ReadonlyMap<string, readonly LandedValue[]>;
  /** By {@link periodKey}. */
  readonly landedLines: ReadonlyMap<string, LandedValue>;
  /** The landed series and all that they are compared with. */
  readonly series: readonly NumberedSeries[];
  readonly reference: Pick<Reference, 'indicators' | 'today'>;
  readonly name: Naming;
  readonly findings: Findings;
}

export interface Findings {
  readonly warnings: ImportWarning[];
  /** Where the values stand that are new or revised and known now, by {@link periodKey}. */
  readonly places: Map<string, FilePlace>;
}

/** One text per series and period. */
export function periodKey({ seriesId, periodStart }: { seriesId: string; periodStart: string }): string {
  return `${seriesId} ${periodStart}`;
}
