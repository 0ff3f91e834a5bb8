import { AppError } from '#contract';
import type { StoredTarget } from '#storage';

/** Why a target is not found: there never was one, it is in force no more, or it was not at the instant asked for. */
export function withdrawnOrUnknown(code: string, versions: readonly StoredTarget[]): AppError {
  const newest = versions.at(-1);
  const since = newest?.validTo;
  if (newest && !since)
    return new AppError(
      'not-found',
      `Target ${code} was not in force then; its versions say since when: /api/v1/targets/${code}/versions.`,
    );
  return new AppError(
    'not-found',
    since
      ? `Target ${code} was withdrawn at ${since.toISOString()}; ask with asOf for how it stood before.`
      : `There is no target ${code}.`,
  );
}
