import { backendOf, interruptBackend, type Database, type Tx } from '#storage';

/**
 * Carries out `work` in a transaction whose long statement (waiting for a lock, a merge of millions of rows) is broken
 * off when `signal` is aborted; between statements `work` looks at the signal itself.
 */
export async function interruptible<T>(
  database: Database,
  tx: Tx,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const backend = await backendOf(tx);
  let interruption: Promise<void> | null = null;
  const interrupt = () => {
    interruption = interruptBackend(database.manager, backend);
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', interrupt);
    // The connection goes back to the pool after this: an interruption that came late would hit its next user.
    await interruption;
  }
}
