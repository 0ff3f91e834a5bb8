/** Which codes have data: the availability query of SDMX REST. Pure. */
import type { Day } from '#time-period';
import { type DataQuery, wantsSeries } from './data-query.js';
import type { PlanStructure } from './plan-structure.js';
import { flowId, timePeriod } from './plan-structure.js';
import { constraintUrn, flowUrn } from './urn.js';

/** A series that has observations. */
export interface AvailableSeries {
  /** Codes of the dimensions, in their order. */
  readonly codes: readonly string[];
  readonly observations: number;
  readonly from: Day;
  readonly to: Day;
}

/** exact: what the query would give; available: what could be chosen beside it, dimension by dimension. */
export type Mode = 'exact' | 'available';

export interface Availability {
  /** By the id of the dimension, in their order. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
  readonly from: Day | null;
  readonly to: Day | null;
  readonly series: number;
  readonly observations: number;
}

/** @param all series of the plan within the time that is asked for. */
export function availability(
  all: readonly AvailableSeries[],
  query: DataQuery,
  structure: PlanStructure,
  mode: Mode,
): Availability {
  const matching = all.filter(({ codes }) => wantsSeries(query, structure, codes));
  const codes = new Map(
    structure.dimensions.map(({ id, codelist }, at) => {
      const within =
        mode === 'exact'
          ? matching
          : all.filter((one) => wantsSeries(without(query, id, at), structure, one.codes));
      const found = new Set(within.map((one) => one.codes[at]!));
      const order = structure.codelists.get(codelist)?.codes.map((code) => code.id) ?? [];
      return [id, order.filter((code) => found.has(code))] as const;
    }),
  );
  const days = (of: (one: AvailableSeries) => Day) => matching.map(of).toSorted();
  return {
    codes,
    from: days(({ from }) => from)[0] ?? null,
    to: days(({ to }) => to).at(-1) ?? null,
    series: matching.length,
    observations: matching.reduce((sum, one) => sum + one.observations, 0),
  };
}

/** The query as if nothing were said of one dimension. */
function without(query: DataQuery, id: string, at: number): DataQuery {
  const components = new Map(query.components);
  components.delete(id);
  return {
    ...query,
    components,
    keys: query.keys.map((key) => key.map((allowed, i) => (i === at ? null : allowed))),
  };
}

/**
 * As a data constraint of SDMX-JSON 2.0.0: a region of the cube, with the numbers of series and observations as
 * annotations.
 * @param only one dimension; null: all.
 */
export function constraintOf(
  { codes, from, to, series, observations }: Availability,
  structure: PlanStructure,
  only: string | null,
): object {
  const id = `${flowId}_AVAILABLE`;
  const metric = (name: string, count: number) => ({ id: name, type: 'sdmx_metrics', title: String(count) });
  const keyValues = [...codes].filter(
    ([dimension, values]) => values.length > 0 && (only ?? dimension) === dimension,
  );
  return {
    id,
    agencyID: structure.agency.id,
    version: '1.0',
    name: 'Data that is there',
    names: { zh: '现有数据', en: 'Data that is there' },
    links: [{ rel: 'self', urn: constraintUrn(structure, id) }],
    annotations: [metric('obs_count', observations), metric('series_count', series)],
    role: 'Actual',
    constraintAttachment: { dataflows: [flowUrn(structure)] },
    cubeRegions: [
      {
        include: true,
        keyValues: [
          ...keyValues.map(([dimension, values]) => ({ id: dimension, include: true, values })),
          ...(from !== null && to !== null && (only ?? timePeriod.id) === timePeriod.id
            ? [
                {
                  id: timePeriod.id,
                  include: true,
                  timeRange: {
                    startPeriod: { period: from, isInclusive: true },
                    endPeriod: { period: to, isInclusive: true },
                  },
                },
              ]
            : []),
        ],
      },
    ],
  };
}
