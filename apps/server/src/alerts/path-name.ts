import { z } from 'zod';
import { alertName, AppError } from '#contract';

/** The name in the path of a rule or a receiver that is to be written. */
export const namePath = z.object({ name: alertName });

/** A body may leave its name to the path, but it may not name something else. */
export function checkName(path: string, body: string | undefined): void {
  if (body === undefined || body === path) return;
  const message = `The body names ${body}, the path ${path}.`;
  throw new AppError('invalid-request', message, [{ path: 'name', code: 'name-mismatch', message }]);
}
