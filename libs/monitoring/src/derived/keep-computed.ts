import {
  forgetOtherComputedCopies,
  keepComputedCopies,
  readAreasOfComputed,
  readComputedIndicators,
  type Tx,
} from '#storage';
import { withSources } from './compute-observations.js';
import { readComputedFrom } from './computed-targets.js';
import { allParts, readComputedObservations } from './read-computed.js';

/**
 * Brings the copies of computed values up to date that panels on Grafana's PostgreSQL source read: those that these
 * series bear on, or all (after a change of the catalogue, and with every sweep, so that nothing stays behind for
 * longer). An area at a time: the values of all of them may be more than fit into memory. An import that touches
 * nothing of what is computed pays for asking.
 */
export async function keepComputed(tx: Tx, seriesIds?: readonly string[]): Promise<void> {
  const scope = seriesIds ? await readComputedFrom(tx, seriesIds) : await everything(tx);
  if (!scope) return;
  const { indicators } = scope;
  for (const area of scope.areas)
    await keepComputedCopies(
      tx,
      { indicators, area },
      await readComputedObservations(tx, { indicators, areas: [area] }),
    );
}

async function everything(tx: Tx) {
  const computed = await readComputedIndicators(tx);
  const indicators = computed.map(({ code }) => code);
  await forgetOtherComputedCopies(tx, indicators);
  if (indicators.length === 0) return null;
  const sources = withSources(indicators, new Map(computed.map((one) => [one.code, one])));
  const areas = await readAreasOfComputed(tx, [...sources]);
  return { indicators, areas: [...new Set([...areas, ...allParts(computed).keys()])] };
}
