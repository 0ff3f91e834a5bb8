import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { Configuration } from '#configuration';
import { planDeliveries, runDueSweep, sendHeartbeats } from '#monitoring';
import { type Database, isDatabaseUnavailable } from '#storage';
import { statusWords } from '../assessments/verdict-words.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { AlertPictures } from './alert-pictures.js';
import { resendSeconds } from './channels/alertmanager.js';
import { deliverDue } from './delivery-worker.js';
import { repeatToAlertmanagers } from './repeat-to-alertmanagers.js';
import { createSend, publicUrlOf, type Send } from './send.js';

/** Asks every second what is due: who is to be told what, messages to send, and once an hour all targets to judge. */
@Injectable()
export class AlertWorker implements BeforeApplicationShutdown {
  private readonly log = new Logger(AlertWorker.name);
  private readonly send: Send;
  private readonly running = new Map<string, Promise<void>>();
  private stopping = false;
  private databaseAway = false;
  private notRepeated: ReadonlySet<string> = new Set();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    pictures: AlertPictures,
  ) {
    this.send = createSend(configuration, pictures, clock);
  }

  /**
   * Decides who is to be told what, and sends what is due. While it is at it, another call waits for the same run. Every
   * second, so that a slip is told within two: both questions cost one look into an index when nothing is due. What was
   * promised is sent even when nothing can be decided.
   */
  @Interval(1_000)
  async deliver(): Promise<void> {
    await this.alone('planning', async () => {
      const { timeZone } = this.configuration;
      await planDeliveries(this.database, { now: this.clock(), timeZone, statusWords });
    });
    await this.alone('deliveries', async () => {
      const counts = await deliverDue(
        this.database,
        {
          clock: this.clock,
          stopping: () => this.stopping,
          onFault: (error) => this.log.error(stackOf(error)),
          giveUpAfterSeconds: this.configuration.deliveryGiveUpHours * 3600,
        },
        this.send,
      );
      if (counts.sent + counts.postponed + counts.givenUp > 0)
        this.log.log(
          `deliveries: ${counts.sent} sent, ${counts.postponed} to be tried again, ${counts.givenUp} given up`,
        );
    });
  }

  /** Says that the service lives, where somebody wants to hear it. */
  @Interval(5_000)
  beat(): Promise<void> {
    return this.alone('heartbeats', async () => void (await sendHeartbeats(this.database, this.clock())));
  }

  /** Tells Alertmanagers again what still fires, as they forget it otherwise. */
  @Interval(resendSeconds * 1000)
  repeat(): Promise<void> {
    return this.alone('repetition', async () => {
      const publicUrl = publicUrlOf(this.configuration);
      const { timeZone } = this.configuration;
      const surroundings = { now: this.clock(), publicUrl, timeZone };
      const failures = await repeatToAlertmanagers(this.database, surroundings);
      // Said once, not every minute for as long as it lasts.
      for (const { receiver, reason } of failures)
        if (!this.notRepeated.has(receiver))
          this.log.warn(`receiver ${receiver}: its alerts were not repeated: ${reason}`);
      this.notRepeated = new Set(failures.map(({ receiver }) => receiver));
    });
  }

  /** Judges all targets when that is due. */
  @Interval(60_000)
  sweep(): Promise<void> {
    return this.alone('sweep', async () => {
      const { timeZone } = this.configuration;
      const judged = await runDueSweep(this.database, { now: this.clock(), timeZone });
      if (judged)
        this.log.log(
          `sweep: ${judged.changes.length} changes, ${judged.alerts.fired} alerts fired, ${judged.alerts.resolved} resolved`,
        );
    });
  }

  /** Lets what is under way end, so that a message that was taken is also marked, before the database closes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running.values());
  }

  /** Runs `work` unless it is running; an error ends this run only. The next tick tries again. */
  private alone(name: string, work: () => Promise<void>): Promise<void> {
    const underWay = this.running.get(name);
    if (underWay) return underWay;
    if (this.stopping) return Promise.resolve();
    const run = work()
      .then(() => this.databaseIsBack())
      .catch((error: unknown) => this.report(name, error))
      .finally(() => this.running.delete(name));
    this.running.set(name, run);
    return run;
  }

  private databaseIsBack(): void {
    if (this.databaseAway) this.log.log('the database can be reached again');
    this.databaseAway = false;
  }

  /** An outage is said once, not every five seconds for as long as it lasts. */
  private report(name: string, error: unknown): void {
    if (!isDatabaseUnavailable(error)) {
      this.log.error(`${name}: ${stackOf(error)}`);
    } else if (!this.databaseAway) {
      this.databaseAway = true;
      this.log.warn(`${name}: the database cannot be reached; it is tried again every few seconds`);
    }
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
