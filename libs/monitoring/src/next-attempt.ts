import { createHash } from 'node:crypto';

const firstWait = 10_000;
const longestWait = 3_600_000;
const patience = 24 * 3_600_000;

/**
 * When to try a delivery again after it failed: 10 s later, then 20 s, 40 s, … up to an hour, for about a day.
 *
 * Each wait is shortened by up to a quarter, by how much depends on the key and the attempt only, so that the
 * messages which failed together do not all come back in the same second.
 *
 * @param attempts how often it had failed before this failure: 0 after the first attempt
 * @param key the delivery's own key
 * @returns null to give up: the waits so far and the next one, unshortened, would exceed 24 hours
 */
export function nextAttempt(attempts: number, now: Date, key: string): Date | null {
  let waited = 0;
  for (let earlier = 0; earlier < attempts; earlier += 1) waited += waitAfter(earlier);
  const wait = waitAfter(attempts);
  if (waited + wait > patience) return null;
  return new Date(now.getTime() + Math.round(wait * (1 - fractionOf(`${key}#${attempts}`) / 4)));
}

function waitAfter(attempts: number): number {
  return Math.min(firstWait * 2 ** attempts, longestWait);
}

/** A number in [0, 1) that is the same for the same text and spread evenly over different texts. */
function fractionOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
