import { z } from 'zod';
import { inTurn } from '#ingest';
import { type Database, inTransaction, type Tx } from '#storage';

/** `?dryRun=true`: the answer of the change, without the change. */
export const dryRunSchema = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
});
export type DryRun = z.infer<typeof dryRunSchema>;

/** Ends a transaction whose result is wanted and whose writes are not. */
class DryRunDone<T> extends Error {
  constructor(readonly result: T) {
    super('dry run');
  }
}

/** Does the work in a transaction, in turn with whatever else judges; a dry run does it too and takes everything back. */
export async function doneOrTried<T>(
  database: Database,
  dryRun: boolean,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const whole = async (tx: Tx) => {
    const result = await work(tx);
    if (dryRun) throw new DryRunDone(result);
    return result;
  };
  try {
    return await inTurn(database, () => inTransaction(database, whole));
  } catch (error) {
    if (error instanceof DryRunDone) return error.result as T;
    throw error;
  }
}
