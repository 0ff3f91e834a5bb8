/** What the queries of SDMX REST have in common. */
import type { Request } from 'express';
import { AppError } from '#contract';
import { readAreas, readBreakdownValues, type Reader, readIndicators, readPlan } from '#storage';
import type { Language } from '../observations/series-name.js';
import { type Key, parseKey, parseKey1 } from './key.js';
import { type PlanStructure, planStructure } from './plan-structure.js';
import type { FlowPath } from './structure-query.js';

/** Which edition of SDMX REST a path is of: keys are written differently. */
export type Edition = 1 | 2;

/** What a path asks for. */
export interface Asked {
  readonly flow: FlowPath;
  /** The key as it stands in the path. */
  readonly key: string;
  readonly edition: Edition;
  /** One dimension; null: all. */
  readonly component: string | null;
}

/** The structure of the catalogue as it stands. */
export async function readStructure(reader: Reader): Promise<PlanStructure> {
  return planStructure(
    await readPlan(reader),
    await readIndicators(reader),
    await readAreas(reader),
    await readBreakdownValues(reader),
  );
}

/**
 * The parameters as they were sent, brackets and all.
 * @throws AppError invalid-request for one that stands twice: either of them passed over would answer another question.
 */
export function parametersOf(request: Request): URLSearchParams {
  const { searchParams } = new URL(request.originalUrl, 'http://service.invalid');
  const names = [...searchParams.keys()];
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined)
    throw new AppError('invalid-request', `${twice} stands more than once.`, [
      {
        path: twice,
        code: 'repeated',
        message: 'once; alternatives are parted by commas, as in c[FREQ]=A,M',
      },
    ]);
  return searchParams;
}

export function keysOf(key: string, edition: Edition, { dimensions }: PlanStructure): Key[] {
  const ids = dimensions.map(({ id }) => id);
  return edition === 1 ? parseKey1(key, ids) : parseKey(key, ids);
}

/** @throws AppError invalid-request for a language that there is not. */
export function languageOf(text: string | null): Language | undefined {
  if (text === null) return undefined;
  if (text === 'zh' || text === 'en') return text;
  throw new AppError('invalid-request', `language=${text} is neither zh nor en.`);
}

/** By the header Accept-Language; Chinese, the plan's own, where it says nothing. */
export function preferredLanguage(request: Request): Language {
  return request.acceptsLanguages(['zh', 'en']) === 'en' ? 'en' : 'zh';
}

export function nothingFound(): AppError {
  return new AppError(
    'not-found',
    'No observation is what was asked for. Which codes have data: /sdmx/v2/availability.',
  );
}

export async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
