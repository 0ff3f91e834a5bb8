/** A catalogue small enough to see through: a stock, a flow, an average with a breakdown; three areas. */
import type { Indicator } from '#contract';
import type { StoredObservation, StoredTarget } from '#storage';
import { parsePeriod } from '#time-period';
import type { PlanNames } from '../plan-names.js';

export function indicator(changes: Partial<Indicator> & Pick<Indicator, 'code' | 'name'>): Indicator {
  return {
    kind: 'stock',
    unit: { zh: '条', en: 'routes' },
    decimals: 0,
    direction: 'up',
    lowerBound: '0',
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
  };
}

export function target(changes: Partial<StoredTarget> & Pick<StoredTarget, 'code'>): StoredTarget {
  return {
    id: 1,
    version: 1,
    validFrom: new Date('2018-01-09T00:00:00Z'),
    validTo: null,
    changedAt: new Date('2018-01-09T00:00:00Z'),
    changedBy: 'seeds',
    changeReason: null,
    withdrawn: null,
    name: { zh: changes.code, en: changes.code },
    indicator: 'routes',
    area: '610100',
    breakdown: {},
    frequency: 'A',
    due: '2020',
    operator: 'atLeast',
    value: '100',
    upper: null,
    baseline: null,
    method: 'elapsedShare',
    trajectory: 'linear',
    milestones: [],
    clause: { task: 1, quote: 'quote' },
    organisation: 'statistics',
    note: null,
    ...changes,
  };
}

/** An observation of a series, its period as SDMX text. */
export function observation(
  period: string,
  value: string,
  changes: Partial<StoredObservation> = {},
): StoredObservation {
  const parsed = parsePeriod(period);
  if (!parsed) throw new Error(`${period} is no period`);
  return {
    seriesId: '1',
    indicator: 'routes',
    area: '610100',
    frequency: parsed.frequency,
    accumulation: parsed.accumulation,
    breakdown: {},
    periodStart: parsed.start,
    periodEnd: parsed.end,
    value,
    status: 'A',
    knownFrom: new Date('2020-01-01T00:00:00Z'),
    importId: 1,
    ...changes,
  };
}

const area = { kind: 'city', parent: null, note: null, shortName: null } as const;

export const names: PlanNames = {
  sections: [{ code: 's', number: '一', parent: null, title: { zh: '交通', en: 'Transport' } }],
  indicators: [
    indicator({ code: 'routes', name: { zh: '航线', en: 'Routes' } }),
    indicator({ code: 'output', name: { zh: '产量', en: 'Output' }, kind: 'flow' }),
    indicator({
      code: 'travel',
      name: { zh: '旅行时间', en: 'Travel time' },
      direction: 'down',
      dimensions: ['destination'],
    }),
    indicator({ code: 'trade', name: { zh: '贸易', en: 'Trade' }, dimensions: ['partner', 'goods'] }),
  ],
  areas: [
    { ...area, code: '610100', name: { zh: '西安市', en: "Xi'an" } },
    { ...area, code: '610300', name: { zh: '宝鸡市', en: 'Baoji' } },
    { ...area, code: 'guanzhong', name: { zh: '关中', en: 'Guanzhong' } },
  ],
  breakdownValues: [
    { dimension: 'destination', code: '110000', name: { zh: '北京', en: 'Beijing' } },
    { dimension: 'destination', code: '510100', name: { zh: '成都', en: 'Chengdu' } },
    { dimension: 'partner', code: 'de', name: { zh: '德国', en: 'Germany' } },
    { dimension: 'goods', code: 'apples', name: { zh: '苹果', en: 'Apples' } },
  ],
  organisations: [
    {
      code: 'statistics',
      name: { zh: '统计局', en: 'Bureau of Statistics' },
      kind: 'department',
      members: [],
      areas: [],
      note: null,
    },
  ],
  tasks: [
    {
      number: 1,
      section: 's',
      title: { zh: '航空', en: 'Aviation' },
      organisations: ['statistics'],
      responsibility: '责任',
    },
  ],
  targets: [
    target({ code: 'routes-2020' }),
    target({ code: 'routes-2035', due: '2035', value: '200' }),
    target({ code: 'output-2035', indicator: 'output', due: '2035', area: '610300' }),
    target({
      code: 'beijing-2035',
      indicator: 'travel',
      due: '2035',
      operator: 'atMost',
      value: '360',
      breakdown: { destination: '110000' },
    }),
    target({
      code: 'chengdu-2035',
      indicator: 'travel',
      due: '2035',
      operator: 'atMost',
      value: '180',
      breakdown: { destination: '510100' },
    }),
  ],
};
