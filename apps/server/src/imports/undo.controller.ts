import { Controller, HttpCode, Inject, Param, ParseIntPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import { importQuerySchema, type UndoReport, undoReportSchema } from '#contract';
import { undoImport } from '#ingest';
import type { Caller, Database } from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';

const undoQuerySchema = importQuerySchema.pick({ dryRun: true });

/** Taking an import back. */
@Controller('api/v1/imports')
export class UndoController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':id/undo')
  @HttpCode(200)
  @Access('uploader')
  @ApiOkResponse({
    standardSchema: undoReportSchema,
    description: 'what was undone, or with dryRun would be; 409 when the import is not in force',
  })
  undo(
    @Param('id', ParseIntPipe) id: number,
    @Query({ schema: undoQuerySchema }) { dryRun }: z.infer<typeof undoQuerySchema>,
    @CurrentCaller() caller: Caller,
  ): Promise<UndoReport> {
    const { timeZone } = this.configuration;
    return undoImport(this.database, { importId: id, dryRun }, { caller, now: this.clock(), timeZone });
  }
}
