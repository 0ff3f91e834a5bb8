/** The values that panels show: so many monthly series, in Postgres and in VictoriaMetrics. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  loadSampleSeries,
  readWholeSeries,
  type Database,
  type SampleCourse,
  type SeriesKey,
  type WholeSeries,
} from '#storage';
import type { Day } from '#time-period';
import type { SamplePlan } from './sample-plan.js';
import { expectRows, type Victoria } from './victoria-metrics.js';

export const valuesPerSeries = 100;
const portion = 2000;

/** So many series, indicator by indicator. */
export function sampleSeries({ indicators, areas }: SamplePlan, count: number): (SeriesKey & SampleCourse)[] {
  return Array.from({ length: count }, (_, index) => ({
    indicator: indicators[Math.floor(index / areas.length)] ?? '',
    area: areas[index % areas.length] ?? '',
    frequency: 'M' as const,
    accumulation: 'period' as const,
    breakdown: {},
    level: 100 + ((index * 37) % 400),
    trend: ((index % 11) - 2) * 0.1,
    season: index % 10,
    noise: 4,
  }));
}

/** Stores their values from a month on. @returns their ids in the same order. */
export async function storeSeries(
  database: Database,
  series: readonly (SeriesKey & SampleCourse)[],
  first: Day,
): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < series.length; from += portion)
    ids.push(
      ...(await loadSampleSeries(database, series.slice(from, from + portion), {
        first,
        count: valuesPerSeries,
      })),
    );
  // What autovacuum does by itself a minute after an import.
  await database.query('vacuum analyze');
  return ids;
}

/** Gives VictoriaMetrics the same values at the same times. */
export async function copyToVictoria(
  database: Database,
  victoria: Victoria,
  ids: readonly string[],
): Promise<void> {
  for (let from = 0; from < ids.length; from += portion) {
    const series = await readWholeSeries(database, ids.slice(from, from + portion));
    const response = await fetch(`${victoria.url}/api/v1/import`, {
      method: 'POST',
      body: series.map(importLine).join('\n'),
    });
    await response.text();
    if (!response.ok) throw new Error(`VictoriaMetrics refused the values: ${response.status}`);
  }
  await expectRows(victoria, 'vmimport', ids.length * valuesPerSeries);
  await (await fetch(`${victoria.url}/internal/force_flush`)).text();
  await merged(victoria);
}

const mostWaitMs = 60_000;

/** Waits until it has put in order what it took, or has been given a minute for it: asked before, it would be slower. */
async function merged(victoria: Victoria): Promise<void> {
  for (let waited = 0; waited < mostWaitMs; waited += 500) {
    const metrics = await (await fetch(`${victoria.url}/metrics`)).text();
    const active = [...metrics.matchAll(/^vm_active_merges\{[^}]*\} (\d+)$/gm)].map(([, count]) =>
      Number(count),
    );
    if (active.every((count) => count === 0)) return;
    await delay(500);
  }
}

function importLine({ indicator, area, times, values }: WholeSeries): string {
  return JSON.stringify({ metric: { __name__: indicator, area }, values, timestamps: times });
}
