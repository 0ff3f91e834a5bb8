/** Ids are of type integer: 2^31 is the first that no row can have. */
const noId = 2 ** 31;

/**
 * An id that came from outside, for comparing as `$n::bigint`: one beyond every possible id finds nothing, where
 * Postgres would refuse to read it as an integer.
 */
export function idParameter(id: number): number {
  return Math.abs(id) < noId ? id : noId;
}
