import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type GrafanaRow,
  grafanaRowSchema,
  type GrafanaRowsQuery,
  grafanaRowsQuerySchema,
} from '#contract';
import { Access } from '../accounts/access.js';
import { pageLinks } from '../http/paging.js';
import { CLOCK, type Clock, CONFIGURATION } from '../runtime.module.js';
import { PanelQueries } from './panel-queries.js';
import { isTableName } from './query-plan.js';
import { rowsOf, wideRows } from './rows.js';

/** Series and tables as flat rows, for Grafana's Infinity source and whatever else reads plain JSON. */
@Controller('grafana/rows')
@Access('viewer')
export class RowsController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly panels: PanelQueries,
  ) {}

  /** The same answer as `POST /grafana/query` gives for that target and payload, as rows; `[]` when there are none. */
  @Get()
  @ApiOkResponse({
    standardSchema: z.array(grafanaRowSchema),
    description: 'a page of the rows; Link leads to the next, X-Total-Count is how many there are in all',
  })
  async rows(
    @Query({ schema: grafanaRowsQuerySchema }) query: GrafanaRowsQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<GrafanaRow[]> {
    const { target, from, to, maxDataPoints, pivot, limit, offset, ...payload } = query;
    if (pivot && isTableName(target))
      throw new AppError('invalid-request', `${target} is a table; only series can be pivoted.`);
    const answer = await this.panels.answer({
      targets: [{ refId: 'A', target, payload }],
      ...(maxDataPoints === undefined ? {} : { maxDataPoints }),
      ...(from === undefined && to === undefined
        ? {}
        : { range: { from: from ?? '1900-01-01', to: to ?? this.clock().getTime() } }),
    });
    const rows = pivot
      ? wideRows(answer.filter((frame) => 'datapoints' in frame))
      : rowsOf(answer, (await this.panels.names()).indicators, this.configuration.timeZone);
    response.setHeader('x-total-count', rows.length);
    response.setHeader('link', pageLinks(request.originalUrl, { limit, offset }, rows.length));
    return rows.slice(offset, offset + limit);
  }
}
