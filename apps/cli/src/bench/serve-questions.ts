/** The panels that are asked for: few of them often, most of them seldom. */
import type { SeriesKey } from '#storage';

/** A panel of one or of twenty series: of one indicator, in so many areas. */
export interface Panel {
  readonly indicator: string;
  readonly areas: readonly string[];
  readonly seriesIds: readonly string[];
}

export const manySeries = 20;
/** Of so many panels one shows twenty series. */
const onePanelOfMany = 5;

/**
 * A panel for each series, one in five of them with the nineteen after it too. Series must come indicator by indicator.
 * @param ids of the series, in the same order.
 */
export function panelsOf(
  series: readonly Pick<SeriesKey, 'indicator' | 'area'>[],
  ids: readonly string[],
): Panel[] {
  return series.map(({ indicator, area }, at) => {
    if (at % onePanelOfMany !== 0) return { indicator, areas: [area], seriesIds: [ids[at] ?? ''] };
    const places: number[] = [];
    for (let near = at; near < series.length && places.length < manySeries; near += 1)
      if (series[near]?.indicator === indicator) places.push(near);
    // At the end of an indicator's series, those before.
    for (let near = at - 1; near >= 0 && places.length < manySeries; near -= 1)
      if (series[near]?.indicator === indicator) places.push(near);
    return {
      indicator,
      areas: places.map((place) => series[place]?.area ?? ''),
      seriesIds: places.map((place) => ids[place] ?? ''),
    };
  });
}

/**
 * Draws places by Zipf's law: the n-th most wanted is drawn n times as seldom as the most wanted. The same draws for
 * the same seed.
 * @param count how many places there are.
 */
export function zipf(count: number, seed: number): () => number {
  const heights: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= count; rank += 1) {
    sum += 1 / rank;
    heights.push(sum);
  }
  const random = randomFrom(seed);
  // The most wanted are not the first stored, which lie side by side.
  const stride = strideFor(count);
  return () => {
    const height = random() * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((heights[middle] ?? 0) < height) low = middle + 1;
      else high = middle;
    }
    return (low * stride) % count;
  };
}

/** A step that visits every one of so many places, far from the one before. */
function strideFor(count: number): number {
  let stride = Math.max(1, Math.floor(count * 0.618));
  while (commonDivisor(stride, count) !== 1) stride += 1;
  return stride;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Numbers from 0 to 1 that only look like chance (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a question is about beside its panel. */
export interface Asked {
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Counts the questions: Grafana numbers them and says when each began, so that no two are alike. */
  readonly number: number;
  readonly maxDataPoints: number;
}

/** The body that Grafana's JSON source sends for a panel; its variables are filled in as those with several values. */
export function grafanaBody({ indicator, areas }: Panel, { from, to, number, maxDataPoints }: Asked): string {
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const interval = Math.max(60_000, Math.round((to - from) / maxDataPoints));
  return JSON.stringify({
    app: 'dashboard',
    requestId: `Q${number}`,
    timezone: 'browser',
    panelId: 1 + (number % 20),
    panelPluginId: 'timeseries',
    dashboardUID: 'bench-serve',
    range: { ...range, raw: { from: 'now-10y', to: 'now' } },
    interval: `${interval}ms`,
    intervalMs: interval,
    targets: [
      {
        datasource: { type: 'simpod-json-datasource', uid: 'guanzhong' },
        editorMode: 'builder',
        refId: 'A',
        target: indicator,
        payload: {
          area: areas.length === 1 ? areas[0] : `(${areas.join('|')})`,
          measures: ['actual'],
          language: 'zh',
        },
      },
    ],
    maxDataPoints,
    scopedVars: {
      __interval: { text: `${interval}ms`, value: `${interval}ms` },
      __interval_ms: { text: String(interval), value: interval },
    },
    startTime: to + number,
    rangeRaw: { from: 'now-10y', to: 'now' },
    adhocFilters: [],
  });
}

/** The same panel asked of VictoriaMetrics: a point a month. */
export function rangeQuery(
  { indicator, areas }: Panel,
  { from, to }: Pick<Asked, 'from' | 'to'>,
): URLSearchParams {
  const of = areas.length === 1 ? `area="${areas[0]}"` : `area=~"${areas.join('|')}"`;
  return new URLSearchParams({
    query: `${indicator}{${of}}`,
    start: String(Math.floor(from / 1000)),
    end: String(Math.floor(to / 1000)),
    step: '2629746',
  });
}
