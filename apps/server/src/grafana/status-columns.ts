import { type ScorecardRow, status } from '#contract';
import { statusWords } from '../assessments/verdict-words.js';
import type { Language } from './payload.js';
import type { TitledTable } from './table.js';

/** A column for each status, for how many targets stand at it. */
export function statusColumns(language: Language): TitledTable['columns'] {
  return status.options.map((code) => ({
    text: code,
    type: 'number',
    displayName: statusWords[code][language],
  }));
}

/** The cells of these columns. */
export function statusCounts(rows: readonly Pick<ScorecardRow, 'status'>[]): number[] {
  return status.options.map((code) => rows.filter((row) => row.status === code).length);
}
