import { Body, Controller, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  importQuerySchema,
  type ValueEdit,
  type ValueEditReport,
  valueEditReportSchema,
  valueEditSchema,
} from '#contract';
import { editValue } from '#ingest';
import type { Caller, Database } from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';

const editQuerySchema = importQuerySchema.pick({ dryRun: true });

/** Correcting or adding one value, with a reason. */
@Controller('api/v1/indicators')
export class ValueEditController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':code/values')
  @HttpCode(200)
  @Access('uploader')
  @ApiOkResponse({
    standardSchema: valueEditReportSchema,
    description:
      'what the value did, or with dryRun would do; 403 of another organisation, 409 when it was changed meanwhile, 422 with the faults by field',
  })
  edit(
    @Param('code') indicator: string,
    @Query({ schema: editQuerySchema }) { dryRun }: z.infer<typeof editQuerySchema>,
    @Body({ schema: valueEditSchema }) edit: ValueEdit,
    @CurrentCaller() caller: Caller,
  ): Promise<ValueEditReport> {
    const { timeZone } = this.configuration;
    return editValue(this.database, { ...edit, indicator, dryRun }, { caller, now: this.clock(), timeZone });
  }
}
