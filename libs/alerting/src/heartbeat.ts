/**
 * A dead man's switch: a message at regular times to somebody who raises the alarm when it stays away. It stops when
 * the sweeps stop, for a service that sends but no longer judges is dead too.
 */
export interface Heartbeat {
  readonly everySeconds: number;
  /** Older than this, the last sweep counts as stopped; longer than the sweeps' own interval. */
  readonly staleAfterSeconds: number;
}

export interface HeartbeatStep {
  readonly beat: boolean;
  readonly reason: 'due' | 'not-yet' | 'no-sweep' | 'sweeps-stopped';
  /** When to ask again. */
  readonly nextAt: Date;
}

/**
 * Whether to beat now. Beats that were missed are one, late. A last beat in the future was written by a wrong clock
 * and does not hold up the next one.
 */
export function heartbeat(
  { everySeconds, staleAfterSeconds }: Heartbeat,
  { lastBeat, lastSweep }: { readonly lastBeat: Date | null; readonly lastSweep: Date | null },
  now: Date,
): HeartbeatStep {
  const every = everySeconds * 1000;
  const later = new Date(now.getTime() + every);
  if (!lastSweep) return { beat: false, reason: 'no-sweep', nextAt: later };
  if (now.getTime() - lastSweep.getTime() > staleAfterSeconds * 1000)
    return { beat: false, reason: 'sweeps-stopped', nextAt: later };
  const since = lastBeat ? now.getTime() - lastBeat.getTime() : every;
  if (since >= every || since < -every) return { beat: true, reason: 'due', nextAt: later };
  return { beat: false, reason: 'not-yet', nextAt: new Date(now.getTime() + every - since) };
}
