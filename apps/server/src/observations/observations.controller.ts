import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  observationSchema,
  type ObservationsQuery,
  observationsQuerySchema,
  type VintageRow,
  vintageSchema,
  vintagesQuerySchema,
} from '#contract';
import { readComputedObservations, readComputedVintages } from '#monitoring';
import {
  countObservations,
  type Database,
  hasMoreSeries,
  type ObservationFilter,
  observationPages,
  readDimensionsInUse,
  readPeriodsInUse,
  readSeriesExtents,
  readVintages,
  type Reader,
  type SeriesKey,
  seriesKeyText,
  type Tx,
} from '#storage';
import { formatPeriod } from '#time-period';
import { Access } from '../accounts/access.js';
import { type Chosen, negotiate, type Offer } from '../http/accept.js';
import { type Page, pageLinks } from '../http/paging.js';
import { type SnapshotAnswer, SnapshotAnswers } from '../http/snapshot-answers.js';
import { CONFIGURATION, DATABASE } from '../runtime.module.js';
import { SdmxDataAnswers } from '../sdmx/data-answers.js';
import { csvOffer, sdmxJsonOffer } from '../sdmx/media-types.js';
import { flatJson, flatRows, rowOf } from './flat-rows.js';
import { flatTable } from './flat-table.js';
import { filterOf, readNames, refuseTooManyInputs, refuseTooManyVintages } from './observation-query.js';
import { type Observed, periodOf } from './observed.js';
import { byPeriod, type Columns, pageOf, pivotJson, pivotTable } from './pivot.js';
import { seriesNames } from './series-name.js';

type Format = NonNullable<ObservationsQuery['format']>;

const plainOffers: readonly Offer<Format>[] = [
  { format: 'json', types: ['application/json'] },
  { format: 'csv', types: ['text/csv'] },
];
const offers: readonly Offer<Format>[] = [
  ...plainOffers,
  { ...csvOffer, format: 'sdmx-csv' },
  { ...sdmxJsonOffer, format: 'sdmx-json' },
];
const json = 'application/json; charset=utf-8';
const csv = 'text/csv; charset=utf-8';
/** Of a value that stands in no file. */
const nothingSaid = { comment: null, source: {}, line: null, column: null };
/** More columns are no table that anybody reads. */
const mostColumns = 2000;

/** Series as they are known now, or were known at an instant. */
@Controller('api/v1/observations')
@Access('viewer')
export class ObservationsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly answers: SnapshotAnswers,
    private readonly sdmx: SdmxDataAnswers,
  ) {}

  @Get()
  @ApiProduces('application/json', 'text/csv', csvOffer.types[0]!, sdmxJsonOffer.types[0]!)
  @ApiOkResponse({
    standardSchema: z.array(observationSchema),
    description:
      'by format= or Accept; with pivot=series a row per period; with limit a page, Link and X-Total-Count',
  })
  async observations(
    @Query({ schema: observationsQuerySchema }) asked: ObservationsQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const chosen: Chosen<Format> = asked.format
      ? { format: asked.format, parameters: {} }
      : negotiate(request.headers.accept, asked.pivot ? plainOffers : offers);
    const page = pageAsked(asked);
    if (chosen.format === 'sdmx-csv' || chosen.format === 'sdmx-json') {
      if (asked.pivot || page)
        throw new AppError('invalid-request', 'pivot, limit and offset are of JSON and CSV, not of SDMX.');
      await this.sdmx.sendFlat(request, response, { ...chosen, format: chosen.format }, asked);
      return;
    }
    const { format } = chosen;
    await this.answers.send(request, response, { representation: format, kind: 'strong' }, async (tx) => {
      const read = { asked, format, page, filter: filterOf(asked, request, this.configuration.timeZone) };
      return asked.pivot ? this.pivot(tx, request, read) : this.flat(tx, request, read);
    });
  }

  private async flat(
    tx: Tx,
    request: Request,
    { asked, format, page, filter }: Read,
  ): Promise<SnapshotAnswer> {
    const names = await readNames(tx, asked, filter);
    const computed = await this.computed(tx, { asked, format, filter });
    const storedCount = page ? await countObservations(tx, filter) : 0;
    const rows = flatRows(
      observationPages(tx, filter, { by: 'series', ...(page && { offset: page.offset }) }),
      computed,
      page && { ...page, storedCount },
    );
    const headers = page && pageHeaders(request, page, storedCount + computed.length);
    if (format === 'json')
      return { type: json, ...headers, text: flatJson(rows, names, this.configuration.timeZone) };
    const inUse = await readDimensionsInUse(tx, filter);
    const dimensions = [...new Set([...inUse, ...computed.flatMap((row) => Object.keys(row.breakdown))])];
    const table = { dimensions, language: asked.language, computed: asked.computed === true };
    return { type: csv, ...headers, text: flatTable(rows, names, table) };
  }

  private async pivot(
    tx: Tx,
    request: Request,
    { asked, format, page, filter }: Read,
  ): Promise<SnapshotAnswer> {
    const names = await readNames(tx, asked, filter);
    // Before anything is read of them.
    if (await hasMoreSeries(tx, filter, mostColumns)) throw tooManyColumns();
    const computed = await this.computed(tx, { asked, format, filter });
    const series = new Map<string, SeriesKey>(
      [...(await readSeriesExtents(tx, filter)), ...computed].map((one) => [seriesKeyText(one), one]),
    );
    if (series.size > mostColumns) throw tooManyColumns();
    const headings = seriesNames([...series.values()], names, asked.language);
    const columns: Columns = [...series.keys()].map((key, at) => ({ key, name: headings[at]! }));
    const periods = pageOf(byPeriod(observationPages(tx, filter, { by: 'period' }), computed), page);
    const headers = page && pageHeaders(request, page, await countPeriods(tx, filter, computed));
    return format === 'json'
      ? { type: json, ...headers, text: pivotJson(periods, columns, this.configuration.timeZone) }
      : { type: csv, ...headers, text: pivotTable(periods, columns, asked.language) };
  }

  private async computed(
    reader: Reader,
    { asked, format, filter }: Pick<Read, 'asked' | 'format' | 'filter'>,
  ): Promise<Observed[]> {
    if (!(asked.computed ?? format === 'json')) return [];
    await refuseTooManyInputs(reader, filter, ', or say computed=false');
    return readComputedObservations(reader, filter);
  }

  @Get('vintages')
  @ApiOkResponse({ standardSchema: z.array(vintageSchema) })
  async vintages(
    @Query({ schema: vintagesQuerySchema }) asked: z.infer<typeof vintagesQuerySchema>,
    @Req() request: Request,
  ): Promise<VintageRow[]> {
    const filter = filterOf(asked, request, this.configuration.timeZone);
    const names = await readNames(this.database.manager, asked, filter);
    await refuseTooManyVintages(this.database.manager, filter);
    const stored = await readVintages(this.database.manager, filter);
    const computed = await readComputedVintages(this.database.manager, filter);
    return [...stored, ...computed.map((row) => ({ ...row, ...nothingSaid }))].map((row) => ({
      ...rowOf(row, names, this.configuration.timeZone),
      knownFrom: row.knownFrom.toISOString(),
      knownTo: row.knownTo?.toISOString() ?? null,
      comment: row.comment,
      source: row.source,
      line: row.line,
      column: row.column,
    }));
  }
}

interface Read {
  readonly asked: ObservationsQuery;
  readonly format: 'json' | 'csv';
  readonly filter: ObservationFilter;
  readonly page: Page | null;
}

const mostOfAPage = 100_000;

/** The page that was asked for; null: everything. */
function pageAsked({ limit, offset }: ObservationsQuery): Page | null {
  return limit === undefined && offset === undefined
    ? null
    : { offset: offset ?? 0, limit: limit ?? mostOfAPage };
}

function pageHeaders(request: Request, page: Page, total: number): Pick<SnapshotAnswer, 'headers'> {
  return {
    headers: { Link: pageLinks(request.originalUrl, page, total), 'X-Total-Count': String(total) },
  };
}

const tooManyColumns = () =>
  new AppError(
    'invalid-request',
    `pivot=series would need more than ${mostColumns} columns. Ask for fewer indicators or areas.`,
    [{ path: 'pivot', code: 'too-many-series', message: `at most ${mostColumns} series` }],
  );

async function countPeriods(
  reader: Reader,
  filter: ObservationFilter,
  computed: readonly Observed[],
): Promise<number> {
  const stored = (await readPeriodsInUse(reader, filter)).map(formatPeriod);
  return new Set([...stored, ...computed.map((row) => formatPeriod(periodOf(row)))]).size;
}
