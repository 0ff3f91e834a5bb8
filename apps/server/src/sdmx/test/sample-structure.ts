/** A plan of two indicators, one with a breakdown, and three areas; and observations of it. */
import type { Indicator } from '#contract';
import type { ComputedObservation } from '#monitoring';
import type { CommentedObservation } from '#storage';
import { parsePeriod } from '#time-period';
import { parseDataQuery } from '../data-query.js';
import { parseKey } from '../key.js';
import { planStructure } from '../plan-structure.js';

const indicator = (code: string, changes: Partial<Indicator>): Indicator => ({
  code,
  name: { zh: `指标 ${code}`, en: `indicator ${code}` },
  kind: 'stock',
  unit: { zh: '万吨', en: '10,000 tonnes' },
  decimals: 2,
  direction: 'up',
  lowerBound: null,
  upperBound: null,
  naturalLimit: null,
  frequency: 'A',
  releaseLagDays: 60,
  owner: 'statistics',
  tasks: [1],
  dimensions: [],
  definition: { zh: '定义', en: 'definition' },
  note: null,
  ...changes,
});

const area = (code: string, zh: string, en: string, parent: string | null) => ({
  code,
  name: { zh, en },
  shortName: null,
  kind: 'city' as const,
  parent,
  note: null,
});

export const structure = planStructure(
  {
    code: 'sample-2020',
    title: { zh: '规划', en: 'Plan' },
    issuer: { zh: '政府', en: 'Government' },
    issuedOn: '2020-01-01',
    publishedOn: null,
    baseYear: 2020,
    horizon: '2035',
    sections: [],
  },
  [
    indicator('cargo', {}),
    indicator('travel', { unit: { zh: '分钟', en: 'minutes' }, decimals: 0, dimensions: ['to'] }),
  ],
  [
    area('610000', '陕西省', 'Shaanxi', null),
    area('610100', '西安市', "Xi'an", '610000'),
    area('610300', '宝鸡市', 'Baoji', '610000'),
  ],
  [
    { dimension: 'to', code: '110000', name: { zh: '北京', en: 'Beijing' } },
    { dimension: 'to', code: '310000', name: { zh: '上海', en: 'Shanghai' } },
  ],
);

/** A data query as its URL has it. */
export function query(key: string, parameters = '') {
  const ids = structure.dimensions.map(({ id }) => id);
  return parseDataQuery(new URLSearchParams(parameters), parseKey(key, ids), structure, 'Asia/Shanghai');
}

export function stored(
  seriesId: string,
  period: string,
  value: string,
  changes: Partial<CommentedObservation> = {},
): CommentedObservation {
  const { frequency, accumulation, start, end } = parsePeriod(period)!;
  return {
    seriesId,
    indicator: 'cargo',
    area: '610100',
    frequency,
    accumulation,
    breakdown: {},
    periodStart: start,
    periodEnd: end,
    value,
    status: 'A',
    knownFrom: new Date('2021-03-01T00:00:00Z'),
    importId: 1,
    comment: null,
    ...changes,
  };
}

export function computed(
  period: string,
  value: string,
  changes: Partial<ComputedObservation> = {},
): ComputedObservation {
  const { seriesId: _seriesId, importId: _importId, comment: _comment, ...rest } = stored('', period, value);
  return { ...rest, computed: { areas: null }, ...changes };
}

export async function* pages<T>(...rows: readonly (readonly T[])[]): AsyncGenerator<readonly T[]> {
  yield* rows;
}

export async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const part of parts) text += part;
  return text;
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
