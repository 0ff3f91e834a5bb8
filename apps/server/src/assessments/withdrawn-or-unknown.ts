import { AppError } from '#contract';
import type { StoredTarget } from '#storage';

/** Why a target is not found: there never was one, or it is in force no more. */
export function withdrawnOrUnknown(code: string, versions: readonly StoredTarget[]): AppError {
  const since = versions.at(-1)?.validTo;
  return new AppError(
    'not-found',
    since
      ? `Target ${code} was withdrawn at ${since.toISOString()}; ask with asOf for how it stood before.`
      : `There is no target ${code}.`,
  );
}
