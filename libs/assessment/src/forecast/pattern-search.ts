const firstStep = 0.16;
const lastStep = 0.02;
/** Away from the walls, where a parameter of 0 or 1 would switch a whole equation off. */
const wall = 0.0001;

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
  for (let step = firstStep; step >= lastStep;) {
    let better = false;
    for (let i = 0; i < place.length; i++) {
      for (const way of [step, -step]) {
        const trial = [...place];
        trial[i] = Math.min(Math.max(place[i]! + way, wall), 1 - wall);
        const there = f(trial);
        // A step that gains next to nothing is not worth another round; in floating point it need not end.
        if (there >= value * (1 - 1e-5)) continue;
        place = trial;
        value = there;
        better = true;
        break;
      }
    }
    if (!better) step /= 2;
  }
  return { place, value };
}
