import { createHash } from 'node:crypto';

const firstWait = 10_000;
const longestWait = 3_600_000;
/** Failures before a delivery is given up, however long ago the first was: over an hour of tries. */
const fewestFailures = 10;

/** A delivery that has just failed, and may succeed later. */
export interface FailedAttempt {
  /** The delivery's own key. */
  readonly key: string;
  /** How often it had failed before this failure: 0 after the first attempt. */
  readonly attempts: number;
  readonly now: Date;
  /** When the first of these failures was; null when this is it. */
  readonly failingSince: Date | null;
  /** The receiver asked to be left alone for so many seconds (Retry-After). */
  readonly after?: number;
  /** A delivery that has failed for so long is given up. */
  readonly giveUpAfterSeconds: number;
}

/**
 * When to try a delivery again: 10 s after its first failure, then 20 s, 40 s, … up to an hour, until it has failed for
 * as long as is set; not before the receiver wants it.
 *
 * Each wait is shortened by up to a quarter, by how much depends on the key and the attempt only, so that the
 * messages which failed together do not all come back in the same second. What the receiver asks for is lengthened
 * instead, by at most a minute.
 *
 * A receiver that asks for more patience than there is gets one last try at the end of it: its word alone neither ends
 * a delivery sooner nor keeps it for longer than was set.
 *
 * Time in which nobody tried does not end a delivery: after a weekend without the service, or with a clock that was put
 * forward, ten failures have to come together first.
 *
 * @returns null to give up
 */
export function nextAttempt(failed: FailedAttempt): Date | null {
  const { key, attempts, now, failingSince, after, giveUpAfterSeconds } = failed;
  const fraction = fractionOf(`${key}#${attempts}`);
  // A first failure that lies ahead is from a clock that has been put back.
  const since = Math.min(failingSince?.getTime() ?? Infinity, now.getTime());
  const end = since + giveUpAfterSeconds * 1000;
  const next = now.getTime() + Math.round(waitAfter(attempts) * (1 - fraction / 4));
  if (next > end && attempts + 1 >= fewestFailures) return null;
  if (after === undefined) return new Date(next);
  const asked = now.getTime() + after * 1000 + Math.round(fraction * Math.min(after * 250, 60_000));
  const latest = next > end ? now.getTime() + longestWait : end;
  return new Date(Math.min(Math.max(next, asked), latest));
}

function waitAfter(attempts: number): number {
  return Math.min(firstWait * 2 ** attempts, longestWait);
}

/** A number in [0, 1) that is the same for the same text and spread evenly over different texts. */
function fractionOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
