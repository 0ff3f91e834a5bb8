import { readCellValue } from '../cell-value.js';
import type { Columns } from '../header.js';

/**
 * The column that marks the rows of a template: whose it is and of which day. It is kept with each value as
 * provenance, as every source_* column is.
 */
export const templateColumn = 'source_template';

/**
 * Whether a row of the long layout is one that a template asked for and nobody filled in: no value, or a sign for a
 * missing one, and neither status nor release date. Such a row is counted as missing and passed over. A row that was
 * begun, and a row that is not the template's own, is refused without its value as ever.
 *
 * @param columns of a header that has the marking column; of other files the answer is always no.
 */
export function isBlankTemplateRow(cells: readonly string[], { at, sources }: Columns): boolean {
  const text = (position: number | undefined) =>
    position === undefined ? '' : (cells[position] ?? '').trim();
  const marked = sources.find(({ name }) => name === templateColumn);
  if (!marked || text(marked.at) === '') return false;
  return (
    readCellValue(text(at.obs_value)).kind === 'missing' &&
    text(at.obs_status) === '' &&
    text(at.released_on) === ''
  );
}
