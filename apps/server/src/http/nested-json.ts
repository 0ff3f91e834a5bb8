import type { NextFunction, Request, Response } from 'express';
import { AppError } from '#contract';

/** The deepest body that this interface takes, a tree of alert routes, has not half as many. */
const mostLevels = 100;

/** Refuses a body that is nested so deep that whoever walks through it would run out of stack. */
export function refuseDeep(request: Request, _response: Response, next: NextFunction): void {
  const body: unknown = request.body;
  if (isDeeperThan(body, mostLevels)) {
    const message = `The body is nested more than ${mostLevels} levels deep: nothing here takes that.`;
    throw new AppError('invalid-request', message);
  }
  next();
}

/** Level by level, so that it does not run out of stack itself. */
export function isDeeperThan(value: unknown, most: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((one): unknown[] => (isContainer(one) ? Object.values(one) : []));
  }
  return false;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
