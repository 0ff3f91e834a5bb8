import { sumTolerance, type Contradiction } from './rounding.js';
import { isForecast, type Point } from './point.js';

/** A value that covers the months from `from` (0 is the start of January) to `to`. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly point: Point;
}

/** Order of values that cover the same months: which of them is called the total. */
const weight = { A: 0, S: 1, Q: 2, M: 3, D: 4 } as const;

/**
 * Totals of one year that months, quarters, half years or sums since January contradict: a total that differs from
 * parts which cover it without a gap, from another figure for the same months, and, where nothing is negative, one that
 * is less than some of its parts. Of a contradiction within a contradiction only the inner one is told.
 *
 * @param points values of one flow, one area and one year, of any frequency and accumulation
 */
export function timeContradictions(points: readonly Point[], neverNegative: boolean): Contradiction[] {
  const stretches = points.flatMap((point) => stretchOf(point) ?? []).toSorted(byLength);
  const found: (Contradiction & { from: number; to: number })[] = [];
  const add = ({ from, to, point }: Stretch, parts: readonly Stretch[], overOnly: boolean) => {
    const contradiction = contradictionOf(
      point,
      parts.map((part) => part.point),
      overOnly,
    );
    if (contradiction) found.push({ ...contradiction, from, to });
    return contradiction !== null;
  };
  stretches.forEach((total, index) => {
    const same = stretches[index - 1];
    if (same && same.from === total.from && same.to === total.to && add(total, [same], false)) return;
    if (found.some((inner) => inner.from >= total.from && inner.to <= total.to)) return;
    const inside = stretches.filter(
      (part) => part.from >= total.from && part.to <= total.to && part.to - part.from < total.to - total.from,
    );
    const whole = fewestThatCover(total, inside);
    if (whole && add(total, whole, false)) return;
    if (neverNegative && inside.length > 0) add(total, heaviestApart(total, inside), true);
  });
  return found;
}

function stretchOf(point: Point): Stretch | null {
  const { frequency, accumulation, start, end } = point.period;
  if (frequency === 'D' || isForecast(point)) return null;
  const from = accumulation === 'yearToDate' ? 0 : Number(start.slice(5, 7)) - 1;
  return { from, to: Number(end.slice(5, 7)), point };
}

/** From the shortest; of equals the one that is called the total last. */
function byLength(a: Stretch, b: Stretch): number {
  return (
    a.to - a.from - (b.to - b.from) ||
    a.from - b.from ||
    weight[b.point.period.frequency] - weight[a.point.period.frequency] ||
    a.point.period.accumulation.localeCompare(b.point.period.accumulation)
  );
}

function contradictionOf(total: Point, parts: readonly Point[], overOnly: boolean): Contradiction | null {
  const sum = parts.reduce((so, { value }) => so + value, 0);
  const over = sum - total.value;
  const apart = overOnly ? over : Math.abs(over);
  return apart > sumTolerance(total, parts, 0) ? { total, parts, sum } : null;
}

/** The fewest stretches that cover the total end to end, or null. */
function fewestThatCover(total: Stretch, inside: readonly Stretch[]): readonly Stretch[] | null {
  const reach: (readonly Stretch[] | undefined)[] = [];
  reach[total.from] = [];
  for (let at = total.from; at < total.to; at += 1) {
    const way = reach[at];
    if (!way) continue;
    for (const part of inside)
      if (part.from === at && (reach[part.to]?.length ?? Infinity) > way.length + 1)
        reach[part.to] = [...way, part];
  }
  return reach[total.to] ?? null;
}

/** Stretches that do not overlap, with the largest sum there is. */
function heaviestApart(total: Stretch, inside: readonly Stretch[]): readonly Stretch[] {
  const best: { sum: number; parts: readonly Stretch[] }[] = [];
  for (let at = total.from; at <= total.to; at += 1) {
    let here = best[at - 1] ?? { sum: 0, parts: [] };
    for (const part of inside) {
      const before = best[part.from];
      if (part.to === at && before && before.sum + part.point.value > here.sum)
        here = { sum: before.sum + part.point.value, parts: [...before.parts, part] };
    }
    best[at] = here;
  }
  return best[total.to]!.parts;
}
