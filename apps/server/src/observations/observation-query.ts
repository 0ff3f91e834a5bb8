import type { Request } from 'express';
import type { z } from 'zod';
import { AppError, type vintagesQuerySchema } from '#contract';
import { hasMoreInputs } from '#monitoring';
import {
  hasMoreVintages,
  type ObservationFilter,
  readAreas,
  readBreakdownValues,
  type Reader,
  readIndicators,
} from '#storage';
import { dayInZone, parsePeriod } from '#time-period';
import { asOfInstant } from '../http/as-of.js';
import type { Names } from './series-name.js';

type Asked = z.infer<typeof vintagesQuerySchema>;

/** More vintages are not put together for one answer, nor computed from. */
const mostVintages = 200_000;

/**
 * Refuses what would have to be held in memory and is too much: counted only as far as the limit, whatever is stored.
 * @param most values of the answer; what computed ones are made of may be more.
 * @throws AppError too-large.
 */
export async function refuseTooManyVintages(
  reader: Reader,
  filter: ObservationFilter,
  most = mostVintages,
): Promise<void> {
  if (await hasMoreVintages(reader, filter, most))
    throw tooMany(
      `These are more than ${most} values, those that were revised counted with each revision. Ask for fewer areas, series or periods.`,
      most,
    );
  await refuseTooManyInputs(reader, filter);
}

/**
 * Refuses computed values that would be made of too many stored ones.
 * @param hint what else the asker can do.
 * @throws AppError too-large.
 */
export async function refuseTooManyInputs(
  reader: Reader,
  filter: ObservationFilter,
  hint = '',
): Promise<void> {
  if (await hasMoreInputs(reader, filter, mostVintages))
    throw tooMany(
      `What is computed here would be computed from more than ${mostVintages} values. Ask for fewer areas or indicators${hint}.`,
      mostVintages,
    );
}

const tooMany = (message: string, most: number) =>
  new AppError('too-large', message, [
    { path: 'area', code: 'too-many-values', message: `at most ${most} values at a time` },
  ]);

/**
 * What the codes are called. An unknown code in the query is the asker's slip, never an empty answer.
 * @throws AppError unknown-name.
 */
export async function readNames(
  reader: Reader,
  asked: Pick<Asked, 'indicator' | 'area'>,
  { breakdown = {} }: Pick<ObservationFilter, 'breakdown'> = {},
): Promise<Names> {
  const indicators = new Map((await readIndicators(reader)).map((one) => [one.code, one]));
  const unknown = (asked.indicator ?? []).filter((code) => !indicators.has(code));
  if (unknown.length > 0)
    throw new AppError(
      'unknown-name',
      `There is no indicator ${unknown.join(', ')}; see /api/v1/indicators.`,
    );
  const areas = new Map((await readAreas(reader)).map((one) => [one.code, one]));
  const missing = (asked.area ?? []).filter((code) => !areas.has(code));
  if (missing.length > 0)
    throw new AppError('unknown-name', `There is no area ${missing.join(', ')}; see /api/v1/areas.`);
  const values = await readBreakdownValues(reader);
  for (const [dimension, codes] of Object.entries(breakdown)) {
    const known = new Set(values.flatMap((one) => (one.dimension === dimension ? [one.code] : [])));
    const others = codes.filter((code) => !known.has(code));
    if (others.length > 0)
      throw new AppError('unknown-name', `The breakdown ${dimension} has no code ${others.join(', ')}.`);
  }
  return {
    indicators,
    areas,
    breakdowns: new Map(values.map((one) => [`${one.dimension} ${one.code}`, one])),
  };
}

/** The query as a filter. Bounds of the range are periods, ISO instants or epoch milliseconds. */
export function filterOf(asked: Asked, request: Request, timeZone: string): ObservationFilter {
  const asOf = asOfInstant(asked.asOf, timeZone);
  return {
    ...(asked.indicator ? { indicators: asked.indicator } : {}),
    ...(asked.area ? { areas: asked.area } : {}),
    ...(asked.frequency ? { frequencies: asked.frequency } : {}),
    ...(asked.accumulation ? { accumulation: asked.accumulation } : {}),
    ...breakdownOf(request),
    ...(asked.from ? { from: dayOf('from', asked.from, 'start', timeZone) } : {}),
    ...(asked.to ? { to: dayOf('to', asked.to, 'end', timeZone) } : {}),
    ...(asOf ? { asOf } : {}),
  };
}

/** A bound of the range: a period (its first or last day), an ISO instant, or epoch milliseconds. */
function dayOf(name: string, text: string, edge: 'start' | 'end', timeZone: string): string {
  const period = parsePeriod(text);
  if (period) return period[edge];
  const instant = /^\d{10,}$/.test(text) ? new Date(Number(text)) : new Date(text);
  if (Number.isNaN(instant.getTime()))
    throw new AppError('invalid-request', `${name}="${text}" is neither a period nor an instant.`, [
      {
        path: name,
        code: 'invalid-period',
        message: 'a period (2019, 2019-06), an ISO instant or epoch ms',
      },
    ]);
  return dayInZone(instant, timeZone);
}

/** `breakdown.destination=510100,610100` for each dimension. */
export function breakdownOf(request: Request): Pick<ObservationFilter, 'breakdown'> {
  const breakdown: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(request.query)) {
    if (!name.startsWith('breakdown.')) continue;
    const texts = (Array.isArray(value) ? value : [value]).filter((part) => typeof part === 'string');
    breakdown[name.slice('breakdown.'.length)] = texts.flatMap((text) => text.split(','));
  }
  return Object.keys(breakdown).length > 0 ? { breakdown } : {};
}
