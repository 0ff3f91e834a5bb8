import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import { AppError, type BriefingAnswer } from '#contract';
import { briefingPeriod, readBriefing } from '#monitoring';
import { type Database, inSnapshot, readOrganisations, readPlan } from '#storage';
import { dayInZone } from '#time-period';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { briefingAnswer } from './briefing-answer.js';

/** Reads a period's briefing, all of it from one state of the database. */
@Injectable()
export class BriefingsReader {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AppError invalid-request for no period, not-found for one that has not begun. */
  async read(text: string): Promise<BriefingAnswer> {
    const { timeZone } = this.configuration;
    const now = this.clock();
    const when = briefingPeriod(text, { now, timeZone });
    if (when === 'not-a-period')
      throw new AppError('invalid-request', `${text} is neither a month (2026-10) nor a quarter (2026-Q3).`);
    if (when === 'not-begun')
      throw new AppError('not-found', `${text} has not begun: there is nothing to tell of it yet.`);
    return inSnapshot(this.database, async (tx) => {
      const read = await readBriefing(tx, when, timeZone);
      const organisations = await readOrganisations(tx);
      return briefingAnswer(read, {
        plan: await readPlan(tx),
        organisations: new Map(organisations.map((organisation) => [organisation.code, organisation])),
        today: dayInZone(now, timeZone),
        timeZone,
      });
    });
  }
}
