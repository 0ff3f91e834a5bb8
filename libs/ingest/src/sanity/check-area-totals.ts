import type { NumberedSeries, SeriesStretch } from '#storage';
import type { KnownIndicator } from '../reference.js';
import { addsUpOverAreas, isNeverNegative } from './additivity.js';
import { areaContradiction, makesUp } from './area-totals.js';
import { inPortions, placeOfTotal, mostOf, readPoints } from './check-families.js';
import { periodKey, type SanityTask } from './sanity-task.js';
import { grouped } from './grouped.js';
import { isForecast, type Point } from './point.js';
import type { Kin } from './area-kin.js';
import { contradictionSentence } from './sentences.js';
import { stretchesBefore } from './stretches.js';

/** One series of an area and the same series of the areas of one kind directly below it. */
interface Division {
  readonly indicator: KnownIndicator;
  readonly total: NumberedSeries;
  readonly parts: readonly NumberedSeries[];
  /** Starts of the periods of which the file has the total or a part. */
  readonly starts: ReadonlySet<string>;
  readonly stretches: readonly SeriesStretch[];
}

/** Looks at the landed values beside those of the area around them, and of the areas in them. */
export async function checkAreaTotals(task: SanityTask, kin: Kin): Promise<void> {
  const divisions = divisionsOf(task, kin);
  for (const portion of inPortions(divisions, ({ stretches }) => mostOf(stretches))) {
    const series = portion.flatMap(({ total, parts }) => [total, ...parts]);
    const points = await readPoints(
      task,
      portion.flatMap(({ stretches }) => stretches),
      series,
    );
    for (const division of portion) checkDivision(task, division, points);
  }
}

function divisionsOf(task: SanityTask, { parentOf, childrenOf }: Kin): Division[] {
  const { series, landedOf, reference, findings } = task;
  const alike = ({ indicator, frequency, accumulation, breakdown }: NumberedSeries) =>
    `${indicator}|${frequency}|${accumulation}|${Object.entries(breakdown).toSorted().join(';')}`;
  const byPlace = new Map(series.map((one) => [`${alike(one)}|${one.area}`, one]));
  const totals = new Map<string, NumberedSeries>();
  for (const one of series) {
    if (!landedOf.has(one.id)) continue;
    for (const area of [one.area, parentOf.get(one.area)]) {
      const total = area === undefined ? undefined : byPlace.get(`${alike(one)}|${area}`);
      if (total) totals.set(total.id, total);
    }
  }
  return [...totals.values()].flatMap((total) => {
    const indicator = reference.indicators.get(total.indicator);
    if (!indicator || !addsUpOverAreas(indicator)) return [];
    const kinds = grouped(childrenOf.get(total.area) ?? [], ({ kind }) => kind);
    return [...kinds.values()].flatMap((children) => {
      const parts = children.flatMap(({ code }) => byPlace.get(`${alike(total)}|${code}`) ?? []);
      const starts = new Set(
        [total, ...parts].flatMap(({ id }) =>
          (landedOf.get(id) ?? []).flatMap(({ periodStart }) =>
            findings.places.has(periodKey({ seriesId: id, periodStart })) ? [periodStart] : [],
          ),
        ),
      );
      if (parts.length === 0 || starts.size === 0) return [];
      const stretches = [total, ...parts].flatMap((one) => stretchesBefore(one, [...starts]));
      return [{ indicator, total, parts, starts, stretches }];
    });
  });
}

function checkDivision(
  { findings, name }: SanityTask,
  { indicator, total, parts, starts }: Division,
  points: ReadonlyMap<string, ReadonlyMap<string, Point>>,
): void {
  const at = ({ id }: NumberedSeries, start: string): Point | null => {
    const point = points.get(id)?.get(start);
    return point && !isForecast(point) ? point : null;
  };
  for (const start of starts) {
    const whole = at(total, start);
    if (!whole) continue;
    const known = parts.filter((part) => at(part, start));
    const madeUpAt = (other: string) => {
      const then = known.flatMap((part) => at(part, other) ?? []);
      const wholeThen = other === start ? null : at(total, other);
      return wholeThen !== null && then.length === known.length && makesUp(wholeThen, then);
    };
    const contradiction = areaContradiction(
      whole,
      known.flatMap((part) => at(part, start) ?? []),
      isNeverNegative(indicator),
      () => [...(points.get(total.id)?.keys() ?? [])].some(madeUpAt),
    );
    if (!contradiction) continue;
    const place = placeOfTotal(findings.places, [whole, ...contradiction.parts]);
    const message = contradictionSentence(contradiction, indicator, name, 'area');
    if (place !== null) findings.warnings.push({ ...place, code: 'total-mismatch', message });
  }
}
