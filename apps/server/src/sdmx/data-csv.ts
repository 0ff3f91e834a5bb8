/** SDMX-CSV data messages, 2.0.0 and 1.0.0 (https://github.com/sdmx-twg/sdmx-csv, field guide). Pure. */
import { csvLine, safeText } from '../http/csv.js';
import type { Language } from '../observations/series-name.js';
import type { DataQuery } from './data-query.js';
import type { DataRepresentation } from './media-types.js';
import {
  type Component,
  flowId,
  obsValue,
  type PlanStructure,
  timePeriod,
  version,
} from './plan-structure.js';
import type { SdmxObservation, SdmxSeries } from './sdmx-series.js';

/** What a column says of an observation: null where there is nothing to say. */
interface Column {
  readonly component: Component;
  readonly text: (series: SdmxSeries, observation: SdmxObservation | null) => string | null;
}

/**
 * One line per observation, or per series where only they are asked for. No byte order mark: the programs that read
 * SDMX-CSV would take it for a part of the first heading. Texts that a spreadsheet would take for formulas get an
 * apostrophe.
 */
export async function* dataCsv(
  all: AsyncIterable<SdmxSeries>,
  structure: PlanStructure,
  query: DataQuery,
  { format, labels, keys, timeFormat }: DataRepresentation,
  language: Language,
): AsyncGenerator<string> {
  const columns = columnsOf(structure, query, timeFormat, language);
  const flow = `${structure.agency.id}:${flowId}(${version})`;
  const flowName = structure.name[language];
  const isFirst = format === 'sdmx-csv-1';
  const flowCell = labels === 'both' ? `${flow}: ${flowName}` : flow;
  const withKeys = (key: string) => !isFirst && (keys === key || keys === 'both');
  yield csvLine([
    ...(isFirst
      ? ['DATAFLOW']
      : ['STRUCTURE', 'STRUCTURE_ID', ...(labels === 'name' ? ['STRUCTURE_NAME'] : []), 'ACTION']),
    ...(withKeys('series') ? ['SERIES_KEY'] : []),
    ...(withKeys('obs') && !query.seriesOnly ? ['OBS_KEY'] : []),
    ...columns.flatMap(({ component: { id, name } }) =>
      labels === 'id'
        ? [id]
        : labels === 'both'
          ? [`${id}: ${name[language]}`]
          : [id, safeText(name[language])],
    ),
  ]);
  const nameOf = labelReader(structure, language);
  const cellsOf = (column: Column, series: SdmxSeries, observation: SdmxObservation | null): string[] => {
    const text = column.text(series, observation) ?? '';
    if (labels === 'id') return [text];
    const name = text === '' ? null : nameOf(column.component, text);
    if (labels === 'both') return [name === null ? text : `${text}: ${name}`];
    return [text, safeText(name ?? '')];
  };
  const line = (series: SdmxSeries, observation: SdmxObservation | null) =>
    csvLine([
      ...(isFirst
        ? [flowCell]
        : ['dataflow', flowCell, ...(labels === 'name' ? [safeText(flowName)] : []), 'I']),
      ...(withKeys('series') ? [series.codes.join('.')] : []),
      ...(withKeys('obs') && observation ? [[...series.codes, observation.time].join('.')] : []),
      ...columns.flatMap((column) => cellsOf(column, series, observation)),
    ]);
  for await (const series of all)
    yield query.seriesOnly
      ? line(series, null)
      : series.observations.map((observation) => line(series, observation)).join('');
}

function columnsOf(
  structure: PlanStructure,
  query: DataQuery,
  timeFormat: DataRepresentation['timeFormat'],
  language: Language,
): Column[] {
  const dimensions = structure.dimensions.map((component, at): Column => ({
    component,
    text: ({ codes }) => codes[at]!,
  }));
  if (query.seriesOnly) return dimensions;
  const ofIndicator = (id: string, series: SdmxSeries) => seriesAttribute(structure, id, series, language);
  return [
    ...dimensions,
    {
      component: timePeriod,
      text: (_, one) => (timeFormat === 'normalized' ? one!.period.end : one!.time),
    },
    ...(query.measures
      ? [{ component: obsValue, text: (_: SdmxSeries, one: SdmxObservation | null) => one!.value }]
      : []),
    ...structure.attributes
      .filter(({ id }) => query.attributes.has(id))
      .map((component): Column => ({
        component,
        text: (series, one) =>
          component.level === 'series'
            ? asCell(component.id, ofIndicator(component.id, series))
            : asCell(component.id, observationAttribute(component.id, one!)),
      })),
  ];
}

/** Only comments and units are written by people. */
function asCell(id: string, text: string | null): string | null {
  return text !== null && ['COMMENT_OBS', 'UNIT_MEASURE'].includes(id) ? safeText(text) : text;
}

/** What a series' attribute is, which follows from its indicator. */
export function seriesAttribute(
  { indicators }: PlanStructure,
  id: string,
  { indicator }: SdmxSeries,
  language: Language,
): string | null {
  const { unit, decimals } = indicators.get(indicator) ?? {};
  if (id === 'UNIT_MEASURE') return unit?.[language] ?? null;
  // Values stand in the unit just as it is named, "10,000 tonnes" included: nothing is left to multiply by.
  if (id === 'UNIT_MULT') return '0';
  return decimals === undefined ? null : String(decimals);
}

/** What an observation's attribute is; null where it has none. */
export function observationAttribute(id: string, observation: SdmxObservation): string | null {
  if (id === 'OBS_STATUS') return observation.status;
  if (id === 'LAST_UPDATE') return observation.knownFrom.toISOString();
  if (id === 'COMMENT_OBS') return observation.comment;
  return observation.computed;
}

/** What a code of a component is called; null where its values have no names. */
function labelReader(
  { codelists }: PlanStructure,
  language: Language,
): (component: Component, code: string) => string | null {
  const names = new Map(
    [...codelists].map(([id, { codes }]) => [
      id,
      new Map(codes.map((code) => [code.id, code.name[language]])),
    ]),
  );
  return ({ codelist }, code) => (codelist === null ? null : (names.get(codelist)?.get(code) ?? null));
}
