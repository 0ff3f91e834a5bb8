import { AppError, type FieldFault } from '#contract';
import { isSameJson } from '#storage';

/** A version as it matters for a change that is made on one. */
export interface Version {
  readonly version: number;
  readonly changedAt: Date;
  readonly changedBy: string | null;
  readonly reason: string | null;
  readonly definition: object;
}

/**
 * Lets a change through that was made on the newest version, or that says of none on which it was made. Two people who
 * change the same thing at once must not undo each other's change unseen.
 * @param replaced 0: the change makes the first version.
 * @param versions the oldest first.
 * @throws AppError conflict, with one entry of `errors` for each field that somebody changed meanwhile.
 */
export function checkReplaced(
  what: string,
  replaced: number | undefined,
  versions: readonly Version[],
): void {
  const newest = versions.at(-1);
  if (replaced === undefined || replaced === (newest?.version ?? 0)) return;
  if (newest === undefined)
    throw new AppError(
      'conflict',
      `There is no ${what} yet, so there is no version ${replaced} of it: send version 0.`,
    );
  const who = newest.changedBy ?? 'somebody unknown';
  const why = newest.reason === null ? '' : ` (${newest.reason})`;
  const since = `It is at version ${newest.version}, made by ${who} at ${newest.changedAt.toISOString()}${why}.`;
  const base = versions.find(({ version }) => version === replaced);
  throw new AppError(
    'conflict',
    replaced === 0
      ? `There is one already (${what}). ${since}`
      : `Somebody has changed the ${what} meanwhile: read it again, and put the change on that. ${since}`,
    base ? changesBetween(base.definition, newest.definition) : [],
  );
}

/**
 * Lets a change of a target through that nobody has withdrawn, or whose withdrawal was seen: a change that was begun
 * before must not put it in force again unseen.
 * @param seen as {@link checkReplaced} has it; withdrawnAt, when it was withdrawn, as it was read.
 * @param newest absent: there is none yet.
 * @throws AppError conflict
 */
export function checkWithdrawal(
  what: string,
  seen: { readonly version: number | undefined; readonly withdrawnAt: string | undefined },
  newest: EndedVersion | undefined,
): void {
  if (seen.version === undefined || !newest?.validTo) return;
  if (seen.withdrawnAt !== undefined && Date.parse(seen.withdrawnAt) === newest.validTo.getTime()) return;
  const at = newest.validTo.toISOString();
  throw new AppError(
    'conflict',
    `${withdrawalOf(what, newest)} Read it again. To put it in force again, send "withdrawnAt": "${at}".`,
  );
}

/** Lets the withdrawal of a version of a target through that nobody has withdrawn meanwhile. @throws AppError conflict */
export function checkStillInForce(
  what: string,
  seen: number | undefined,
  newest: EndedVersion | undefined,
): void {
  if (seen === undefined || !newest?.validTo) return;
  throw new AppError('conflict', `${withdrawalOf(what, newest)} There is nothing left to withdraw.`);
}

interface EndedVersion {
  readonly validTo: Date | null;
  readonly withdrawn: { readonly by: string; readonly reason: string | null } | null;
}

function withdrawalOf(what: string, { validTo, withdrawn }: EndedVersion): string {
  const who = withdrawn?.by ?? 'somebody unknown';
  const why = withdrawn?.reason == null ? '' : ` (${withdrawn.reason})`;
  return `The ${what} was withdrawn at ${validTo?.toISOString()} by ${who}${why}.`;
}

function changesBetween(before: object, after: object): FieldFault[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const text = (value: unknown) => JSON.stringify(value ?? null);
  return [...now.keys()]
    .filter((key) => !isSameJson(old.get(key) ?? null, now.get(key) ?? null))
    .map((path) => ({
      path,
      code: 'changed-meanwhile',
      message: `${text(old.get(path))} became ${text(now.get(path))}`,
    }));
}
