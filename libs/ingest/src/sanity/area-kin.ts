import type { Area } from '#contract';
import { grouped } from './grouped.js';

/** Of each area the ones directly below it, where the tree is one of administration. */
export interface Kin {
  readonly parentOf: ReadonlyMap<string, string>;
  readonly childrenOf: ReadonlyMap<string, readonly Area[]>;
}

/** What wholly contains the areas below it. A cluster or a region does not: a province is in it with a part only. */
const wholes = new Set<Area['kind']>(['country', 'province', 'city']);

export function kinOf(areas: readonly Area[]): Kin {
  const kindOf = new Map(areas.map(({ code, kind }) => [code, kind]));
  const inside = areas.flatMap((area) =>
    area.parent !== null && wholes.has(kindOf.get(area.parent) ?? 'cluster')
      ? [{ ...area, parent: area.parent }]
      : [],
  );
  return {
    parentOf: new Map(inside.map(({ code, parent }) => [code, parent])),
    childrenOf: grouped(inside, ({ parent }) => parent),
  };
}
