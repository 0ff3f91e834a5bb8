import { countReleasesOf, countReleasesOfTargets, readComputedIndicators, type Reader } from '#storage';
import { isComputed, withSources } from '../derived/compute-observations.js';
import { allParts, reachable } from '../derived/read-computed.js';
import type { Judgement } from '../judge.js';

/**
 * How many releases are known of what these targets measure, by target: what rules count that ask for releases. A
 * computed value is released anew with any of those that it is computed from.
 */
export async function readReleasesOfTargets(
  reader: Reader,
  judgements: readonly Judgement[],
): Promise<ReadonlyMap<string, number>> {
  const releases = new Map<string, number>();
  const measured = judgements.filter(({ indicator }) => !isComputed(indicator));
  const counted = await countReleasesOfTargets(
    reader,
    measured.map(({ target }) => target.id),
  );
  for (const { target } of measured) releases.set(target.code, counted.get(target.id) ?? 0);
  if (measured.length === judgements.length) return releases;
  const computed = new Map((await readComputedIndicators(reader)).map((one) => [one.code, one]));
  const partsOf = allParts([...computed.values()]);
  for (const { target, indicator } of judgements) {
    if (!isComputed(indicator)) continue;
    const sources = [...withSources([indicator.code], computed)];
    const areas = [...reachable(target.area, partsOf)];
    releases.set(target.code, await countReleasesOf(reader, sources, areas));
  }
  return releases;
}
