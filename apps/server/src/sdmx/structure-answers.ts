import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Configuration } from '#configuration';
import { AppError } from '#contract';
import { readComputedObservations } from '#monitoring';
import { hasMoreVintages, observationPages, readSeriesExtents, seriesKeyText, type Tx } from '#storage';
import { SnapshotAnswers } from '../http/snapshot-answers.js';
import { refuseTooManyInputs } from '../observations/observation-query.js';
import type { Observed } from '../observations/observed.js';
import type { Language } from '../observations/series-name.js';
import { CLOCK, type Clock, CONFIGURATION } from '../runtime.module.js';
import { artefactsOf, kinds } from './artefacts.js';
import { availability, type AvailableSeries, constraintOf, type Mode } from './availability.js';
import { meta } from './data-json.js';
import {
  type DataQuery,
  filterOf,
  observationComponents,
  parseDataQuery,
  wantsObservation,
} from './data-query.js';
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
import { codesOf, observationOf } from './sdmx-series.js';
import {
  checkFlow,
  findArtefacts,
  messageData,
  otherKinds,
  parseStructureQuery,
  wholly,
} from './structure-query.js';

/** More observations are not counted for one answer. */
const mostCounted = 2_000_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

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
    const parameters = parametersOf(request);
    checkStructureAccepted(request.headers.accept, parameters.get('format'));
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
    const parameters = parametersOf(request);
    checkStructureAccepted(request.headers.accept, parameters.get('format'));
    const mode = parameters.get('mode') ?? 'exact';
    if (mode !== 'exact' && mode !== 'available')
      throw new AppError('invalid-request', `mode=${mode} is neither exact nor available.`);
    const references = (parameters.get('references') ?? 'none').split(',');
    for (const one of references)
      if (one !== 'none' && one !== 'all' && !Object.hasOwn(kinds, one) && !otherKinds.has(one))
        throw new AppError(
          'invalid-request',
          `references=${one} is none of none, all, ${Object.keys(kinds).join(', ')}.`,
        );
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
      const found = availability(await this.series(tx, query, structure, mode), query, structure, mode);
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

  /**
   * The series that have observations such as are asked for; of what could be chosen beside, whatever their codes.
   * @throws AppError too-large: each is counted.
   */
  private async series(
    tx: Tx,
    query: DataQuery,
    structure: PlanStructure,
    mode: Mode,
  ): Promise<AvailableSeries[]> {
    const asked = filterOf(query, structure);
    const { asOf, from, to } = asked;
    const inTime =
      mode === 'exact' ? asked : { ...(asOf && { asOf }), ...(from && { from }), ...(to && { to }) };
    if (await hasMoreVintages(tx, inTime, mostCounted)) {
      const narrower = mode === 'exact' ? 'a key' : 'mode=exact with a key';
      throw new AppError(
        'too-large',
        `These are more than ${mostCounted} observations, more than are counted for one answer. Ask with ${narrower}, startPeriod or endPeriod.`,
        [{ path: 'key', code: 'too-many-values', message: `at most ${mostCounted} observations` }],
      );
    }
    await refuseTooManyInputs(tx, inTime);
    const found = new Map<string, Mutable<AvailableSeries>>();
    const add = (row: Observed) => {
      if (!wantsObservation(query, observationOf(row))) return;
      const key = seriesKeyText(row);
      const known = found.get(key);
      const [start, end] = [row.periodStart, row.periodEnd];
      if (known) {
        known.observations += 1;
        if (start < known.from) known.from = start;
        if (end > known.to) known.to = end;
      } else found.set(key, { codes: codesOf(row, structure), observations: 1, from: start, to: end });
    };
    // The database counts, but where only a look at each observation tells whether it is asked for.
    if (query.start === null && observationComponents.every((id) => !query.components.has(id)))
      for (const one of await readSeriesExtents(tx, inTime))
        found.set(seriesKeyText(one), {
          codes: codesOf(one, structure),
          observations: one.observations,
          from: one.from,
          to: one.to,
        });
    else for await (const rows of observationPages(tx, inTime, { by: 'series' })) rows.forEach(add);
    (await readComputedObservations(tx, inTime)).forEach(add);
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
