import type { Area, Indicator } from '#contract';
import { parsePeriod } from '#time-period';
import type { InputObservation } from '../src/derived/compute-observations.js';

/** An indicator of which only what computing asks about is told. */
export function indicatorOf(code: string, unit: string, given: Partial<Indicator> = {}): Indicator {
  return {
    code,
    name: { zh: code, en: code },
    kind: 'stock',
    unit: { zh: unit, en: unit },
    decimals: 2,
    direction: 'up',
    lowerBound: null,
    upperBound: null,
    naturalLimit: null,
    frequency: 'A',
    releaseLagDays: 30,
    owner: 'shaanxi-statistics',
    tasks: [],
    dimensions: [],
    definition: { zh: code, en: code },
    note: null,
    ...given,
  };
}

export function areaOf(code: string): Area {
  return { code, name: { zh: code, en: code }, shortName: null, kind: 'city', parent: null, note: null };
}

/** "gdp 610100 2019 = 12.5 P @2020-02-01": indicator, area, period, value, and what differs from A, known 2020-01-01. */
export function observationsOf(...lines: readonly string[]): InputObservation[] {
  return lines.map((line) => {
    const form = /^(\S+) (\S+) (\S+) = (\S+)(?: ([A-Z]))?(?: @(\S+))?$/.exec(line);
    const [, indicator = '', area = '', text = '', value = '', status = 'A', knownFrom = '2020-01-01'] =
      form ?? [];
    const period = parsePeriod(text);
    if (!form || !period) throw new Error(`${line} is no observation`);
    return {
      indicator,
      area,
      frequency: period.frequency,
      accumulation: period.accumulation,
      breakdown: {},
      periodStart: period.start,
      periodEnd: period.end,
      value,
      status,
      knownFrom: new Date(`${knownFrom}T00:00:00Z`),
    };
  });
}
