import { stringify } from 'csv-stringify/sync';
import type { ImportTemplate } from './import-template.js';
import { templateColumns } from './template-columns.js';

/** A template as CSV that Excel opens rightly: UTF-8 with a byte order mark, CRLF. */
export function templateCsv(template: ImportTemplate): string {
  const columns = templateColumns(template);
  return stringify(
    [columns.map(({ header }) => header), ...template.rows.map((row) => columns.map((c) => c.textOf(row)))],
    { bom: true, record_delimiter: 'windows', escape_formulas: true },
  );
}
