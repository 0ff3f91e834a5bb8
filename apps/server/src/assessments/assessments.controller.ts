import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  assessmentsQuerySchema,
  type ScorecardRow,
  scorecardRowSchema,
  type SweepAnswer,
  sweepAnswerSchema,
  sweepRequestSchema,
  type TrajectoryResponse,
  trajectorySchema,
  type VerdictChange,
  verdictChangeSchema,
  verdictHistoryQuerySchema,
} from '#contract';
import { previewSweep, sweepNow, trajectoryOf } from '#monitoring';
import { addAuditEntry, type Caller, type Database } from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { ScorecardReader } from './scorecard.reader.js';

/** Verdicts: all of them, one target's history and path, and judging on request. */
@Controller('api/v1')
@Access('viewer')
export class AssessmentsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly scorecard: ScorecardReader,
  ) {}

  @Get('assessments')
  @ApiOkResponse({ standardSchema: z.array(scorecardRowSchema) })
  assessments(
    @Query({ schema: assessmentsQuerySchema }) query: z.infer<typeof assessmentsQuerySchema>,
  ): Promise<ScorecardRow[]> {
    const { asOf, ...filter } = query;
    return this.scorecard.read(asOfInstant(asOf, this.configuration.timeZone), filter);
  }

  @Get('targets/:code/history')
  @ApiOkResponse({ standardSchema: z.array(verdictChangeSchema) })
  history(
    @Param('code') code: string,
    @Query({ schema: verdictHistoryQuerySchema }) { basis }: z.infer<typeof verdictHistoryQuerySchema>,
  ): Promise<VerdictChange[]> {
    return this.scorecard.history(code, basis);
  }

  @Get('targets/:code/trajectory')
  @ApiOkResponse({ standardSchema: trajectorySchema })
  async trajectory(@Param('code') code: string, @Query('asOf') asOf?: string): Promise<TrajectoryResponse> {
    const instant = asOfInstant(asOf, this.configuration.timeZone);
    const { judgement } = await this.scorecard.readOne(code, instant);
    return trajectoryOf(judgement, this.configuration.timeZone);
  }

  @Post('sweeps')
  @ApiOkResponse({ standardSchema: sweepAnswerSchema })
  @Access('admin')
  @HttpCode(200)
  async sweep(
    @Body({ schema: sweepRequestSchema.optional() }) body: z.infer<typeof sweepRequestSchema> | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<SweepAnswer> {
    const { timeZone } = this.configuration;
    const now = this.clock();
    const asOf = asOfInstant(body?.asOf, timeZone);
    if (asOf && asOf < now) return previewSweep(this.database.manager, { asOf, timeZone });
    const answer = await sweepNow(this.database, { now, timeZone, cause: 'request' });
    await addAuditEntry(this.database.manager, {
      at: now,
      who: caller.name,
      action: 'sweep',
      subject: 'all targets',
      details: answer.counts,
    });
    return answer;
  }
}
