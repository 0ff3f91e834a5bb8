import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportReport } from '#contract';
import { importFile, type ImportContext, type Upload } from '#ingest';
import type { Caller, Database } from '#storage';

export const timeZone = 'Asia/Shanghai';
export const admin: Caller = { name: 'admin', role: 'admin', organisation: null };

type Options = Partial<Pick<Upload, 'dryRun' | 'onError'> & ImportContext> & { readonly at?: string };

let files = 0;

/** Puts content into a file of its own in `folder` and imports it, as a server does with a body. */
export async function importContent(
  database: Database,
  folder: string,
  content: string | Buffer,
  { dryRun = false, onError = 'reject', at = '2026-03-15T02:00:00Z', ...context }: Options = {},
): Promise<ImportReport> {
  const path = join(folder, `upload-${(files += 1)}`);
  await writeFile(path, content);
  const bytes = await readFile(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return importFile(
    database,
    { path, name: 'upload.csv', bytes: bytes.length, sha256, dryRun, onError },
    { caller: admin, now: () => new Date(at), timeZone, ...context },
  );
}

/** Rows in every table but the imports' own, by table. */
export async function countRows(database: Database): Promise<Record<string, number>> {
  const tables: { name: string }[] = await database.query(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'import%' order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row]: [{ count: number }] = await database.query(`select count(*)::int as count from "${name}"`);
    counts[name] = row.count;
  }
  return counts;
}
