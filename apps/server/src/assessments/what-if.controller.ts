import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { neededValueTolerance } from '#assessment';
import type { Configuration } from '#configuration';
import { type WhatIfAnswer, whatIfAnswerSchema, whatIfRequestSchema } from '#contract';
import { readJudgementInputs, suppose } from '#monitoring';
import { type Database, readTargetVersions } from '#storage';
import { endOfDayInZone, formatPeriod } from '#time-period';
import { Access } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { ScorecardReader } from './scorecard.reader.js';
import { withdrawnOrUnknown } from './withdrawn-or-unknown.js';

/** The verdict that supposed values would give. A question in the form of a POST: nothing is stored. */
@Controller('api/v1/targets')
@Access('viewer')
export class WhatIfController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly scorecard: ScorecardReader,
  ) {}

  @Post(':code/what-if')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: whatIfAnswerSchema })
  async whatIf(
    @Param('code') code: string,
    @Body({ schema: whatIfRequestSchema }) request: z.infer<typeof whatIfRequestSchema>,
  ): Promise<WhatIfAnswer> {
    const { timeZone } = this.configuration;
    const asOf = asOfInstant(request.asOf, timeZone) ?? this.clock();
    const [inputs] = await readJudgementInputs(this.database.manager, {
      asOf,
      timeZone,
      targetCodes: [code],
    });
    if (!inputs) throw withdrawnOrUnknown(code, await readTargetVersions(this.database.manager, code));
    const { verdict, day, needed, rounded } = suppose(inputs, request.values);
    const judgedAt = day === inputs.day ? asOf : endOfDayInZone(day, timeZone);
    return {
      target: code,
      asOf: asOf.toISOString(),
      current: (await this.scorecard.readOne(code, asOf)).row,
      verdict: await this.scorecard.row({ ...inputs, verdict }, judgedAt),
      needed: {
        period: needed.period && formatPeriod(needed.period),
        operator: needed.operator,
        value: needed.value,
        rounded,
        tolerance: neededValueTolerance,
        reason: needed.reason,
      },
    };
  }
}
