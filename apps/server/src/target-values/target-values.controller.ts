import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  type TargetValue,
  targetValueSchema,
  targetValuesFileQuerySchema,
  targetValuesQuerySchema,
} from '#contract';
import { dayInZone } from '#time-period';
import { Access } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CLOCK, type Clock, CONFIGURATION } from '../runtime.module.js';
import { courseCsv, courseXlsx } from './course-files.js';
import { courseTable } from './course-table.js';
import { TargetValuesReader } from './target-values.reader.js';

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
type FileQuery = z.infer<typeof targetValuesFileQuerySchema>;

/** The values behind a target's verdict: every one that was ever published, with its source; also as a file. */
@Controller('api/v1/targets')
@Access('viewer')
export class TargetValuesController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly reader: TargetValuesReader,
  ) {}

  @Get(':code/values')
  @ApiOkResponse({ standardSchema: z.array(targetValueSchema) })
  async values(
    @Param('code') code: string,
    @Query({ schema: targetValuesQuerySchema }) { asOf }: z.infer<typeof targetValuesQuerySchema>,
  ): Promise<readonly TargetValue[]> {
    const { values } = await this.reader.read(code, asOfInstant(asOf, this.configuration.timeZone));
    return values;
  }

  /** For Excel: values with their sources, the expected path, target and forecast, as of the day asked. */
  @Get(':code/values.csv')
  @ApiProduces('text/csv')
  async csv(
    @Param('code') code: string,
    @Query({ schema: targetValuesFileQuerySchema }) asked: FileQuery,
    @Res() response: Response,
  ): Promise<void> {
    const { table, name } = await this.table(code, asked);
    response.type('text/csv; charset=utf-8').attachment(`${name}.csv`).send(courseCsv(table));
  }

  /** The same as a workbook, with the verdict on a sheet of its own. */
  @Get(':code/values.xlsx')
  @ApiProduces(workbookType)
  async xlsx(
    @Param('code') code: string,
    @Query({ schema: targetValuesFileQuerySchema }) asked: FileQuery,
    @Res() response: Response,
  ): Promise<void> {
    const { table, name } = await this.table(code, asked);
    const bytes = await courseXlsx(table, this.clock());
    response.type(workbookType).attachment(`${name}.xlsx`).send(Buffer.from(bytes));
  }

  private async table(code: string, { asOf, lang }: FileQuery) {
    const { timeZone } = this.configuration;
    const instant = asOfInstant(asOf, timeZone);
    const course = await this.reader.read(code, instant);
    const day = dayInZone(instant ?? this.clock(), timeZone);
    return {
      table: courseTable(course, { language: lang, day, timeZone }),
      name: `${code.replace(/[^\w.-]/g, '-').slice(0, 80)}-${day}-${lang}`,
    };
  }
}
