/** Runs the queries of a dashboard's JSON the way Grafana would, and gives what it would draw. */
import { type DataFrame, FieldType } from '@grafana/data';
import { z } from 'zod';
import {
  type Chosen,
  interpolated,
  type Range,
  sentParameter,
  sentPayload,
  sentSql,
} from './grafana-interpolation.js';
import { frameOfRows, framesOfJson, type TypedColumn, valueAt, wide } from './grafana-frames.js';
import type { TestApplication } from './test-application.js';

const jsonQuery = z.looseObject({ refId: z.string(), target: z.string(), payload: z.string() });
const infinityQuery = z.looseObject({
  refId: z.string(),
  type: z.literal('json'),
  parser: z.literal('backend'),
  format: z.enum(['table', 'timeseries', 'dataframe']),
  url: z.string().startsWith('/'),
  url_options: z.object({
    method: z.literal('GET'),
    params: z.array(z.object({ key: z.string(), value: z.string() })),
    headers: z.array(z.never()),
  }),
  columns: z.array(
    z.object({
      selector: z.string(),
      text: z.string(),
      type: z.enum(['string', 'number', 'timestamp_epoch']),
    }),
  ),
});
const sqlQuery = z.looseObject({
  refId: z.string(),
  rawSql: z.string(),
  rawQuery: z.literal(true),
  format: z.enum(['table', 'time_series']),
});
const choice = z.object({ __text: z.string(), __value: z.string() });
export type Choice = z.infer<typeof choice>;

const infinityTypes = {
  string: FieldType.string,
  number: FieldType.number,
  timestamp_epoch: FieldType.time,
} as const;

/** The role that the migration makes for Grafana. */
const readerRole = 'guanzhong_grafana';

export interface Asking {
  readonly app: TestApplication;
  readonly chosen: Chosen;
  readonly range: Range;
}

export type SourceName = 'json' | 'infinity' | 'postgresql';

/** One query's frames, before the panel transforms them. */
export function framesOf(source: SourceName, query: unknown, asking: Asking): Promise<DataFrame[]> {
  switch (source) {
    case 'json':
      return askJson(jsonQuery.parse(query), asking);
    case 'infinity':
      return askInfinity(infinityQuery.parse(query), asking);
    case 'postgresql':
      return askPostgresql(sqlQuery.parse(query), asking);
  }
}

/** The entries of a variable. */
export async function choicesOf(source: SourceName, query: unknown, asking: Asking): Promise<Choice[]> {
  switch (source) {
    case 'json': {
      const { query: text } = z.object({ query: z.string(), format: z.literal('json') }).parse(query);
      const payload: unknown = JSON.parse(interpolated(text, asking.chosen, 'json'));
      return z.array(choice).parse(await answered(asking, '/grafana/variable', { payload }));
    }
    case 'infinity': {
      const { infinityQuery: inner, meta } = z
        .looseObject({
          infinityQuery: z.unknown(),
          meta: z.object({ textField: z.string(), valueField: z.string() }),
        })
        .parse(query);
      const [frame] = await askInfinity(infinityQuery.parse(inner), asking);
      const values = (name: string) => frame?.fields.find((field) => field.name === name)?.values ?? [];
      return values(meta.textField).map((text, index) =>
        choice.parse({ __text: text, __value: values(meta.valueField)[index] }),
      );
    }
    case 'postgresql':
      return z.array(choice).parse(await rows(z.string().parse(query), asking));
  }
}

async function askJson({ refId, target, payload }: z.infer<typeof jsonQuery>, asking: Asking) {
  const { chosen, range } = asking;
  const body = await answered(asking, '/grafana/query', {
    range,
    maxDataPoints: 800,
    adhocFilters: [],
    targets: [
      { refId, target: interpolated(target, chosen, 'regex'), payload: sentPayload(payload, chosen) },
    ],
  });
  return framesOfJson(body);
}

async function askInfinity(query: z.infer<typeof infinityQuery>, asking: Asking): Promise<DataFrame[]> {
  const { chosen, range, app } = asking;
  const parameters = query.url_options.params.map(({ key, value }) => [
    key,
    sentParameter(value, chosen, range),
  ]);
  const search = new URLSearchParams(parameters).toString();
  const path = interpolated(query.url, chosen, 'glob') + (search === '' ? '' : `?${search}`);
  const { status, body } = await app.ask(path);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  const list = z.array(z.record(z.string(), z.unknown())).parse(body);
  const columns = query.columns.map(({ selector, text, type }): TypedColumn => ({
    selector,
    text,
    type: infinityTypes[type],
  }));
  const missing = columns.filter(({ selector }) => list.some((row) => valueAt(row, selector) === undefined));
  if (missing.length > 0) throw new Error(`${path} has no ${missing.map(({ selector }) => selector).join()}`);
  const frame = frameOfRows(query.refId, list, columns);
  return [
    query.format === 'timeseries' ? wide(frame, (series) => ({ name: 'Value', labels: { series } })) : frame,
  ];
}

async function askPostgresql({ refId, rawSql, format }: z.infer<typeof sqlQuery>, asking: Asking) {
  const found = await rows(rawSql, asking);
  const columns = Object.keys(found[0] ?? {}).map((name): TypedColumn => ({
    selector: name,
    text: name,
    type: typeOf(found.map((row) => row[name])),
  }));
  const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value);
  const frame = frameOfRows(
    refId,
    found.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))),
    columns,
  );
  // With three columns the source takes the name of the line for the name of its field.
  return [format === 'time_series' && found.length > 0 ? wide(frame, (name) => ({ name })) : frame];
}

function typeOf(values: readonly unknown[]): TypedColumn['type'] {
  const known = values.filter((value) => value !== null);
  if (known.some((value) => typeof value === 'string')) return FieldType.string;
  return known.length > 0 && known.every((value) => value instanceof Date)
    ? FieldType.time
    : FieldType.number;
}

/** What the read-only role is answered. */
async function rows(text: string, { app, chosen, range }: Asking): Promise<Record<string, unknown>[]> {
  const sql = sentSql(text, chosen, range);
  const runner = app.database.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('begin read only');
    await runner.query(`set local role ${readerRole}`);
    return z.array(z.record(z.string(), z.unknown())).parse(await runner.query(sql));
  } catch (error) {
    throw new Error(`${sql}\n${String(error)}`, { cause: error });
  } finally {
    await runner.query('rollback');
    await runner.release();
  }
}

async function answered({ app }: Asking, path: string, request: unknown): Promise<unknown> {
  const { status, body } = await app.ask(path, { method: 'POST', body: JSON.stringify(request) });
  if (status !== 200)
    throw new Error(`${path} ${JSON.stringify(request)}: ${status} ${JSON.stringify(body)}`);
  return body;
}
