import {
  annotationKind,
  type AnnotationKind,
  AppError,
  type GrafanaPayload,
  type GrafanaQuery,
  type Indicator,
  type Measure,
  rollUpBy,
  type RollUpBy,
} from '#contract';
import {
  type Accumulation,
  endOfDayInZone,
  type Frequency,
  parsePeriod,
  startOfDayInZone,
} from '#time-period';
import type { ScorecardFilter } from '../assessments/scorecard.js';
import { asOfInstant } from '../http/as-of.js';
import type { AdHocTest } from './adhoc-filters.js';
import { type Breakdown, breakdownOf } from './breakdown.js';
import { plainText, type Selection, selectionOf } from './interpolation.js';
import {
  accumulationsOf,
  frequenciesOf,
  knownOnly,
  type Language,
  languageOf,
  listOrNull,
  measuresOf,
  payloadOf,
  statusesOf,
} from './payload.js';
import { codesOf, type PlanNames } from './plan-names.js';

/** The queries that answer a table. */
export const tableNames = [
  'scorecard',
  'statusCounts',
  'tasks',
  'verdictHistory',
  'alerts',
  'imports',
  'rollUps',
  'timeliness',
  'timelinessByOrganisation',
  'releases',
  'rejections',
  'revisions',
  'verdictTimeline',
  'annotations',
] as const;
export type TableName = (typeof tableNames)[number];

export function isTableName(target: string): boolean {
  return tableNames.some((name) => name === target.trim());
}

interface Asked {
  readonly refId: string;
  readonly language: Language;
  /** null: what is known now. */
  readonly asOf: Date | null;
}

/** A query for lines, every name in it known. */
export interface SeriesPlan extends Asked {
  readonly kind: 'series';
  readonly indicators: readonly Indicator[];
  /** null: every area that has values or a target. */
  readonly areas: readonly string[] | null;
  /** null: all. */
  readonly frequencies: readonly Frequency[] | null;
  readonly accumulations: readonly Accumulation[];
  readonly breakdown: Breakdown;
  readonly measures: readonly Measure[];
  /** Whose lines: of these targets, of all, or (null) of the one that each series has to meet next. */
  readonly targetCodes: Selection;
}

/** A query for a table, every name in it known. */
export interface TablePlan extends Asked {
  readonly kind: 'table';
  readonly table: TableName;
  readonly filter: ScorecardFilter;
  /** null: all, or none said. */
  readonly indicators: readonly string[] | null;
  /** Whether all were said, by a wildcard. */
  readonly allIndicators: boolean;
  readonly by: RollUpBy;
  readonly annotations: readonly AnnotationKind[];
}

export type QueryPlan = SeriesPlan | TablePlan;

/** The time on a chart, in epoch milliseconds, both ends included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What has to be read for a panel, query by query. A query that is hidden, or whose metric is not chosen yet, asks
 * for nothing. A name that is not known is refused: an empty panel would look like an answer.
 */
export function plansOf(queries: GrafanaQuery['targets'], names: PlanNames, timeZone: string): QueryPlan[] {
  return queries
    .filter((query) => !query.hide && query.target.trim() !== '')
    .map((query) => planOf(query, names, timeZone));
}

function planOf(query: GrafanaQuery['targets'][number], names: PlanNames, timeZone: string): QueryPlan {
  const payload = payloadOf(query.payload);
  const asked: Asked = {
    refId: query.refId,
    language: languageOf(payload.language),
    asOf: asOfInstant(plainText(payload.asOf), timeZone),
  };
  const table = tableNames.find((name) => name === query.target.trim());
  return table
    ? { ...asked, kind: 'table', table, ...tableNarrowing(payload, names) }
    : { ...asked, kind: 'series', ...seriesOf(query.target, payload, names) };
}

function tableNarrowing(payload: GrafanaPayload, names: PlanNames) {
  const annotations = knownOnly('annotation', selectionOf(payload.annotation), annotationKind.options);
  return {
    filter: filterOf(payload, names),
    indicators: codesOf('indicator', selectionOf(payload.indicator), names),
    allIndicators: selectionOf(payload.indicator) === 'all',
    by: listOrNull(knownOnly('grouping', selectionOf(payload.by), rollUpBy.options))?.[0] ?? 'section',
    annotations: annotations === 'all' ? annotationKind.options : (annotations ?? []),
  };
}

/** What a scorecard is narrowed to; used by every table that shows targets. */
function filterOf(payload: GrafanaPayload, names: PlanNames): ScorecardFilter {
  return {
    status: statusesOf(payload.status) ?? undefined,
    organisation: codesOf('organisation', selectionOf(payload.organisation), names) ?? undefined,
    task: codesOf('task', selectionOf(payload.task), names) ?? undefined,
    area: codesOf('area', selectionOf(payload.area), names) ?? undefined,
    target: codesOf('target', selectionOf(payload.targetCode), names) ?? undefined,
  };
}

function seriesOf(target: string, payload: GrafanaPayload, names: PlanNames) {
  const measures = measuresOf(payload.measures);
  const own = names.targets.find(({ code }) => code === target.trim());
  if (own) return { ...seriesOfTarget(own, names), measures };
  const indicators = indicatorsOf(target, names);
  const targetCodes = selectionOf(payload.targetCode);
  codesOf('target', targetCodes, names);
  return {
    indicators,
    areas: codesOf('area', selectionOf(payload.area), names),
    frequencies: frequenciesOf(payload.frequency),
    accumulations: accumulationsOf(payload.accumulation),
    breakdown: breakdownOf(payload.breakdown, indicators, names),
    measures,
    targetCodes,
  };
}

/** A target's code as the metric: the series that it is about, with the values that its verdict reads. */
function seriesOfTarget(target: PlanNames['targets'][number], names: PlanNames) {
  const indicators = indicatorsOf(target.indicator, names);
  const isStock = indicators.every(({ kind }) => kind === 'stock');
  return {
    indicators,
    areas: [target.area],
    frequencies: isStock ? null : [target.frequency],
    accumulations: ['period'] as const,
    breakdown: Object.fromEntries(Object.entries(target.breakdown).map(([key, code]) => [key, [code]])),
    targetCodes: [target.code],
  };
}

/** The indicators a metric names: one, or several when it is a multi-value variable. */
export function indicatorsOf(target: string, names: PlanNames): Indicator[] {
  const selection = selectionOf(target);
  const codes = selection === 'all' ? [target] : (selection ?? []);
  return codes.map((code) => {
    const indicator = names.indicators.find((candidate) => candidate.code === code);
    if (!indicator)
      throw new AppError(
        'unknown-name',
        `There is no indicator or table ${code}. Tables: ${tableNames.join(', ')}; indicators: see /api/v1/indicators.`,
      );
    return indicator;
  });
}

/** What ad hoc filters leave of a query for lines. */
export function narrowed(plan: SeriesPlan, names: PlanNames, passes: AdHocTest): SeriesPlan {
  const areas = plan.areas ?? names.areas.map((area) => area.code);
  return {
    ...plan,
    indicators: plan.indicators.filter(({ code }) => passes({ indicator: code })),
    areas: areas.filter((area) => passes({ area })),
  };
}

/**
 * The range of a panel; null when the request has none. A day, a month or a year, as people write them, begins and ends
 * in the service's time zone, where the values stand.
 */
export function rangeOf(range: GrafanaQuery['range'], timeZone: string): TimeRange | null {
  if (!range) return null;
  const from = epochOf('from', range.from, timeZone);
  const to = epochOf('to', range.to, timeZone);
  if (from > to) throw new AppError('invalid-request', 'The range ends before it begins.');
  return { from, to };
}

/** Days have four digits of year. */
const earliest = Date.UTC(1000, 0, 2);
const latest = Date.UTC(9999, 11, 30);

/** No period that people write is longer, and every instant is. */
const longestPeriod = 10;

function epochOf(edge: 'from' | 'to', given: string | number, timeZone: string): number {
  const time = edgeOfPeriod(edge, given, timeZone) ?? instantOf(given);
  if (time >= earliest && time <= latest) return time;
  throw new AppError(
    'invalid-request',
    `range.${edge} "${given}" is neither an ISO instant nor a day nor epoch milliseconds.`,
    [{ path: `range.${edge}`, code: 'invalid', message: 'an ISO instant, a day or epoch milliseconds' }],
  );
}

function instantOf(given: string | number): number {
  return typeof given === 'number' || /^-?\d+$/.test(given) ? Number(given) : new Date(given).getTime();
}

/** The first or the last instant of a period; null where none is given, or none that the calendar holds. */
function edgeOfPeriod(edge: 'from' | 'to', given: string | number, timeZone: string): number | null {
  if (typeof given === 'number' || given.length > longestPeriod) return null;
  const period = parsePeriod(given);
  if (!period || period.start < '1000-01-02' || period.end > '9999-12-29') return null;
  return (
    edge === 'from' ? startOfDayInZone(period.start, timeZone) : endOfDayInZone(period.end, timeZone)
  ).getTime();
}
