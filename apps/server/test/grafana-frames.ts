/**
 * Answers as the data frames that Grafana makes of them, by Grafana's own code where it is in JavaScript
 * (@grafana/data), else by its rules: the PostgreSQL source and Infinity make theirs on Grafana's server.
 */
import {
  type DataFrame,
  type DataTransformerConfig,
  FieldType,
  standardTransformers,
  toDataFrame,
} from '@grafana/data';
import { lastValueFrom, of } from 'rxjs';
import { z } from 'zod';

/** What `POST /grafana/query` answered, as simpod-json-datasource hands it on. */
export function framesOfJson(body: unknown): DataFrame[] {
  return z.array(z.unknown()).parse(body).map(toDataFrame);
}

export interface TypedColumn {
  /** What the column is called in the answer, and in the frame. */
  readonly selector: string;
  readonly text: string;
  readonly type: FieldType.string | FieldType.number | FieldType.time;
}

const cells = {
  [FieldType.string]: z.string(),
  [FieldType.number]: z.number(),
  [FieldType.time]: z.number(),
};

/** Rows as a frame of one field per column. @throws ZodError when a value has not its column's type. */
export function frameOfRows(
  refId: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: readonly TypedColumn[],
): DataFrame {
  return toDataFrame({
    refId,
    fields: columns.map(({ selector, text, type }) => ({
      name: text,
      type,
      values: rows.map((row) => cells[type].nullable().parse(valueAt(row, selector) ?? null)),
    })),
  });
}

/** A selector of Infinity's backend parser, as far as it is used here: names with dots between. */
export function valueAt(row: unknown, selector: string): unknown {
  return selector
    .split('.')
    .reduce<unknown>(
      (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
      row,
    );
}

/**
 * A long frame (time, name of the line, value) as a field per line: what grafana-plugin-sdk-go's LongToWide makes of
 * it. It refuses times that do not ascend, and two values of a line at one time.
 */
export function wide(
  long: DataFrame,
  fieldOf: (line: string) => { readonly name: string; readonly labels?: Record<string, string> },
): DataFrame {
  const [times, lines, values] = long.fields.map((field) => field.values);
  if (!times || !lines || !values || long.fields.length !== 3)
    throw new Error('a long frame has a time, a name and a value');
  const at = [...new Set(times)];
  if (times.some((time, i) => i > 0 && time < times[i - 1])) throw new Error('the times do not ascend');
  const names = [...new Set(lines)];
  const seen = new Set(times.map((time, i) => `${time} ${lines[i]}`));
  if (seen.size !== times.length) throw new Error('a line has two values at one time');
  return toDataFrame({
    ...(long.refId === undefined ? {} : { refId: long.refId }),
    fields: [
      { name: 'time', type: FieldType.time, values: at },
      ...names.map((name) => ({
        ...fieldOf(name),
        type: FieldType.number,
        values: at.map(
          (time) => values[times.findIndex((other, i) => other === time && lines[i] === name)] ?? null,
        ),
      })),
    ],
  });
}

/** The frames after a panel's transformations. */
export async function transformed(
  frames: DataFrame[],
  transformations: readonly DataTransformerConfig[],
): Promise<DataFrame[]> {
  let result = frames;
  for (const { id, options } of transformations) {
    const transformer = Object.values(standardTransformers).find((one) => one.id === id);
    if (!transformer) throw new Error(`Grafana has no transformation ${id}`);
    result = await lastValueFrom(
      of(result).pipe(transformer.operator(options, { interpolate: (text: string) => text })),
    );
  }
  return result;
}
