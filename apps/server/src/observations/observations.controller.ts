import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { stringify } from 'csv-stringify/sync';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type Indicator,
  type ObservationRow,
  observationSchema,
  observationsQuerySchema,
  type VintageRow,
  vintageSchema,
} from '#contract';
import { type ComputedObservation, readComputedObservations, readComputedVintages } from '#monitoring';
import {
  type Database,
  type ObservationFilter,
  readAreas,
  readIndicators,
  readObservations,
  readVintages,
  type StoredObservation,
} from '#storage';
import { dayInZone, formatPeriod, parsePeriod, pointOf } from '#time-period';
import { Access } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CONFIGURATION, DATABASE } from '../runtime.module.js';

type Asked = z.infer<typeof observationsQuerySchema>;

/** Series as they are known now, or were known at an instant. */
@Controller('api/v1/observations')
@Access('viewer')
export class ObservationsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: z.array(observationSchema) })
  async observations(
    @Query({ schema: observationsQuerySchema }) asked: Asked,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ObservationRow[] | string> {
    const units = await this.checkNames(asked);
    const filter = this.filterOf(asked, request);
    const stored = await readObservations(this.database.manager, filter);
    const rows = stored.map((row) => this.rowOf(row, units));
    if (asked.format === 'json') {
      const computed = await readComputedObservations(this.database.manager, filter);
      return rows.concat(computed.map((row) => this.rowOf(row, units)));
    }
    response.type('text/csv; charset=utf-8');
    // The byte order mark is what makes Excel read the file as UTF-8.
    const records = stored.map((row, index) => csvRow(row, rows[index]!));
    const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
    return `\uFEFF${stringify(records, { header: true, columns, record_delimiter: 'windows' })}`;
  }

  @Get('vintages')
  @ApiOkResponse({ standardSchema: z.array(vintageSchema) })
  async vintages(
    @Query({ schema: observationsQuerySchema }) asked: Asked,
    @Req() request: Request,
  ): Promise<VintageRow[]> {
    const units = await this.checkNames(asked);
    const filter = this.filterOf(asked, request);
    const stored = await readVintages(this.database.manager, filter);
    const computed = await readComputedVintages(this.database.manager, filter);
    return [...stored, ...computed.map((row) => ({ ...row, comment: null, source: {} }))].map((row) => ({
      ...this.rowOf(row, units),
      knownFrom: row.knownFrom.toISOString(),
      knownTo: row.knownTo?.toISOString() ?? null,
      comment: row.comment,
      source: row.source,
    }));
  }

  /** An unknown code is the asker's slip, never an empty answer. Returns each indicator's unit. */
  private async checkNames(asked: Asked): Promise<ReadonlyMap<string, Indicator>> {
    const indicators = new Map(
      (await readIndicators(this.database.manager)).map((indicator) => [indicator.code, indicator]),
    );
    const unknown = (asked.indicator ?? []).filter((code) => !indicators.has(code));
    if (unknown.length > 0)
      throw new AppError(
        'unknown-name',
        `There is no indicator ${unknown.join(', ')}; see /api/v1/indicators.`,
      );
    if (asked.area) {
      const areas = new Set((await readAreas(this.database.manager)).map((area) => area.code));
      const missing = asked.area.filter((code) => !areas.has(code));
      if (missing.length > 0)
        throw new AppError('unknown-name', `There is no area ${missing.join(', ')}; see /api/v1/areas.`);
    }
    return indicators;
  }

  private filterOf(asked: Asked, request: Request): ObservationFilter {
    const asOf = asOfInstant(asked.asOf, this.configuration.timeZone);
    return {
      ...(asked.indicator ? { indicators: asked.indicator } : {}),
      ...(asked.area ? { areas: asked.area } : {}),
      ...(asked.frequency ? { frequencies: asked.frequency } : {}),
      ...(asked.accumulation ? { accumulation: asked.accumulation } : {}),
      ...breakdownOf(request),
      ...(asked.from ? { from: this.dayOf('from', asked.from, 'start') } : {}),
      ...(asked.to ? { to: this.dayOf('to', asked.to, 'end') } : {}),
      ...(asOf ? { asOf } : {}),
    };
  }

  /** A bound of the range: a period (its first or last day), an ISO instant, or epoch milliseconds. */
  private dayOf(name: string, text: string, edge: 'start' | 'end'): string {
    const period = parsePeriod(text);
    if (period) return period[edge];
    const instant = /^\d{10,}$/.test(text) ? new Date(Number(text)) : new Date(text);
    if (Number.isNaN(instant.getTime()))
      throw new AppError('invalid-request', `${name}="${text}" is neither a period nor an instant.`, [
        {
          path: name,
          code: 'invalid-period',
          message: 'a period (2019, 2019-06), an ISO instant or epoch ms',
        },
      ]);
    return dayInZone(instant, this.configuration.timeZone);
  }

  private rowOf(
    read: StoredObservation | ComputedObservation,
    indicators: ReadonlyMap<string, Indicator>,
  ): ObservationRow {
    const period = {
      frequency: read.frequency,
      accumulation: read.accumulation,
      start: read.periodStart,
      end: read.periodEnd,
    };
    const computed = 'computed' in read ? read.computed : null;
    return {
      indicator: read.indicator,
      area: read.area,
      frequency: read.frequency,
      accumulation: read.accumulation,
      breakdown: read.breakdown,
      period: formatPeriod(period),
      time: pointOf(period, this.configuration.timeZone),
      value: Number(read.value),
      status: read.status,
      unit: indicators.get(read.indicator)?.unit.zh ?? '',
      import: 'importId' in read ? read.importId : null,
      computed: computed !== null,
      rolledUpAreas: computed?.areas ?? null,
    };
  }
}

/** `breakdown.destination=510100,610100` for each dimension. */
function breakdownOf(request: Request): Pick<ObservationFilter, 'breakdown'> {
  const breakdown: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(request.query)) {
    if (!name.startsWith('breakdown.')) continue;
    const texts = (Array.isArray(value) ? value : [value]).filter((part) => typeof part === 'string');
    breakdown[name.slice('breakdown.'.length)] = texts.flatMap((text) => text.split(','));
  }
  return Object.keys(breakdown).length > 0 ? { breakdown } : {};
}

/**
 * The canonical upload layout, so that what was downloaded can be uploaded; the value exactly as stored. Computed ones
 * are left out: uploaded again, they would stand as reported.
 */
function csvRow(stored: StoredObservation, row: ObservationRow): Record<string, string> {
  return {
    indicator: row.indicator,
    ref_area: row.area,
    time_period: row.period,
    obs_value: stored.value,
    unit: row.unit,
    obs_status: row.status,
    ...row.breakdown,
  };
}
