import { createLTTB } from 'downsample';

/** A point of a chart as Grafana reads it: value (null: a gap) and epoch milliseconds. */
export type Point = [value: number | null, time: number];
type Value = [value: number, time: number];

const largestTriangles = createLTTB<Value>({ x: ([, time]) => time, y: ([value]) => value });

/**
 * Of how many points the triangles choose one. They are offered the lowest and the highest of each stretch, so that
 * no peak is lost between two that are chosen, and so that choosing takes no time on a long series
 * (Van Der Donckt et al., MinMaxLTTB, 2023, found four to be enough).
 */
const offered = 4;

/**
 * At most `limit` points of a series in time order, each as it was. What always stays, from a limit of four on: the
 * first and the last value, the lowest and the highest. A gap stays as one null between the values on its two sides;
 * where there are more gaps than a third of the room, the longest stay. The room that is left is shared out over what
 * lies between these, and there the points stay that span the largest triangles (Steinarsson, Downsampling Time Series
 * for Visual Representation, 2013). Below four there is only room for the ends, and a limit of one keeps the newest.
 */
export function thinned(points: readonly Point[], limit: number | undefined): Point[] {
  if (limit === undefined || points.length <= limit) return [...points];
  const values = points.flatMap((point, index) => (isValue(point) ? [{ point, index }] : []));
  const first = values[0];
  const last = values.at(-1);
  if (!first || !last) return points.slice(0, 1);
  if (limit === 1 || first === last) return [last.point];
  if (limit < 4) return [first.point, last.point];
  const lowest = values.reduce((low, one) => (one.point[0] < low.point[0] ? one : low));
  const highest = values.reduce((high, one) => (one.point[0] > high.point[0] ? one : high));
  const kept = new Set([first, last, lowest, highest].map(({ index }) => index));
  const gaps = values.flatMap(({ point, index }, at) => {
    const next = values[at + 1];
    return next && next.index > index + 1
      ? [{ before: index, after: next.index, length: next.point[1] - point[1] }]
      : [];
  });
  const room = Math.floor((limit - kept.size) / 3);
  for (const { before, after } of gaps.toSorted((a, b) => b.length - a.length).slice(0, room))
    kept
      .add(before)
      .add(before + 1)
      .add(after);
  return filledUp(
    points,
    [...kept].toSorted((a, b) => a - b),
    limit,
  );
}

/** The points at the indices that stay, and between them as many more as the limit has room for. */
function filledUp(points: readonly Point[], kept: readonly number[], limit: number): Point[] {
  const pieces = kept.map((index, at) => points.slice(index, (kept[at + 1] ?? index) + 1).filter(isValue));
  const inner = pieces.map((piece) => Math.max(0, piece.length - 2));
  const shares = sharedOut(limit - kept.length, inner);
  return kept.flatMap((index, at) => {
    const start = points[index];
    const piece = pieces[at] ?? [];
    const between = triangles(piece, shares[at] ?? 0);
    return start ? [start, ...between] : between;
  });
}

/** Room shared out in proportion, never more than is needed; what rounding leaves goes to the largest first. */
function sharedOut(room: number, wanted: readonly number[]): number[] {
  const all = wanted.reduce((sum, count) => sum + count, 0);
  if (all <= room) return [...wanted];
  const shares = wanted.map((count) => Math.floor((room * count) / all));
  let left = room - shares.reduce((sum, share) => sum + share, 0);
  const byWant = wanted.map((count, at) => ({ count, at })).toSorted((a, b) => b.count - a.count);
  for (const { count, at } of byWant) {
    if (left === 0) break;
    const share = shares[at] ?? 0;
    if (share >= count) continue;
    shares[at] = share + 1;
    left -= 1;
  }
  return shares;
}

/** So many of the points between the ends of a piece. */
function triangles(piece: readonly Value[], count: number): Value[] {
  const between = piece.slice(1, -1);
  if (count === 0 || between.length <= count) return count === 0 ? [] : between;
  const first = piece[0];
  const last = piece.at(-1);
  if (!first || !last) return [];
  const choice = [first, ...extremes(between, (offered / 2) * count), last];
  return Array.from(largestTriangles(choice, count + 2)).slice(1, -1);
}

/** The lowest and the highest of each of so many stretches, in time order. */
function extremes(points: readonly Value[], stretches: number): Value[] {
  if (points.length <= 2 * stretches) return [...points];
  return Array.from({ length: stretches }, (_, i) => {
    const stretch = points.slice(
      Math.floor((i * points.length) / stretches),
      Math.floor(((i + 1) * points.length) / stretches),
    );
    const low = stretch.reduce((lowest, point) => (point[0] < lowest[0] ? point : lowest));
    const high = stretch.reduce((highest, point) => (point[0] > highest[0] ? point : highest));
    if (low === high) return [low];
    return low[1] < high[1] ? [low, high] : [high, low];
  }).flat();
}

function isValue(point: Point): point is Value {
  return point[0] !== null;
}
