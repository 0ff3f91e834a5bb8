/** A receiver takes so many messages in so many seconds, whichever seconds these are. */
export interface RateLimit {
  readonly count: number;
  readonly seconds: number;
}

/**
 * The next instant at which a message may be sent without breaking any limit, not before `now` and so, asked in
 * their order, not before the last one. Messages are spaced, never dropped.
 *
 * @param sent when the messages before it were sent, ascending, in ms since the epoch; the last ones of the longest
 *   limit are enough. Instants after `now` are from a clock that was ahead, and count as now.
 * @param now ms since the epoch
 */
export function nextPermitted(sent: readonly number[], limits: readonly RateLimit[], now: number): number {
  return earliest(
    sent.map((at) => Math.min(at, now)),
    limits,
    now,
  );
}

/** When each of n messages may be sent, in their order, if none other comes between. */
export function spaced(
  n: number,
  sent: readonly number[],
  limits: readonly RateLimit[],
  now: number,
): number[] {
  const all = sent.map((at) => Math.min(at, now));
  for (let index = 0; index < n; index += 1) all.push(earliest(all, limits, now));
  return all.slice(sent.length);
}

function earliest(sent: readonly number[], limits: readonly RateLimit[], now: number): number {
  let at = now;
  for (const { count, seconds } of limits) {
    // The count-th message before this one must lie a whole window back.
    const before = sent[sent.length - count];
    if (before !== undefined) at = Math.max(at, before + seconds * 1000);
  }
  return at;
}

/** Whether limits can be kept at all: something may be sent in every window. */
export function areLimits(limits: readonly RateLimit[]): boolean {
  return limits.every(({ count, seconds }) => Number.isInteger(count) && count >= 1 && seconds > 0);
}
