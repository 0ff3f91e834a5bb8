import type { Rejection, WarningCode } from '#contract';

/** Why one cell is refused; its line is known to whoever reads the file. */
export type CellFault = Omit<Rejection, 'line'>;

/** What was noticed about a cell and did not refuse it; the report tells it as a warning with the row's line. */
export interface Notice {
  readonly code: WarningCode;
  readonly message: string;
}

const longestQuote = 500;

/** A fault of a cell. The cell's text is kept as it stood, cut when it is very long. */
export function cellFault(
  column: string,
  code: CellFault['code'],
  value: string,
  message: string,
): CellFault {
  return { column, code, value: clipped(value, longestQuote), message };
}

/** A text cut to a length that fits a sentence. */
export function clipped(text: string, longest = 60): string {
  return text.length > longest ? `${cut(text, longest)}…` : text;
}

/** The first characters of a text, never half of one: the database refuses a lone surrogate. */
export function cut(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
}
