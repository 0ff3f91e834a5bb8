import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import { AppError, type VerdictChanges, verdictChangesQuerySchema, verdictChangesSchema } from '#contract';
import { addMonths, dayInZone, endOfDayInZone } from '#time-period';
import { Access } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CLOCK, type Clock, CONFIGURATION } from '../runtime.module.js';
import { ScorecardReader } from './scorecard.reader.js';

/** What became of the targets between two days. */
@Controller('api/v1/verdict-changes')
@Access('viewer')
export class VerdictChangesController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly reader: ScorecardReader,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: verdictChangesSchema })
  changes(
    @Query({ schema: verdictChangesQuerySchema }) query: z.infer<typeof verdictChangesQuerySchema>,
  ): Promise<VerdictChanges> {
    const { timeZone } = this.configuration;
    const to = asOfInstant(query.to, timeZone);
    const until = to ?? this.clock();
    const from =
      asOfInstant(query.from, timeZone) ??
      endOfDayInZone(addMonths(dayInZone(until, timeZone), -1), timeZone);
    if (from > until) {
      const message = 'is later than to';
      throw new AppError('invalid-request', `from: ${message}.`, [
        { path: 'from', code: 'invalid-range', message },
      ]);
    }
    return this.reader.changes(from, to);
  }
}
