import type { Database } from '#storage';

const lastTurns = new WeakMap<Database, Promise<unknown>>();

/**
 * Runs one piece of work at a time on a database. Imports and changes of the catalogue exclude one another anyway, by
 * the lock on judgement; those that wait for it inside Postgres would each hold a connection, until none is left for the one that has the lock.
 */
export function inTurn<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const turn = (lastTurns.get(database) ?? Promise.resolve()).then(work, work);
  lastTurns.set(database, turn);
  return turn;
}
