import type { ImportWarning } from '#contract';
import type { NumberedSeries, Reader } from '#storage';
import type { Reference } from '../reference.js';
import type { Naming } from './sentences.js';

/** A value of the file as it was staged. */
export interface LandedValue {
  readonly line: number;
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
  /** Lines of the values that are new or revised and known now, by {@link periodKey}. */
  readonly lines: Map<string, number>;
}

/** One text per series and period. */
export function periodKey({ seriesId, periodStart }: { seriesId: string; periodStart: string }): string {
  return `${seriesId} ${periodStart}`;
}
