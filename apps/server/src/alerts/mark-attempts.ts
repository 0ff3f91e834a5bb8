import { type AttemptEnd, type Database, endAttempts } from '#storage';

interface Waiting {
  readonly end: AttemptEnd;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Marks how attempts ended: one at once, and all that end while that is under way together, in one statement. Each
 * caller waits until its own is marked.
 */
export function attemptMarker(database: Database): (end: AttemptEnd) => Promise<void> {
  let waiting: Waiting[] = [];
  let underWay = false;
  const markAll = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await endAttempts(
        database,
        batch.map(({ end }) => end),
      );
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // One that the database will not have must not take the others with it: these would be sent again.
      if (batch.length > 1) for (const one of batch) await markAll([one]);
      else batch[0]?.reject(error);
    }
  };
  const flush = async (): Promise<void> => {
    if (underWay) return;
    underWay = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await markAll(batch);
    }
    underWay = false;
  };
  return (end) =>
    new Promise((resolve, reject) => {
      waiting.push({ end, resolve, reject });
      void flush();
    });
}
