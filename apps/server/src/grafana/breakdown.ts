import { AppError, type GrafanaPayload, type Indicator } from '#contract';
import { selectionOf } from './interpolation.js';
import { payloadOf } from './payload.js';
import type { PlanNames } from './plan-names.js';

/** Of each dimension named, the codes wanted; a dimension that is absent is not narrowed. */
export type Breakdown = Readonly<Record<string, readonly string[]>>;

/**
 * Reads `{"destination": "410100"}`, the same as JSON text, `destination=410100,610100` (several dimensions parted
 * by `;`), and, where the indicators have one dimension in all, just its codes.
 */
export function breakdownOf(
  given: GrafanaPayload['breakdown'],
  indicators: readonly Indicator[],
  names: PlanNames,
): Breakdown {
  const dimensions = [...new Set(indicators.flatMap((indicator) => indicator.dimensions))];
  const breakdown: Record<string, readonly string[]> = {};
  for (const [dimension, asked] of entriesOf(given, dimensions)) {
    if (!dimensions.includes(dimension))
      throw new AppError(
        'unknown-name',
        `${indicators.map((indicator) => indicator.code).join(', ')} has no dimension ${dimension}${
          dimensions.length > 0 ? `, only ${dimensions.join(', ')}` : ''
        }.`,
      );
    const codes = selectionOf(asked);
    if (codes === null || codes === 'all') continue;
    const known = new Set(
      names.breakdownValues.filter((value) => value.dimension === dimension).map((value) => value.code),
    );
    const unknown = codes.filter((code) => !known.has(code));
    if (unknown.length > 0)
      throw new AppError('unknown-name', `Dimension ${dimension} has no value ${unknown.join(', ')}.`);
    breakdown[dimension] = codes;
  }
  return breakdown;
}

function entriesOf(
  given: GrafanaPayload['breakdown'],
  dimensions: readonly string[],
): [string, string | readonly string[]][] {
  if (given === undefined) return [];
  if (typeof given !== 'string') return Object.entries(given);
  const text = given.trim();
  const selection = selectionOf(text);
  if (selection === null || selection === 'all') return [];
  if (text.startsWith('{') && text.includes(':')) {
    const { breakdown } = payloadOf(`{"breakdown":${text}}`);
    return typeof breakdown === 'object' ? Object.entries(breakdown) : [];
  }
  if (text.includes('='))
    return text.split(';').map((pair) => {
      const [dimension = '', ...codes] = pair.split('=');
      return [dimension.trim(), codes.join('=')];
    });
  const [only, ...further] = dimensions;
  if (only === undefined || further.length > 0)
    throw new AppError(
      'invalid-request',
      `breakdown "${text}" does not say which dimension; write dimension=code.`,
    );
  return [[only, selection]];
}

/** Whether a series with this breakdown is among those wanted. */
export function isOfBreakdown(own: Readonly<Record<string, string>>, wanted: Breakdown): boolean {
  return Object.entries(wanted).every(([dimension, codes]) => {
    const code = own[dimension];
    return code !== undefined && codes.includes(code);
  });
}

/** What is measured, where and of which breakdown, as one text: the same for all frequencies of it. */
export function subjectOf(series: {
  readonly indicator: string;
  readonly area: string;
  readonly breakdown: Readonly<Record<string, string>>;
}): string {
  const breakdown = Object.entries(series.breakdown)
    .map(([dimension, code]) => `${dimension}=${code}`)
    .toSorted();
  return [series.indicator, series.area, ...breakdown].join('|');
}
