import type { Database, Tx } from '../src/index.js';

/** Runs `work` in a transaction that is always taken back, so that the next case finds what this one found. */
export async function rolledBack(database: Database, work: (tx: Tx) => Promise<void>): Promise<void> {
  const runner = database.createQueryRunner();
  await runner.startTransaction();
  try {
    await work(runner.manager);
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
}
