// Where a label covers least: a box is tried at several places, and the one that crosses the fewest lines is taken.
// @ts-check

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */
/** @typedef {{ x: number, y: number }} Spot */
/** @typedef {readonly [Spot, Spot]} Segment */

/**
 * @param {readonly Box[]} places the better one first
 * @param {{ area: Box, segments: readonly Segment[], taken: readonly Box[] }} around
 * @returns {{ box: Box, free: boolean }} free: it lies in the area and on nothing else that was placed
 */
export function freestPlace(places, { area, segments, taken }) {
  const cost = (/** @type {Box} */ box) =>
    segments.filter((segment) => crosses(segment, box)).length +
    10 * taken.filter((other) => overlap(box, other)).length +
    100 *
      Number(
        box.left < area.left || box.right > area.right || box.top < area.top || box.bottom > area.bottom,
      );
  const [first, ...others] = places.map((box) => ({ box, cost: cost(box) }));
  if (first === undefined) throw new Error('A label needs a place to be tried.');
  const best = others.reduce((least, one) => (one.cost < least.cost ? one : least), first);
  return { box: best.box, free: best.cost < 10 };
}

/** @param {Box} a @param {Box} b */
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Liang–Barsky: whether any part of the segment lies in the box.
 * @param {Segment} segment
 * @param {Box} box
 */
function crosses([a, b], box) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  let [enter, leave] = [0, 1];
  for (const [step, room] of /** @type {const} */ ([
    [-dx, a.x - box.left],
    [dx, box.right - a.x],
    [-dy, a.y - box.top],
    [dy, box.bottom - a.y],
  ])) {
    if (step === 0) {
      if (room < 0) return false;
      continue;
    }
    const at = room / step;
    if (step < 0) enter = Math.max(enter, at);
    else leave = Math.min(leave, at);
  }
  return enter <= leave;
}
