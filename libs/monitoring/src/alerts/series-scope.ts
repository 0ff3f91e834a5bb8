import { matchesAll, projectLabels, type Labels, type Rule } from '#alerting';
import type { SeriesPlace } from '#storage';
import { indicatorLabels, type SeriesCatalogue } from './series-catalogue.js';

/** Where series lie that a rule can match. */
export interface SeriesScope {
  readonly indicators: ReadonlySet<string>;
  /** null: all */
  readonly areas: ReadonlySet<string> | null;
}

/** Series have no labels of projects, so that a rule about late projects is not put to every series of the database. */
const labelsOfIndicators = ['indicator', 'organisation', 'task', ...projectLabels];

/**
 * Where the series lie that any of the rules can match, by what the catalogue alone says of them. A little more than
 * they do match; nothing that they match is left out.
 */
export function scopeOf(
  rules: readonly Rule[],
  { indicators, areas }: Pick<SeriesCatalogue, 'indicators' | 'areas'>,
): SeriesScope {
  const matching = [...indicators.values()].filter((indicator) =>
    rules.some((rule) => mayMatch(rule, labelsOfIndicators, indicatorLabels(indicator))),
  );
  const isAnywhere = rules.some(({ matchers }) => matchers.every(({ label }) => label !== 'area'));
  return {
    indicators: new Set(matching.map(({ code }) => code)),
    areas: isAnywhere
      ? null
      : new Set([...areas.keys()].filter((area) => rules.some((rule) => mayMatch(rule, ['area'], { area })))),
  };
}

export function isInScope({ indicator, area }: SeriesPlace, { indicators, areas }: SeriesScope): boolean {
  return indicators.has(indicator) && (areas?.has(area) ?? true);
}

/** Whether the matchers on these labels match; the others are not asked. */
function mayMatch({ matchers }: Rule, known: readonly string[], labels: Labels): boolean {
  return matchesAll(
    matchers.filter(({ label }) => known.includes(label)),
    labels,
  );
}
