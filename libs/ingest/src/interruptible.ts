import { setTimeout as delay } from 'node:timers/promises';
import { backendOf, interruptBackend, type Database, type Tx } from '#storage';

const askAgainMs = 200;

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
  const over = new AbortController();
  let interruption: Promise<void> | null = null;
  // Again and again: an interruption between two statements breaks off neither.
  const insist = async () => {
    while (!over.signal.aborted) {
      await interruptBackend(database.manager, backend);
      await delay(askAgainMs);
    }
  };
  const interrupt = () => {
    interruption = insist();
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await work();
  } finally {
    over.abort();
    signal.removeEventListener('abort', interrupt);
    // The connection goes back to the pool after this: an interruption that came late would hit its next user.
    await interruption;
  }
}
