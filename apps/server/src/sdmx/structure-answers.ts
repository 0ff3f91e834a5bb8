import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Configuration } from '#configuration';
import { AppError } from '#contract';
import { readComputedObservations } from '#monitoring';
import { readSeriesExtents, seriesKeyText, type Tx } from '#storage';
import { SnapshotAnswers } from '../http/snapshot-answers.js';
import type { Language } from '../observations/series-name.js';
import { CLOCK, type Clock, CONFIGURATION } from '../runtime.module.js';
import { artefactsOf, kinds } from './artefacts.js';
import { availability, type AvailableSeries, constraintOf } from './availability.js';
import { meta } from './data-json.js';
import { type DataQuery, filterOf, parseDataQuery } from './data-query.js';
import { checkStructureAccepted, structureType } from './media-types.js';
import { type PlanStructure, timePeriod } from './plan-structure.js';
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
import { codesOf } from './sdmx-series.js';
import { checkFlow, findArtefacts, messageData, parseStructureQuery, wholly } from './structure-query.js';

/** Answers structure and availability queries of SDMX REST. */
@Injectable()
export class SdmxStructureAnswers {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly answers: SnapshotAnswers,
  ) {}

  /** Structural metadata. @param path the parts of the path behind the kind. */
  async sendStructure(
    request: Request,
    response: Response,
    kind: string,
    path: readonly (string | undefined)[],
  ): Promise<void> {
    checkStructureAccepted(request.headers.accept);
    const parameters = parametersOf(request);
    const query = parseStructureQuery(kind, path, parameters);
    await this.sendStructures(request, response, parameters, (_tx, structure, language) => {
      const { asked, beside } = findArtefacts(query, artefactsOf(structure, language));
      if (asked.length === 0)
        throw new AppError('not-found', `There is no such ${kind}; /sdmx/v2/structure lists what there is.`);
      const data = messageData(query, asked, beside);
      if (
        query.items.length > 0 &&
        !asked.some(({ items }) => items?.all.some(({ id }) => query.items.includes(id)))
      )
        throw new AppError('not-found', `There is no item ${query.items.join(', ')} in it.`);
      return Promise.resolve(data);
    });
  }

  /** Which codes have data. */
  async sendAvailability(
    request: Request,
    response: Response,
    { flow, key, edition, component }: Asked,
  ): Promise<void> {
    checkStructureAccepted(request.headers.accept);
    const parameters = parametersOf(request);
    const mode = parameters.get('mode') ?? 'exact';
    if (mode !== 'exact' && mode !== 'available')
      throw new AppError('invalid-request', `mode=${mode} is neither exact nor available.`);
    const references = (parameters.get('references') ?? 'none').split(',');
    await this.sendStructures(request, response, parameters, async (tx, structure, language) => {
      checkFlow(flow, structure.agency.id);
      const ids = [...structure.dimensions.map(({ id }) => id), timePeriod.id];
      if (component !== null && !ids.includes(component))
        throw new AppError('invalid-request', `There is no dimension ${component}: ${ids.join(', ')}.`);
      const query = parseDataQuery(
        parameters,
        keysOf(key, edition, structure),
        structure,
        this.configuration.timeZone,
      );
      const found = availability(await this.series(tx, query, structure), query, structure, mode);
      if (found.series === 0) throw nothingFound();
      const used = new Map(
        structure.dimensions.map(({ id, codelist }) => [codelist, found.codes.get(id) ?? []]),
      );
      const beside = artefactsOf(structure, language).filter(({ kind, id }) => {
        const isWanted = references.includes('all') ? kind !== 'agencyscheme' : references.includes(kind);
        return isWanted && (kind !== 'codelist' || used.has(id));
      });
      const data: Record<string, object[]> = { dataConstraints: [constraintOf(found, structure, component)] };
      for (const artefact of beside) {
        const only =
          artefact.kind === 'codelist' ? withParents(used.get(artefact.id)!, artefact.items!.all) : [];
        (data[kinds[artefact.kind]] ??= []).push(wholly(artefact, only));
      }
      return data;
    });
  }

  /** Every series that has observations in the time that is asked for. */
  private async series(tx: Tx, query: DataQuery, structure: PlanStructure): Promise<AvailableSeries[]> {
    const { asOf, from, to } = filterOf(query, structure);
    const inTime = { ...(asOf && { asOf }), ...(from && { from }), ...(to && { to }) };
    const found = new Map(
      (await readSeriesExtents(tx, inTime)).map((one) => [
        seriesKeyText(one),
        { codes: codesOf(one, structure), observations: one.observations, from: one.from, to: one.to },
      ]),
    );
    for (const row of await readComputedObservations(tx, inTime)) {
      const key = seriesKeyText(row);
      const known = found.get(key);
      const [start, end] = [row.periodStart, row.periodEnd];
      if (known) {
        known.observations += 1;
        if (start < known.from) known.from = start;
        if (end > known.to) known.to = end;
      } else found.set(key, { codes: codesOf(row, structure), observations: 1, from: start, to: end });
    }
    return [...found.values()];
  }

  private async sendStructures(
    request: Request,
    response: Response,
    parameters: URLSearchParams,
    read: (tx: Tx, structure: PlanStructure, language: Language) => Promise<Record<string, object[]>>,
  ): Promise<void> {
    const language = languageOf(parameters.get('language')) ?? preferredLanguage(request);
    const options = { representation: `structure ${language}`, kind: 'weak' } as const;
    await this.answers.send(request, response, options, async (tx) => {
      const structure = await readStructure(tx);
      const data = await read(tx, structure, language);
      const head = { prepared: this.clock(), language, timeZone: this.configuration.timeZone };
      return {
        type: structureType,
        headers: { 'Content-Language': language === 'zh' ? 'zh, en' : 'en, zh' },
        text: each([JSON.stringify({ meta: meta(structure, head, 'structure'), data })]),
      };
    });
  }
}

/** Codes with all that stand above them. */
function withParents(
  codes: readonly string[],
  items: readonly { readonly id: string; readonly parent?: string }[],
): string[] {
  const parents = new Map(items.map(({ id, parent }) => [id, parent]));
  const all = new Set<string>();
  for (const code of codes)
    for (let at: string | undefined = code; at !== undefined && !all.has(at); at = parents.get(at))
      all.add(at);
  return [...all];
}
