import { randomUUID } from 'node:crypto';
import { putSource } from '#monitoring';
import {
  claimSource,
  endSourceRun,
  giveBackSource,
  inTransaction,
  isDatabaseUnavailable,
  lockJudgement,
  nameRefusedFile,
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

/** Sources that one process is busy with at a time; the others wait for the next pass. */
const mostAtOnce = 4;

/** Looks at the sources that are due, each at most once at a time over all processes on the database. */
export class SourceRunner {
  private readonly working = new Map<string, Promise<void>>();
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
      if (this.working.size >= mostAtOnce) break;
      if (isDue(source, now, configuration.timeZone)) this.begin(source, () => this.look(source, now));
      else if (this.isSilenceNews(source, now)) this.begin(source, () => this.noticeSilence(source, now));
    }
    return sources;
  }

  /** Resolves when no look is under way. */
  async idle(): Promise<void> {
    while (this.working.size > 0) await Promise.all(this.working.values());
  }

  /** Begins nothing more and lets a file that is being imported be finished. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await this.idle();
  }

  /** Begins something about a source that may have to wait, for the source or for an import that is under way. */
  private begin({ settings: { name } }: StoredSource, work: () => Promise<void>): void {
    if (this.working.has(name)) return;
    const begun = work()
      .catch((error: unknown) => {
        // A lease runs out by itself, and what was to be done is due again.
        if (!isDatabaseUnavailable(error)) this.setting.onFault(error);
      })
      .finally(() => this.working.delete(name));
    this.working.set(name, begun);
  }

  private async look({ settings, claimedUntil }: StoredSource, now: Date): Promise<void> {
    const { database, clock, configuration } = this.setting;
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
        await lockJudgement(tx);
        const when = { now: clock(), timeZone: configuration.timeZone };
        if (!(await endSourceRun(tx, { name, run, now: when.now }, end))) return;
        await changeIncidents(tx, name, changesAfterLook(source, end, when), when.now);
        if (end.refused) await nameRefusedFile(tx, name, end.refused);
        await putSource(tx, name, when);
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
  private isSilenceNews(source: StoredSource, now: Date): boolean {
    const silent = isSilent(source, { now, timeZone: this.setting.configuration.timeZone });
    const known = source.incidents.some(({ kind }) => kind === 'silent');
    return silent !== known && source.settings.enabled && source.leasedUntil === null;
  }

  private async noticeSilence({ settings: { name } }: StoredSource, now: Date): Promise<void> {
    const { database, configuration } = this.setting;
    await inTransaction(database, async (tx) => {
      await lockJudgement(tx);
      // Something may have come while this waited for its turn.
      const source = (await readSources(tx)).find(({ settings }) => settings.name === name);
      if (!source || !this.isSilenceNews(source, now)) return;
      const known = source.incidents.some(({ kind }) => kind === 'silent');
      await changeIncidents(tx, name, [{ kind: 'silent', begins: !known }], now);
      await putSource(tx, name, { now, timeZone: configuration.timeZone });
    });
  }
}
