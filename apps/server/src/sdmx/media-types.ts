/**
 * The media types of SDMX that are answered. Named as in the SDMX REST API
 * (https://github.com/sdmx-twg/sdmx-rest, doc/data.md and doc/structures.md).
 */
import { AppError } from '#contract';
import { negotiate, type Offer } from '../http/accept.js';

export type DataFormat = 'sdmx-json' | 'sdmx-csv' | 'sdmx-csv-1';
export type Labels = 'id' | 'name' | 'both';
export type Keys = 'none' | 'series' | 'obs' | 'both';

/** How a data message is written. */
export interface DataRepresentation {
  readonly format: DataFormat;
  readonly labels: Labels;
  readonly keys: Keys;
  /** normalized: TIME_PERIOD as the last day of the period. */
  readonly timeFormat: 'original' | 'normalized';
}

const dataJson = 'application/vnd.sdmx.data+json';
const dataCsv = 'application/vnd.sdmx.data+csv';
export const structureJson = 'application/vnd.sdmx.structure+json';

export const sdmxJsonOffer: Offer<'sdmx-json'> = {
  format: 'sdmx-json',
  types: [dataJson],
  versions: ['2.0.0'],
};
export const csvOffer: Offer<'sdmx-csv'> = { format: 'sdmx-csv', types: [dataCsv], versions: ['2.0.0'] };

const dataOffers: readonly Offer<DataFormat>[] = [
  { ...sdmxJsonOffer, types: [dataJson, 'application/json', 'text/json'] },
  { ...csvOffer, types: [dataCsv, 'text/csv'] },
  { format: 'sdmx-csv-1', types: [dataCsv], versions: ['1.0.0'] },
];
const structureOffers: readonly Offer<'json'>[] = [
  { format: 'json', types: [structureJson, 'application/json', 'text/json'], versions: ['2.0.0'] },
];
const structureNames = ['json', 'sdmx-json'];
/** What the parameter format may say, for tools that cannot set a header. */
const named: Readonly<Record<string, DataFormat>> = {
  json: 'sdmx-json',
  jsondata: 'sdmx-json',
  'sdmx-json': 'sdmx-json',
  csv: 'sdmx-csv',
  csvdata: 'sdmx-csv',
  'sdmx-csv': 'sdmx-csv',
  'sdmx-csv-1': 'sdmx-csv-1',
};

/** The Content-Type of a data message. */
export function dataType({ format, labels }: DataRepresentation): string {
  if (format === 'sdmx-json') return `${dataJson}; version=2.0.0; charset=utf-8`;
  return `${dataCsv}; version=${format === 'sdmx-csv' ? '2.0.0' : '1.0.0'}; labels=${labels}; charset=utf-8`;
}

/** The Content-Type of a structure message. */
export const structureType = `${structureJson}; version=2.0.0; charset=utf-8`;

/**
 * How data is to be written, by the header Accept and its parameters labels, keys and timeFormat, or by the parameters
 * of the query of the same names.
 * @throws AppError not-acceptable or invalid-request.
 */
export function dataRepresentation(
  accept: string | undefined,
  query: Readonly<Record<string, string | undefined>>,
): DataRepresentation {
  const name = query['format']?.toLowerCase();
  const byName = name !== undefined && Object.hasOwn(named, name) ? named[name] : undefined;
  if (query['format'] !== undefined && byName === undefined)
    throw new AppError(
      'not-acceptable',
      `There is no format ${query['format']}. There is: ${Object.keys(named).join(', ')}.`,
    );
  const chosen = byName ? { format: byName, parameters: {} } : negotiate(accept, dataOffers);
  const parameters = { ...lowerCased(chosen.parameters), ...lowerCased(query) };
  return {
    format: chosen.format,
    labels: oneOf('labels', parameters['labels'], ['id', 'name', 'both']),
    // SDMX-CSV 2.0.0 calls it key in its examples and keys in its list of parameters.
    keys: oneOf('keys', parameters['keys'] ?? parameters['key'], ['none', 'series', 'obs', 'both']),
    timeFormat: oneOf('timeFormat', parameters['timeformat'], ['original', 'normalized']),
  };
}

/**
 * @param format what the parameter format says; null: the header Accept decides.
 * @throws AppError not-acceptable when a structure message is not among what is accepted.
 */
export function checkStructureAccepted(accept: string | undefined, format: string | null): void {
  if (format === null) negotiate(accept, structureOffers);
  else if (!structureNames.includes(format.toLowerCase()))
    throw new AppError(
      'not-acceptable',
      `There is no format ${format} of structures. There is: ${structureNames.join(', ')}.`,
    );
}

function oneOf<T extends string>(name: string, text: string | undefined, values: readonly [T, ...T[]]): T {
  if (text === undefined) return values[0];
  const found = values.find((value) => value === text.toLowerCase());
  if (found) return found;
  throw new AppError('invalid-request', `${name}=${text} is none of ${values.join(', ')}.`, [
    { path: name, code: 'invalid', message: `one of ${values.join(', ')}` },
  ]);
}

function lowerCased(
  parameters: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(parameters).map(([name, text]) => [name.toLowerCase(), text]));
}
