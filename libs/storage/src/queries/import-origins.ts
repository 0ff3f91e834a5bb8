import type { Reader } from '../database.js';

/** Where the values of an import come from. */
export interface ImportOrigin {
  readonly id: number;
  readonly fileName: string;
  readonly format: string;
  readonly uploadedBy: string;
  readonly createdAt: Date;
  /** Of the workbook; null where the file was none. */
  readonly sheet: string | null;
}

/** File, its sheet and format, uploader and instant of some imports, by their numbers. */
export async function readImportOrigins(
  reader: Reader,
  ids: readonly number[],
): Promise<Map<number, ImportOrigin>> {
  const rows: ImportOrigin[] = await reader.query(
    `select id, file_name as "fileName", format, uploaded_by as "uploadedBy", created_at as "createdAt",
       understood ->> 'sheet' as sheet
     from import where id = any($1::integer[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
