import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Interval, SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import type { Configuration } from '#configuration';
import { type Database, isDatabaseUnavailable, type StoredSource } from '#storage';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { SourceRunner } from './source-runner.js';

/**
 * Keeps a cron job for every enabled source. A job only says that it is time: what is due, and who looks, is decided
 * in the database, so that a slot missed by a sleeping or stopped process is made up, late and once.
 */
@Injectable()
export class SourceWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(SourceWorker.name);
  private readonly runner: SourceRunner;
  private pass: Promise<void> | null = null;
  private stopping = false;

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) clock: Clock,
    private readonly registry: SchedulerRegistry,
  ) {
    this.runner = new SourceRunner({
      database,
      configuration,
      clock,
      onFault: (error) =>
        this.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
  }

  /** What was missed while no process ran is made up now; nobody waits for it. */
  onApplicationBootstrap(): void {
    void this.look();
  }

  /** Between the jobs' own times: what another process changed, was asked for, missed or left over. */
  @Interval(5_000)
  look(): Promise<void> {
    if (this.stopping) return Promise.resolve();
    this.pass ??= this.runner
      .pass()
      .then((sources) => this.keepJobs(sources))
      .catch((error: unknown) => {
        // The alert worker beside it says that the database is away.
        if (!isDatabaseUnavailable(error))
          this.log.error(error instanceof Error ? error.stack : String(error));
      })
      .finally(() => {
        this.pass = null;
      });
    return this.pass;
  }

  /** Lets the file that is being imported be finished before the database closes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.pass;
    await this.runner.stop();
  }

  private keepJobs(sources: readonly StoredSource[]): void {
    if (this.stopping) return;
    const wanted = new Map(
      sources
        .filter(({ settings }) => settings.enabled)
        .map(({ settings }) => [`source:${settings.name}`, settings.cron]),
    );
    for (const [name, job] of this.registry.getCronJobs())
      if (name.startsWith('source:') && wanted.get(name) !== job.cronTime.source)
        this.registry.deleteCronJob(name);
    for (const [name, cron] of wanted)
      if (!this.registry.doesExist('cron', name))
        this.registry.addCronJob(
          name,
          CronJob.from({
            cronTime: cron,
            onTick: () => void this.look(),
            timeZone: this.configuration.timeZone,
            start: true,
          }),
        );
  }
}
