import type { Configuration } from '#configuration';
import { AppError } from '#contract';
import { type Database, migrate, openCommandDatabase, openDatabase, readPlan } from '#storage';

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

/** The same for a command that is about the plan: without one it says how to get it, instead of a fault per row. */
export function withPlan(
  configuration: Configuration,
  say: (line: string) => void,
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  return withDatabase(configuration, say, async (context) => {
    if (!(await readPlan(context.database.manager)))
      throw new AppError(
        'not-found',
        '数据库里还没有规划，请先运行 npm start 或 npm run guanzhong -- seed。\n' +
          'The database holds no plan yet: run npm start once, or npm run guanzhong -- seed.',
      );
    await work(context);
  });
}
