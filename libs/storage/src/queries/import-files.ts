import type { Reader } from '../database.js';

/** Which file an import brought, and who sent it. */
export interface ImportFile {
  readonly id: number;
  readonly fileName: string;
  readonly uploadedBy: string;
}

/** The files of these imports, by id. */
export async function readImportFiles(
  reader: Reader,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ImportFile>> {
  if (ids.length === 0) return new Map();
  const files: ImportFile[] = await reader.query(
    `select id, file_name as "fileName", uploaded_by as "uploadedBy" from import where id = any($1::int[])`,
    [ids],
  );
  return new Map(files.map((file) => [file.id, file]));
}
