import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type IndicatorSeries,
  indicatorSeriesQuerySchema,
  indicatorSeriesSchema,
  type IndicatorSummary,
  indicatorSummarySchema,
  indicatorTableQuerySchema,
  type IndicatorValue,
  indicatorValueSchema,
  indicatorValuesQuerySchema,
  type ValueVintage,
  valueVintageSchema,
  valueVintagesQuerySchema,
} from '#contract';
import { typedFormat } from '#ingest';
import { type Database, readValueVintages } from '#storage';
import { dayInZone, formatPeriod, parsePeriod } from '#time-period';
import { Access } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { breakdownOf } from '../observations/observation-query.js';
import { indicatorTable, indicatorTableCsv, indicatorTableXlsx, onlyLines } from './indicator-table.js';
import { IndicatorValuesReader } from './indicator-values.reader.js';

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What there is of each indicator: its series, their values, and what a value was before. */
@Controller('api/v1')
@Access('viewer')
export class IndicatorValuesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly reader: IndicatorValuesReader,
  ) {}

  @Get('indicator-summaries')
  @ApiOkResponse({ standardSchema: z.array(indicatorSummarySchema) })
  summaries(): Promise<IndicatorSummary[]> {
    return this.reader.summaries();
  }

  @Get('indicators/:code/series')
  @ApiOkResponse({ standardSchema: z.array(indicatorSeriesSchema) })
  series(
    @Param('code') code: string,
    @Query({ schema: indicatorSeriesQuerySchema }) query: z.infer<typeof indicatorSeriesQuerySchema>,
  ): Promise<IndicatorSeries[]> {
    return this.reader.series(code, query);
  }

  @Get('indicators/:code/values')
  @ApiOkResponse({ standardSchema: z.array(indicatorValueSchema) })
  values(
    @Param('code') code: string,
    @Query({ schema: indicatorValuesQuerySchema }) query: z.infer<typeof indicatorValuesQuerySchema>,
    @Req() request: Request,
  ): Promise<IndicatorValue[]> {
    return this.reader.shownValues(code, query, request);
  }

  @Get('indicators/:code/table')
  @ApiProduces('text/csv', workbookType)
  @ApiOkResponse({ description: 'periods down, series across, as a file' })
  async table(
    @Param('code') code: string,
    @Query({ schema: indicatorTableQuerySchema }) query: z.infer<typeof indicatorTableQuerySchema>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { timeZone } = this.configuration;
    const read = await this.reader.values(code, query, request);
    const asOf = dayInZone(asOfInstant(query.asOf, timeZone) ?? this.clock(), timeZone);
    const shown = query.line === undefined ? read : onlyLines(read, query.line);
    const table = indicatorTable(shown, { language: query.language, asOf });
    const name = `${read.indicator.code}-${asOf}.${query.format}`;
    if (query.format === 'csv')
      response.type('text/csv; charset=utf-8').attachment(name).send(indicatorTableCsv(table));
    else
      response
        .type(workbookType)
        .attachment(name)
        .send(Buffer.from(await indicatorTableXlsx(table, this.clock())));
  }

  /** Every vintage of one value, the newest first. */
  @Get('indicators/:code/vintages')
  @ApiOkResponse({ standardSchema: z.array(valueVintageSchema) })
  async vintages(
    @Param('code') code: string,
    @Query({ schema: valueVintagesQuerySchema })
    { area, period: text }: z.infer<typeof valueVintagesQuerySchema>,
    @Req() request: Request,
  ): Promise<ValueVintage[]> {
    await this.reader.indicator(code);
    const period = parsePeriod(text);
    if (!period)
      throw new AppError('invalid-request', `"${text}" is no period.`, [
        { path: 'period', code: 'invalid-period', message: 'a period such as 2019, 2019-Q3, 2019-06' },
      ]);
    const { frequency, accumulation } = period;
    const breakdown = Object.fromEntries(
      Object.entries(breakdownOf(request).breakdown ?? {}).map(([dimension, codes]) => [
        dimension,
        codes[0] ?? '',
      ]),
    );
    const rows = await readValueVintages(
      this.database.manager,
      { indicator: code, area, frequency, accumulation, breakdown },
      period.start,
    );
    return rows.map(({ importId, format, ...row }) => ({
      ...row,
      period: formatPeriod(period),
      knownFrom: row.knownFrom.toISOString(),
      knownTo: row.knownTo?.toISOString() ?? null,
      at: row.at.toISOString(),
      import: importId,
      edited: format === typedFormat,
    }));
  }
}
