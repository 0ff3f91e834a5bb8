import { AppError } from '#contract';
import type { Caller } from '#storage';

/**
 * The organisation that a caller reports for: an uploader's own, when it answers for the subject; for an administrator
 * the one that is named, or the only one there is.
 * @param answerable the organisations that answer for the subject, members of groups included.
 * @throws AppError not-permitted; invalid-request when an administrator must say which one.
 */
export function reportingOrganisation(
  caller: Caller,
  named: string | null,
  answerable: readonly string[],
): string {
  if (caller.role !== 'admin') {
    const own = ownOrganisation(caller);
    if (named !== null && named !== own)
      throw new AppError('not-permitted', `本账号属于 ${own}，不能替 ${named} 填报`);
    if (!answerable.includes(own))
      throw new AppError('not-permitted', `${own} 不是这一项的责任单位，不能填报`);
    return own;
  }
  const organisation = named ?? (answerable.length === 1 ? answerable[0]! : caller.organisation);
  if (organisation === null)
    throw new AppError('invalid-request', '请写明是替哪个单位填报：organisation=单位代码', [
      { path: 'organisation', code: 'required', message: answerable.join(', ') },
    ]);
  if (!answerable.includes(organisation))
    throw new AppError('invalid-request', `${organisation} 不是这一项的责任单位`, [
      { path: 'organisation', code: 'unknown', message: answerable.join(', ') },
    ]);
  return organisation;
}

/**
 * Refuses who may not take back a report of an organisation.
 * @throws AppError not-permitted.
 */
export function mayWithdraw(caller: Caller, organisation: string): void {
  if (caller.role === 'admin' || ownOrganisation(caller) === organisation) return;
  throw new AppError('not-permitted', `这份进展由 ${organisation} 填报，只有该单位或管理员能撤回`);
}

function ownOrganisation({ name, organisation }: Caller): string {
  if (organisation === null)
    throw new AppError(
      'not-permitted',
      `账号 ${name} 没有指定单位，不知道是替谁填报；请管理员指定单位。The account belongs to no organisation.`,
    );
  return organisation;
}
