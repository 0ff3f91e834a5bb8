/**
 * Which indicators add up. The catalogue does not say it of an indicator; its kind, unit and name do. When in doubt an
 * indicator does not add up: a missing warning costs less than one about a sum that nobody claims.
 */
import type { Indicator } from '#contract';

type Additive = Pick<Indicator, 'kind' | 'unit' | 'name' | 'lowerBound'>;

/** Something per something, or in a hundred. */
const ratioUnit = /[/／%％‰]|百分点/;
const extreme = /最大|最高|最小|最低|中位/;
const perHead = /[人户]均|平均|每|率|比重|占比|强度|指数|密度/;

/**
 * Units of what is in one place only. Not 人次 (a visitor of two cities counts in each of them, and once in the
 * province), not 条 (a route joins two places), not 个, 项 and the like (the same country is served from two airports).
 */
const placedUnit =
  /^[十百千万亿]*(?:人|户|家|元|美元|吨|吨标准煤|公里|千米|米|亩|公顷|平方公里|平方米|立方米|只|头|羽|辆|台|列|千瓦|千瓦时)$/;

/** Whether the months of a year add up to it: a flow, unless it is a ratio or an extreme. */
export function addsUpOverTime({ kind, unit, name }: Additive): boolean {
  return kind === 'flow' && !ratioUnit.test(unit.zh) && !extreme.test(name.zh);
}

/** Whether the values of areas that do not overlap add up to the value of the area around them. */
export function addsUpOverAreas({ kind, unit, name }: Additive): boolean {
  return kind !== 'average' && placedUnit.test(unit.zh) && !extreme.test(name.zh) && !perHead.test(name.zh);
}

/** Whether a part can never be more than the whole. */
export function isNeverNegative({ lowerBound }: Additive): boolean {
  return lowerBound !== null && Number(lowerBound) >= 0;
}
