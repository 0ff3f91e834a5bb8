import { AppError } from '#contract';

/** The version of something that counts, and who made it. */
interface CurrentVersion {
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: string;
}

/**
 * Lets a change through that says which version it replaces, and says the one that counts. Two people who change the
 * same thing at once must not undo each other's change unseen.
 * @param replaced absent: there is none yet
 * @throws AppError conflict
 */
export function checkReplaces(
  what: string,
  replaced: number | undefined,
  current: CurrentVersion | null,
): void {
  if (replaced === current?.version) return;
  throw replaced === undefined || current === null
    ? new AppError('conflict', wrongly(what, current))
    : staleVersion(what, current);
}

function wrongly(what: string, current: CurrentVersion | null): string {
  return current === null
    ? `There is no ${what} to replace: leave version out.`
    : `There is one already (${what}): read it, and say by version which one the change replaces. ${since(current)}`;
}

/** The refusal of a change to a version that counts no more. */
export function staleVersion(what: string, current: CurrentVersion | undefined): AppError {
  const newer = current ? ` ${since(current)}` : '';
  return new AppError(
    'conflict',
    `Somebody has changed the ${what} meanwhile: read it again, and put the change on that.${newer}`,
  );
}

function since({ version, changedAt, changedBy }: CurrentVersion): string {
  return `It is at version ${version}, changed by ${changedBy} at ${changedAt.toISOString()}.`;
}
