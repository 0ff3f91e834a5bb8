import { randomUUID } from 'node:crypto';
import {
  claimSource,
  endSourceRun,
  giveBackSource,
  inTransaction,
  isDatabaseUnavailable,
  readSource,
  readSources,
  renewSourceLease,
  type StoredSource,
} from '#storage';
import { changeIncidents, changesAfterLook, isSilent } from './incidents.js';
import { lookAt, type LookSetting } from './look.js';
import { isDue } from './schedule.js';

/** A source whose process died is free again after so long. */
const leaseSeconds = 60;
const renewEveryMs = 20_000;

/** Sources that one process looks at at a time; the others wait for the next pass. */
const mostAtOnce = 4;

/** Looks at the sources that are due, each at most once at a time over all processes on the database. */
export class SourceRunner {
  private readonly looks = new Map<string, Promise<void>>();
  private readonly stopped = new AbortController();

  constructor(
    private readonly setting: Pick<LookSetting, 'database' | 'configuration' | 'clock' | 'onFault'>,
  ) {}

  /**
   * Begins whatever is due, slots that were missed included, and says which sources have fallen silent.
   * @returns the sources as they stood
   */
  async pass(): Promise<StoredSource[]> {
    const { database, clock, configuration } = this.setting;
    const now = clock();
    const sources = await readSources(database.manager);
    const longestWaiting = sources.toSorted((a, b) => a.claimedUntil.getTime() - b.claimedUntil.getTime());
    for (const source of longestWaiting) {
      if (this.stopped.signal.aborted) break;
      if (!isDue(source, now, configuration.timeZone)) await this.noticeSilence(source, now);
      else if (this.looks.size < mostAtOnce) this.begin(source, now);
    }
    return sources;
  }

  /** Resolves when no look is under way. */
  async idle(): Promise<void> {
    while (this.looks.size > 0) await Promise.all(this.looks.values());
  }

  /** Begins nothing more and lets a file that is being imported be finished. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.idle();
  }

  private begin(source: StoredSource, now: Date): void {
    const { name } = source.settings;
    if (this.looks.has(name)) return;
    const work = this.look(source, now)
      .catch((error: unknown) => {
        // The lease runs out by itself, and the source is due again.
        if (!isDatabaseUnavailable(error)) this.setting.onFault(error);
      })
      .finally(() => this.looks.delete(name));
    this.looks.set(name, work);
  }

  private async look({ settings, claimedUntil }: StoredSource, now: Date): Promise<void> {
    const { database, clock } = this.setting;
    const { name } = settings;
    const run = randomUUID();
    if (!(await claimSource(database, { name, claimedUntil, run, now, leaseSeconds }))) return;
    const source = await readSource(database.manager, name);
    const lost = new AbortController();
    const renewing = setInterval(() => void this.renew(name, run, lost), renewEveryMs);
    try {
      const end = await lookAt(source, {
        ...this.setting,
        run,
        stopping: this.stopped.signal,
        lost: lost.signal,
      });
      if (end === null) {
        await giveBackSource(database, { name, run });
        return;
      }
      await inTransaction(database, async (tx) => {
        const endedAt = clock();
        if (!(await endSourceRun(tx, { name, run, now: endedAt }, end))) return;
        await changeIncidents(tx, source, changesAfterLook(source, end, endedAt), {
          error: end.error,
          ended: 'recovered',
          now: endedAt,
        });
      });
    } finally {
      clearInterval(renewing);
    }
  }

  private async renew(name: string, run: string, lost: AbortController): Promise<void> {
    const { database, clock, onFault } = this.setting;
    try {
      if (!(await renewSourceLease(database, { name, run, now: clock(), leaseSeconds }))) lost.abort();
    } catch (error) {
      // It may be back before the lease runs out; the look itself meets the outage too.
      if (!isDatabaseUnavailable(error)) onFault(error);
    }
  }

  /** Between looks too, which may be months apart. While one is due or under way, its end decides. */
  private async noticeSilence(source: StoredSource, now: Date): Promise<void> {
    const silent = isSilent(source, now);
    const known = source.incidents.some(({ kind }) => kind === 'silent');
    if (silent === known || !source.settings.enabled || source.leasedUntil !== null) return;
    await inTransaction(this.setting.database, (tx) =>
      changeIncidents(tx, source, [{ kind: 'silent', begins: silent }], {
        error: null,
        ended: 'recovered',
        now,
      }),
    );
  }
}
