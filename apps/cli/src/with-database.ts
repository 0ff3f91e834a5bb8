import type { Configuration } from '#configuration';
import { type Database, migrate, openCommandDatabase, openDatabase } from '#storage';

/** What a command works with. */
export interface CommandContext {
  readonly database: Database;
  readonly configuration: Configuration;
  readonly now: () => Date;
}

/** Opens the service's database (migrated), does the work, and leaves everything as it was running before. */
export async function withDatabase(
  configuration: Configuration,
  say: (line: string) => void,
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const place = await openCommandDatabase(configuration, say);
  try {
    const database = await openDatabase(place.url);
    try {
      await migrate(database);
      await work({ database, configuration, now: () => new Date() });
    } finally {
      await database.destroy();
    }
  } finally {
    await place.close();
  }
}
