import { AppError } from '#contract';
import { type Caller, organisationsOf } from '#storage';

/**
 * The organisation that a caller reports for: an uploader's own, when it answers for the subject (of several own ones the
 * one that is named, or the first that answers); for an administrator the one that is named, or the only one there is.
 * @param answerable the organisations that answer for the subject, members of groups included.
 * @throws AppError not-permitted; invalid-request when an administrator must say which one.
 */
export function reportingOrganisation(
  caller: Caller,
  named: string | null,
  answerable: readonly string[],
): string {
  if (caller.role !== 'admin') {
    const own = ownOrganisations(caller);
    if (named !== null && !own.includes(named))
      throw new AppError('not-permitted', `本账号属于 ${own.join('、')}，不能替 ${named} 填报`);
    const organisation = own.find((code) => (named === null || code === named) && answerable.includes(code));
    if (organisation === undefined)
      throw new AppError('not-permitted', `${named ?? own.join('、')} 不是这一项的责任单位，不能填报`);
    return organisation;
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
  if (caller.role === 'admin' || ownOrganisations(caller).includes(organisation)) return;
  throw new AppError('not-permitted', `这份进展由 ${organisation} 填报，只有该单位或管理员能撤回`);
}

function ownOrganisations(caller: Caller): readonly string[] {
  const own = organisationsOf(caller);
  if (own === null)
    throw new AppError(
      'not-permitted',
      `账号 ${caller.name} 没有指定单位，不知道是替谁填报；请管理员指定单位。The account belongs to no organisation.`,
    );
  return own;
}
