const firstStep = 0.16;
const lastStep = 0.02;
/** Away from the walls, where a parameter of 0 or 1 would switch a whole equation off. */
const wall = 0.0001;
/** A step up and down again may end next to where it began. */
const sameNumber = 1e-12;

/**
 * A minimum of a function of a few numbers between 0 and 1: from the best of the starts, one number at a time a step
 * up or down while that helps, then with half the step. The same input gives the same place.
 *
 * Source: Hooke & Jeeves, "Direct search" solution of numerical and statistical problems, J. ACM 8 (1961), without
 * its accelerated moves.
 */
export function patternSearch(
  f: (place: readonly number[]) => number,
  starts: readonly (readonly number[])[],
): { place: number[]; value: number } {
  let place: number[] = [];
  let value = Infinity;
  for (const start of starts) {
    const there = f(start);
    if (place.length === 0 || there < value) {
      place = [...start];
      value = there;
    }
  }
  // Where the last move began: going back there, step by step, only finds what was worse.
  let left = { i: -1, from: 0 };
  for (let step = firstStep; step >= lastStep;) {
    let better = false;
    for (let i = 0; i < place.length; i++) {
      const here = place[i]!;
      for (const way of [step, -step]) {
        const there = Math.min(Math.max(here + way, wall), 1 - wall);
        if (there === here || (left.i === i && Math.abs(there - left.from) < sameNumber)) continue;
        place[i] = there;
        // A step that gains next to nothing is not worth another round; in floating point it need not end.
        const trial = f(place);
        if (trial >= value * (1 - 1e-5)) {
          place[i] = here;
          continue;
        }
        value = trial;
        left = { i, from: here };
        better = true;
        break;
      }
    }
    if (!better) step /= 2;
  }
  return { place, value };
}
