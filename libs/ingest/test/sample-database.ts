import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTransaction, openDatabase, saveCatalogue, type Database } from '#storage';
import { createTestDatabase } from '../../storage/test/test-database.js';
import { sampleCatalogue } from './sample-catalogue.js';

export interface SampleDatabase {
  readonly url: string;
  readonly database: Database;
  /** A folder for the files that are imported. */
  readonly folder: string;
  /** Empties what imports write; the catalogue stays. */
  forgetImports(): Promise<void>;
  close(): Promise<void>;
}

/** A database of its own with the sample catalogue in it. */
export async function openSampleDatabase(): Promise<SampleDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'guanzhong-import-'));
  const server = await createTestDatabase();
  const database = await openDatabase(server.url);
  await inTransaction(database, (tx) =>
    saveCatalogue(tx, sampleCatalogue, 'test', new Date('2026-01-01T00:00:00Z')),
  );
  return {
    url: server.url,
    database,
    folder,
    forgetImports: () =>
      database.query(
        'truncate import, series, observation, observation_vintage, assessment, alert, delivery cascade',
      ),
    close: async () => {
      await database.destroy();
      await server.drop();
      await rm(folder, { recursive: true });
    },
  };
}

export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}
