/** What /api/docs says of the paths of SDMX REST. */
import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery } from '@nestjs/swagger';
import { csvOffer, sdmxJsonOffer, structureJson } from './media-types.js';

const anything = { schema: { type: 'object' } } as const;
const table = { schema: { type: 'string' } } as const;

/** A part of the path; all behind the first may be left out. */
const parts = {
  context: 'dataflow, datastructure or *',
  agency: 'the plan’s, or *',
  id: 'OBSERVATIONS, or *',
  version: '1.0, ~ (the latest) or *',
  flow: 'OBSERVATIONS, or AGENCY,OBSERVATIONS,1.0',
  key: 'codes of the dimensions, parted by dots; * (edition 1: nothing) for any',
  provider: 'all',
  component: 'one dimension, or *',
  kind: 'dataflow, datastructure, conceptscheme, codelist, agencyscheme or *',
  items: 'codes of single items',
} as const;

const dataParameters = {
  startPeriod: 'a period, such as 2020 or 2020-06',
  endPeriod: 'a period',
  firstNObservations: 'of each series',
  lastNObservations: 'of each series',
  'c[COMPONENT]': 'a filter of a dimension, of TIME_PERIOD, OBS_VALUE or OBS_STATUS: A,B or ge:2015+le:2020',
  dimensionAtObservation: 'TIME_PERIOD or AllDimensions',
  attributes: 'dsd, series, obs, all, none or ids',
  measures: 'all or none',
  detail: 'full, dataonly, serieskeysonly or nodata (edition 1)',
  includeHistory: 'true or false',
  asOf: 'a day or an instant',
  offset: 'observations to pass over',
  limit: 'observations at most',
  computed: 'true or false',
  format: 'json, csv or sdmx-csv-1 where the header Accept cannot be set',
  language: 'zh or en where the header Accept-Language cannot be set',
} as const;

const structureParameters = {
  references:
    'none, parents, parentsandsiblings, ancestors, children, descendants, all, or a kind of artefact',
  detail: 'full, allstubs, referencestubs, referencepartial …',
  language: dataParameters.language,
} as const;

const availabilityParameters = {
  mode: 'exact or available',
  references: 'none, all, codelist, datastructure, conceptscheme, dataflow',
  startPeriod: dataParameters.startPeriod,
  endPeriod: dataParameters.endPeriod,
  'c[COMPONENT]': dataParameters['c[COMPONENT]'],
} as const;

/** Describes a route by its kind of query and the parts of its path. */
export function ApiSdmx(
  query: 'data' | 'structure' | 'availability',
  edition: 1 | 2,
  ...path: readonly (keyof typeof parts)[]
): MethodDecorator {
  const parameters = {
    data: dataParameters,
    structure: structureParameters,
    availability: availabilityParameters,
  }[query];
  const content =
    query === 'data'
      ? { [sdmxJsonOffer.types[0]!]: anything, [csvOffer.types[0]!]: table }
      : { [structureJson]: anything };
  return applyDecorators(
    ApiOperation({
      summary: `SDMX REST ${edition}: ${query}`,
      description: 'Parts of the path may be left out from the end.',
    }),
    ...path.map((name) => ApiParam({ name, description: parts[name], schema: { type: 'string' } })),
    ...Object.entries(parameters).map(([name, description]) =>
      ApiQuery({ name, description, required: false, schema: { type: 'string' } }),
    ),
    ApiOkResponse({ description: 'docs/exporting.md says what is offered', content }),
  );
}
