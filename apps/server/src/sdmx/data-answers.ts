import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Configuration } from '#configuration';
import { AppError, type ObservationsQuery } from '#contract';
import { readComputedObservations, readComputedVintages } from '#monitoring';
import { type ObservationFilter, observationPages, readVintages, type Tx } from '#storage';
import type { Chosen } from '../http/accept.js';
import { type SnapshotAnswer, SnapshotAnswers } from '../http/snapshot-answers.js';
import {
  filterOf as flatFilterOf,
  readNames,
  refuseTooManyInputs,
  refuseTooManyVintages,
} from '../observations/observation-query.js';
import type { Observed } from '../observations/observed.js';
import type { Language } from '../observations/series-name.js';
import { CLOCK, type Clock, CONFIGURATION } from '../runtime.module.js';
import { dataCsv } from './data-csv.js';
import { dataJson, type DataSet } from './data-json.js';
import { type DataQuery, filterOf, parseDataQuery, yesOrNo } from './data-query.js';
import { type DataRepresentation, dataRepresentation, dataType } from './media-types.js';
import type { PlanStructure } from './plan-structure.js';
import {
  type Asked,
  each,
  keysOf,
  languageOf,
  nothingFound,
  parametersOf,
  preferredLanguage,
  readStructure,
} from './sdmx-request.js';
import { type SdmxSeries, sdmxSeries } from './sdmx-series.js';
import { checkFlow } from './structure-query.js';

/** Answers data queries of SDMX REST, and observations in SDMX's formats. */
@Injectable()
export class SdmxDataAnswers {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly answers: SnapshotAnswers,
  ) {}

  /** Observations of the flat query, by indicator, area and so on. */
  async sendFlat(
    request: Request,
    response: Response,
    { format, parameters }: Chosen<'sdmx-csv' | 'sdmx-json'>,
    asked: ObservationsQuery,
  ): Promise<void> {
    const representation = dataRepresentation(undefined, {
      format,
      labels: parameters['labels'],
      keys: parameters['keys'] ?? parameters['key'],
      timeFormat: parameters['timeformat'],
    });
    await this.send(request, response, representation, asked.language, async (tx, structure) => {
      const filter = flatFilterOf(asked, request, this.configuration.timeZone);
      await readNames(tx, asked, filter);
      const query = parseDataQuery(
        new URLSearchParams(),
        [structure.dimensions.map(() => null)],
        structure,
        '',
      );
      return {
        query,
        filter,
        computed: asked.computed ?? true,
        emptyIsFound: true,
      };
    });
  }

  /** A data query. */
  async sendData(
    request: Request,
    response: Response,
    { flow, key, edition }: Pick<Asked, 'flow' | 'key' | 'edition'>,
  ): Promise<void> {
    const parameters = parametersOf(request);
    const representation = dataRepresentation(request.headers.accept, Object.fromEntries(parameters));
    const language = languageOf(parameters.get('language'));
    await this.send(request, response, representation, language, (_, structure) => {
      checkFlow(flow, structure.agency.id);
      const query = parseDataQuery(
        parameters,
        keysOf(key, edition, structure),
        structure,
        this.configuration.timeZone,
      );
      const filter = filterOf(query, structure);
      const computed = yesOrNo('computed', parameters.get('computed')) ?? true;
      return Promise.resolve({ query, filter, computed, emptyIsFound: false });
    });
  }

  private async send(
    request: Request,
    response: Response,
    representation: DataRepresentation,
    wanted: Language | undefined,
    read: (
      tx: Tx,
      structure: PlanStructure,
    ) => Promise<{
      readonly query: DataQuery;
      readonly filter: ObservationFilter;
      readonly computed: boolean;
      /** Whether no observation at all is an answer. */
      readonly emptyIsFound: boolean;
    }>,
  ): Promise<void> {
    const language = wanted ?? preferredLanguage(request);
    const { format, labels, keys, timeFormat } = representation;
    const options = {
      representation: [format, labels, keys, timeFormat, language].join(' '),
      // When a message was prepared stands in it.
      kind: format === 'sdmx-json' ? 'weak' : 'strong',
    } as const;
    await this.answers.send(request, response, options, async (tx): Promise<SnapshotAnswer> => {
      const structure = await readStructure(tx);
      const { query, filter, computed, emptyIsFound } = await read(tx, structure);
      if (query.history) {
        if (format !== 'sdmx-json')
          throw new AppError('not-implemented', 'includeHistory is offered in SDMX-JSON, not in SDMX-CSV.');
        return this.json(
          await this.history(tx, query, filter, computed, structure),
          structure,
          query,
          language,
        );
      }
      if (computed) await refuseTooManyInputs(tx, filter, ', or say computed=false');
      const ofIndicators = computed ? await readComputedObservations(tx, filter) : [];
      const all = sdmxSeries(observationPages(tx, filter, { by: 'series' }), ofIndicators, query, structure);
      const series = await begun(all);
      if (!series && !emptyIsFound) throw nothingFound();
      if (format === 'sdmx-json')
        return this.json(each(series ? [{ validFrom: null, series }] : []), structure, query, language);
      return {
        type: dataType(representation),
        headers: { 'Content-Language': language },
        text: dataCsv(series ?? each([]), structure, query, representation, language),
      };
    });
  }

  private json(
    dataSets: AsyncIterable<DataSet>,
    structure: PlanStructure,
    query: DataQuery,
    language: Language,
  ): SnapshotAnswer {
    const head = { prepared: this.clock(), language, timeZone: this.configuration.timeZone };
    return {
      type: dataType({ format: 'sdmx-json', labels: 'id', keys: 'none', timeFormat: 'original' }),
      headers: { 'Content-Language': language === 'zh' ? 'zh, en' : 'en, zh' },
      text: dataJson(dataSets, structure, query, head),
    };
  }

  /** A data set for each instant at which something became known, oldest first. */
  private async history(
    tx: Tx,
    query: DataQuery,
    filter: ObservationFilter,
    computed: boolean,
    structure: PlanStructure,
  ): Promise<AsyncIterable<DataSet>> {
    if (query.limit !== null || query.offset > 0)
      throw new AppError(
        'not-implemented',
        'A history is not offered in pages: ask for fewer series or periods.',
      );
    await refuseTooManyVintages(tx, filter);
    const byInstant = new Map<number, Observed[]>();
    const stored: readonly Observed[] = await readVintages(tx, filter);
    for (const vintage of computed ? [...stored, ...(await readComputedVintages(tx, filter))] : stored) {
      const instant = vintage.knownFrom.getTime();
      const rows = byInstant.get(instant);
      if (rows) rows.push(vintage);
      else byInstant.set(instant, [vintage]);
    }
    const sets: { validFrom: Date; series: SdmxSeries[] }[] = [];
    for (const [instant, rows] of [...byInstant].toSorted(([a], [b]) => a - b)) {
      const series: SdmxSeries[] = [];
      for await (const one of sdmxSeries(each([]), rows, query, structure)) series.push(one);
      if (series.length > 0) sets.push({ validFrom: new Date(instant), series });
    }
    if (sets.length === 0) throw nothingFound();
    return each(sets.map(({ validFrom, series }) => ({ validFrom, series: each(series) })));
  }
}

/** The same items; null when there are none. */
async function begun<T>(items: AsyncGenerator<T>): Promise<AsyncIterable<T> | null> {
  const first = await items.next();
  if (first.done === true) return null;
  return (async function* () {
    yield first.value;
    yield* items;
  })();
}
