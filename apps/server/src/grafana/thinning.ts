/** A point of a chart as Grafana reads it: value (null: a gap) and epoch milliseconds. */
export type Point = [value: number | null, time: number];

/**
 * At most `limit` points of a series in time order. The first and the last stay; the points between are cut into
 * stretches of equal count, and of each the lowest and the highest value stay, where they stood. So every peak is
 * still on the chart, the overall minimum and maximum among them (from a limit of four on; below there is only room
 * for the ends, and a limit of one keeps the newest). A stretch without any value stays a gap.
 */
export function thinned(points: readonly Point[], limit: number | undefined): Point[] {
  if (limit === undefined || points.length <= limit) return [...points];
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  if (limit === 1) return [last];
  const between = points.slice(1, -1);
  const stretches = Math.floor((limit - 2) / 2);
  const kept: Point[] = [first];
  for (let i = 0; i < stretches; i++) {
    const from = Math.floor((i * between.length) / stretches);
    const to = Math.floor(((i + 1) * between.length) / stretches);
    kept.push(...extremes(between.slice(from, to)));
  }
  return [...kept, last];
}

/** The lowest and the highest of a stretch in time order; one point where they are the same. */
function extremes(stretch: readonly Point[]): Point[] {
  let low: Point | undefined;
  let high: Point | undefined;
  for (const point of stretch) {
    if (point[0] === null) continue;
    if (!low || point[0] < (low[0] ?? 0)) low = point;
    if (!high || point[0] > (high[0] ?? 0)) high = point;
  }
  if (!low || !high) return stretch.slice(0, 1);
  if (low === high) return [low];
  return low[1] < high[1] ? [low, high] : [high, low];
}
