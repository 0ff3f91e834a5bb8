/** A data query of SDMX REST: which observations, and what of them. Pure. */
import { AppError } from '#contract';
import type { ObservationFilter } from '#storage';
import { type Accumulation, type Day, formatPeriod, parsePeriod, type TimePeriod } from '#time-period';
import { asOfInstant } from '../http/as-of.js';
import {
  compareNumbers,
  compareTexts,
  type ComponentFilter,
  type Operator,
  parseComponentFilter,
  passes,
} from './component-filter.js';
import { codesAt, type Key, matchesKey } from './key.js';
import {
  accumulationCodes,
  notApplicable,
  obsValue,
  type PlanStructure,
  timePeriod,
} from './plan-structure.js';

export interface DataQuery {
  readonly keys: readonly Key[];
  /** By the id of the component. */
  readonly components: ReadonlyMap<string, ComponentFilter>;
  /** Periods that begin on or after this day. */
  readonly start: Day | null;
  /** Periods that end on or before this day. */
  readonly end: Day | null;
  readonly firstN: number | null;
  readonly lastN: number | null;
  readonly offset: number;
  readonly limit: number | null;
  /** Observations without series around them (dimensionAtObservation=AllDimensions). */
  readonly flat: boolean;
  /** Ids of the attributes that are wanted. */
  readonly attributes: ReadonlySet<string>;
  readonly measures: boolean;
  /** Only which series there are. */
  readonly seriesOnly: boolean;
  readonly history: boolean;
  readonly asOf: Date | null;
}

/** Parameters of the standard that are refused rather than passed over. */
const notOffered = new Set(['updatedAfter', 'sort', 'reportingYearStartDay']);
const known = new Set([
  'startPeriod',
  'endPeriod',
  'firstNObservations',
  'lastNObservations',
  'offset',
  'limit',
  'dimensionAtObservation',
  'attributes',
  'measures',
  'detail',
  'includeHistory',
  'asOf',
  // Of the representation, and of availability.
  'format',
  'labels',
  'key',
  'keys',
  'timeFormat',
  'language',
  'computed',
  'mode',
  'references',
]);

/**
 * Reads the parameters of a data query. A parameter that is not known is refused: passed over, a slip of the pen would
 * be answered with everything.
 * @throws AppError invalid-request, invalid-as-of, or not-implemented for what the standard has and this service not.
 */
export function parseDataQuery(
  parameters: URLSearchParams,
  keys: readonly Key[],
  structure: PlanStructure,
  timeZone: string,
): DataQuery {
  const components = new Map<string, ComponentFilter>();
  for (const [name, text] of parameters) {
    const component = /^c\[(.+)\]$/.exec(name)?.[1];
    if (component !== undefined) components.set(component, componentFilter(component, text, structure));
    else if (notOffered.has(name))
      throw new AppError('not-implemented', `${name} is not offered; docs/exporting.md says what is.`);
    else if (!known.has(name)) throw unexpected(name, `one of ${[...known].join(', ')} or c[COMPONENT]`);
  }
  const get = (name: string) => parameters.get(name);
  const detail = get('detail') ?? 'full';
  if (!['full', 'dataonly', 'serieskeysonly', 'nodata'].includes(detail))
    throw unexpected('detail', 'one of full, dataonly, serieskeysonly, nodata');
  const attributes = detail === 'dataonly' ? new Set<string>() : attributesOf(get('attributes'), structure);
  const measures = detail !== 'nodata' && measuresOf(get('measures'));
  const seriesOnly = detail === 'serieskeysonly' || (!measures && attributes.size === 0);
  const atObservation = get('dimensionAtObservation') ?? timePeriod.id;
  if (atObservation !== timePeriod.id && atObservation !== 'AllDimensions')
    throw new AppError(
      'not-implemented',
      `dimensionAtObservation is offered as ${timePeriod.id} and AllDimensions, not as ${atObservation}.`,
    );
  return {
    keys,
    components,
    start: bound('startPeriod', get('startPeriod'), 'start'),
    end: bound('endPeriod', get('endPeriod'), 'end'),
    firstN: count('firstNObservations', get('firstNObservations')),
    lastN: count('lastNObservations', get('lastNObservations')),
    offset: count('offset', get('offset')) ?? 0,
    limit: count('limit', get('limit')),
    // Series without observations have nothing to lay flat.
    flat: atObservation === 'AllDimensions' && !seriesOnly,
    attributes,
    measures,
    seriesOnly,
    history: yesOrNo('includeHistory', get('includeHistory')) ?? false,
    asOf: asOfInstant(get('asOf') ?? undefined, timeZone),
  };
}

/** A parameter that is true or false; null when it is absent. */
export function yesOrNo(name: string, text: string | null): boolean | null {
  if (text === null) return null;
  if (text === 'true' || text === 'false') return text === 'true';
  throw unexpected(name, 'true or false');
}

function componentFilter(component: string, text: string, structure: PlanStructure): ComponentFilter {
  const ids = [...structure.dimensions.map(({ id }) => id), ...observationComponents];
  if (!ids.includes(component)) throw unexpected(`c[${component}]`, `a filter of one of ${ids.join(', ')}`);
  const filter = parseComponentFilter(component, text);
  if (component === timePeriod.id)
    for (const { operator, value } of filter.flat())
      if (/^(?:lt|le|gt|ge)$/.test(operator) && !periodOf(value))
        throw unexpected(`c[${component}]`, `a period such as 2020 or 2020-06, not ${value}`);
  if (component === obsValue.id)
    for (const { operator, value } of filter.flat())
      if (/^(?:eq|ne|lt|le|gt|ge)$/.test(operator) && !Number.isFinite(Number(value)))
        throw unexpected(`c[${component}]`, `a number, not ${value}`);
  return filter;
}

function attributesOf(text: string | null, { attributes }: PlanStructure): ReadonlySet<string> {
  const of = (level: string) => attributes.filter((one) => one.level === level).map(({ id }) => id);
  const all = attributes.map(({ id }) => id);
  return new Set(
    (text ?? 'dsd').split(',').flatMap((part) => {
      if (part === 'dsd' || part === 'all') return all;
      if (part === 'none' || part === 'msd' || part === 'dataset') return [];
      if (part === 'series') return of('series');
      if (part === 'obs') return of('observation');
      if (all.includes(part)) return [part];
      throw unexpected('attributes', `dsd, series, obs, all, none or one of ${all.join(', ')}`);
    }),
  );
}

function measuresOf(text: string | null): boolean {
  if (text === null || text === 'all' || text === obsValue.id) return true;
  if (text === 'none') return false;
  throw unexpected('measures', `all, none or ${obsValue.id}`);
}

function bound(name: string, text: string | null, edge: 'start' | 'end'): Day | null {
  if (text === null || text === '') return null;
  const period = periodOf(text);
  if (!period) throw unexpected(name, `a period such as 2020, 2020-Q3, 2020-06 or 2020-06-30, not ${text}`);
  return period[edge];
}

function count(name: string, text: string | null): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text) && (Number(text) > 0 || name === 'offset')) return Number(text);
  throw unexpected(name, 'a whole number above 0');
}

/** A period, or the day of an instant. */
function periodOf(text: string): TimePeriod | null {
  return parsePeriod(/^\d{4}-\d\d-\d\dT/.test(text) ? text.slice(0, 10) : text);
}

function unexpected(path: string, message: string): AppError {
  return new AppError('invalid-request', `${path}: expected ${message}.`, [
    { path, code: 'invalid', message },
  ]);
}

/** Whether a series is asked for. @param codes of its dimensions, in their order. */
export function wantsSeries(
  { keys, components }: DataQuery,
  structure: PlanStructure,
  codes: readonly string[],
): boolean {
  return (
    matchesKey(keys, codes) &&
    structure.dimensions.every(({ id }, at) => {
      const filter = components.get(id);
      return !filter || passes(filter, codes[at]!, compareTexts);
    })
  );
}

/** The components whose filters only a look at an observation answers. */
export const observationComponents: readonly string[] = [timePeriod.id, obsValue.id, 'OBS_STATUS'];

/** Whether an observation of a series that is asked for is asked for itself. */
export function wantsObservation(
  { components, start, end }: DataQuery,
  observation: {
    readonly period: TimePeriod;
    readonly time: string;
    readonly value: string;
    readonly status: string;
  },
): boolean {
  const { period, time, value, status } = observation;
  if (start !== null && period.start < start) return false;
  if (end !== null && period.end > end) return false;
  const times = components.get(timePeriod.id);
  if (times && !passes(times, time, (_text, other, operator) => compareTimes(period, time, other, operator)))
    return false;
  const values = components.get(obsValue.id);
  if (values && !passes(values, value, compareNumbers)) return false;
  const statuses = components.get('OBS_STATUS');
  return !statuses || passes(statuses, status, compareTexts);
}

/** From 2020-06 on is what begins no earlier; through 2020 what ends no later; after 2020 what begins behind it. */
function compareTimes(period: TimePeriod, time: string, otherText: string, operator: Operator): number {
  const other = periodOf(otherText);
  if (!other) return compareTexts(time, otherText);
  // 2019-A1 is 2019.
  if (operator === 'eq' || operator === 'ne')
    return compareTexts(time, formatPeriod({ ...other, accumulation: 'period' }));
  if (operator === 'ge') return compareTexts(period.start, other.start);
  if (operator === 'gt') return compareTexts(period.start, other.end);
  if (operator === 'le') return compareTexts(period.end, other.end);
  return compareTexts(period.end, other.start);
}

/**
 * What of a query the database can see to: never less than what is asked for, mostly just that.
 * @param but a dimension on which nothing is to be asked.
 */
export function filterOf(query: DataQuery, structure: PlanStructure, but?: string): ObservationFilter {
  const allowed = new Map(
    structure.dimensions.flatMap(({ id, codelist }, at): [string, string[]][] => {
      const keyed = codesAt(query.keys, at);
      const filter = query.components.get(id);
      if ((keyed === null && !filter) || id === but) return [];
      const codes = structure.codelists.get(codelist)?.codes ?? [];
      return [
        [
          id,
          codes
            .map((code) => code.id)
            .filter(
              (code) =>
                (keyed === null || keyed.has(code)) && (!filter || passes(filter, code, compareTexts)),
            ),
        ],
      ];
    }),
  );
  const [indicators, areas, frequencies] = ['INDICATOR', 'REF_AREA', 'FREQ'].map((id) => allowed.get(id));
  const accumulation = accumulationOf(allowed.get('ACCUMULATION'));
  const breakdown = Object.fromEntries(
    [...structure.breakdowns].flatMap(([id, dimension]) => {
      const codes = allowed.get(id);
      return codes && !codes.includes(notApplicable) ? [[dimension, codes]] : [];
    }),
  );
  return {
    ...(indicators && { indicators }),
    ...(areas && { areas }),
    ...(frequencies && { frequencies }),
    ...(accumulation && { accumulation }),
    ...(Object.keys(breakdown).length > 0 && { breakdown }),
    ...(query.start !== null && { from: query.start }),
    ...(query.end !== null && { to: query.end }),
    ...(query.asOf && { asOf: query.asOf }),
  };
}

function accumulationOf(codes: readonly string[] | undefined): Accumulation | undefined {
  if (codes?.length !== 1) return undefined;
  return codes[0] === accumulationCodes.period ? 'period' : 'yearToDate';
}
