/**
 * A verdict in words, made from its reason code and numbers, never stored. Each sentence says only what its numbers
 * say: what was judged, against what, and which rule decided.
 */
import { round10, type Refusal, type Status, type Thresholds, type ValueAt, type Verdict } from '#assessment';
import { formatPeriodEn, formatPeriodZh, isDay, parsePeriod } from '#time-period';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What a sentence needs besides the verdict. */
export interface VerdictFacts {
  readonly unit: Words;
  readonly decimals: number;
  readonly operator: string;
  readonly value: string | null;
  readonly upper: string | null;
  readonly due: string;
}

export const statusWords: Readonly<Record<Status, Words>> = {
  achieved: { zh: '已实现', en: 'Achieved' },
  onTrack: { zh: '进展正常', en: 'On track' },
  atRisk: { zh: '存在风险', en: 'At risk' },
  offTrack: { zh: '进度滞后', en: 'Off track' },
  movingAway: { zh: '背离目标', en: 'Moving away' },
  missed: { zh: '未能实现', en: 'Missed' },
  notAssessed: { zh: '无法评估', en: 'Not assessed' },
};

export const methodWords: Readonly<Record<string, Words>> = {
  growthRatio: { zh: '增速比', en: 'growth ratio' },
  elapsedShare: { zh: '时序进度', en: 'share of the way against share of the time' },
  extrapolatedShare: { zh: '外推实现程度', en: 'extrapolated share' },
  attainment: { zh: '目标实现程度', en: 'degree of attainment' },
  milestone: { zh: '节点进度', en: 'milestones' },
  direction: { zh: '变化方向', en: 'direction of change' },
};

const refusalWords: Readonly<Record<Refusal, Words>> = {
  'no-target-value': { zh: '目标没有数值', en: 'the target names no number' },
  'no-direction': { zh: '指标没有优劣方向', en: 'neither way is better' },
  'zero-or-mixed-sign': {
    zh: '数值含零或正负号不一，无法计算增速',
    en: 'a value is zero or signs differ, so there is no growth rate',
  },
  'growth-rate-series': { zh: '指标本身就是增速', en: 'the series is itself a growth rate' },
  'interval-crossed': { zh: '数值跨越了目标区间', en: 'values lie on both sides of the interval' },
  'growth-out-of-range': {
    zh: '间隔过短而变化过大，无法折算年均增速',
    en: 'so much changed in so few days that there is no annual growth rate',
  },
  'no-bounds': { zh: '目标区间缺少上下界', en: 'the interval has no bounds' },
  'not-positive': {
    zh: '目标值、当前值或此时的期望值的实现程度不是正数',
    en: 'the degree of attainment of the target, the value or the value expected by now is not positive',
  },
  'base-equals-target': { zh: '基期值等于目标值', en: 'the baseline equals the target' },
};

/** The verdict as one or two plain sentences in both languages. */
export function verdictWords(verdict: Verdict, facts: VerdictFacts): Words {
  const main = reasonWords(verdict, facts);
  const remarks = remarkWords(verdict);
  return {
    zh: [main.zh, ...remarks.map((remark) => remark.zh)].join(''),
    en: [main.en, ...remarks.map((remark) => remark.en)].join(' '),
  };
}

function reasonWords(verdict: Verdict, facts: VerdictFacts): Words {
  const { reason } = verdict;
  const goal = goalWords(facts);
  const at = (given: ValueAt): Words => valueWords(given, facts);
  switch (reason.code) {
    case 'no-observation':
      return { zh: '截至评估日没有可用的数据。', en: 'No usable value was known by then.' };
    case 'due-value-meets':
      return pair(at(reason.decidedBy), goal, '，达到', ', which meets ');
    case 'due-value-fails':
      return pair(at(reason.decidedBy), goal, '，未达到', ', which does not meet ');
    case 'meets-target':
      return pair(at(reason.decidedBy), goal, '，尚未到期，已达到', ', which meets ', ' before it is due');
    case 'later-value-fails': {
      const { zh, en } = at(reason.decidedBy);
      const due = periodWords(facts.due);
      return {
        zh: `${due.zh}没有当期数据；其后首个数据${zh}，仍未达到${goal.zh}。`,
        en: `There is no value for ${due.en} itself; the first after it, ${en}, still does not meet ${goal.en}.`,
      };
    }
    case 'due-value-missing': {
      const due = periodWords(facts.due);
      const sides = [reason.before, reason.after].filter((value) => value !== null).map(at);
      return {
        zh: `目标已到期，但缺少${due.zh}的数据，不能判定${sides.length ? `（前后数据：${sides.map((side) => side.zh).join('；')}）` : ''}。`,
        en: `The target is due, but the value for ${due.en} is missing, so it cannot be decided${sides.length ? ` (values around it: ${sides.map((side) => side.en).join('; ')})` : ''}.`,
      };
    }
    case 'lost-after-achievement': {
      const achieved = at(reason.achieved);
      const observed = observedWords(verdict, facts);
      return {
        zh: `${achieved.zh}，曾达到${goal.zh}；${observed.zh}，已不再达到。`,
        en: `It met ${goal.en} once (${achieved.en}) but no longer does (${observed.en}).`,
      };
    }
    case 'too-few-periods':
      if (reason.periods > 1)
        return {
          zh: '基期之后还没有可比的数据，不足以判断进展。',
          en: 'There is no comparable value after the baseline yet: too little to judge progress.',
        };
      return {
        zh: '可用的数据只有1期，不足以判断进展。',
        en: 'Only one usable period: too few to judge progress.',
      };
    case 'base-equals-target': {
      const observed = observedWords(verdict, facts);
      const base = number(reason.base, facts);
      return {
        zh: `基期值${base}已满足${goal.zh}，而${observed.zh}不再满足。`,
        en: `The baseline, ${base}, met ${goal.en} already; ${observed.en} no longer does.`,
      };
    }
    case 'pace': {
      const observed = observedWords(verdict, facts);
      const method = methodWords[verdict.method] ?? { zh: verdict.method, en: verdict.method };
      const from = onTrackWords(limit(reason.thresholds.onTrack), reason.ownThresholds);
      const pace = ratio(reason.pace, reason.thresholds);
      return {
        zh: `${observed.zh}；${progressZh(verdict)}按${method.zh}，进度系数为${pace}${from.zh}。`,
        en: `${observed.en}; ${progressEn(verdict)}by ${method.en} the pace is ${pace}${from.en}.`,
      };
    }
    case 'nothing-expected-yet': {
      const observed = observedWords(verdict, facts);
      if (verdict.status === 'movingAway') {
        const base = number(reason.base, facts);
        return {
          zh: `${observed.zh}；按计划此时尚无进度要求，但比基期值${base}倒退。`,
          en: `${observed.en}; the plan asks nothing beyond the baseline yet, but it has fallen back behind the baseline, ${base}.`,
        };
      }
      return {
        zh: `${observed.zh}；按计划此时尚无进度要求，且未倒退。`,
        en: `${observed.en}; the plan asks nothing beyond the baseline yet, and nothing was lost.`,
      };
    }
    case 'direction': {
      const observed = observedWords(verdict, facts);
      const base = verdict.baseline ? valueWords(verdict.baseline, facts) : null;
      const { onTrack } = reason.thresholds;
      const rate = percent(reason.annualRate, Object.values(reason.thresholds));
      // The published ones need no telling: they are the same for every target.
      const from = reason.ownThresholds ? onTrackWords(`${limit(onTrack * 100)}%`, true) : { zh: '', en: '' };
      const noNumber =
        verdict.targetValue === null
          ? { zh: '规划未给出数值目标。', en: ' The plan names no number.' }
          : { zh: '', en: '' };
      return {
        zh: `${observed.zh}；${base ? `自${base.zh}以来，` : ''}朝目标方向的年均变化率为${rate}${from.zh}。${noNumber.zh}`,
        en: `${observed.en}; ${base ? `since ${base.en} ` : ''}the change in the wanted direction is ${rate} a year${from.en}.${noNumber.en}`,
      };
    }
    case 'no-numeric-method': {
      const why = refusalWords[reason.why];
      return { zh: `没有适用的评估方法：${why.zh}。`, en: `No method applies: ${why.en}.` };
    }
  }
}

/** From when on it is on track, in brackets; said to be the target's own where it is. */
function onTrackWords(from: string, own: true | undefined): Words {
  return own
    ? {
        zh: `（本目标自定：达到${from}为进展正常）`,
        en: ` (on track from ${from}, a threshold of this target’s own)`,
      }
    : { zh: `（达到${from}为进展正常）`, en: ` (on track from ${from})` };
}

/** Whatever stands beside the verdict and changes how it should be read. */
function remarkWords(verdict: Verdict): Words[] {
  const remarks: Words[] = [];
  if (verdict.methodRefusal !== null && verdict.method !== verdict.methodAsked) {
    const asked = methodWords[verdict.methodAsked] ?? { zh: verdict.methodAsked, en: verdict.methodAsked };
    const why = refusalWords[verdict.methodRefusal];
    remarks.push({
      zh: `（原定方法“${asked.zh}”不适用：${why.zh}。）`,
      en: `(The method asked for, ${asked.en}, does not apply: ${why.en}.)`,
    });
  }
  const { reason } = verdict;
  if ('zeroAs' in reason && reason.zeroAs !== undefined)
    remarks.push({
      zh: `（数值中的零按${reason.zeroAs}计算增速。）`,
      en: `(A zero was read as ${reason.zeroAs}, so that there is a growth rate.)`,
    });
  return remarks;
}

function pair(value: Words, goal: Words, zhJoin: string, enJoin: string, enTail = ''): Words {
  return { zh: `${value.zh}${zhJoin}${goal.zh}。`, en: `${value.en}${enJoin}${goal.en}${enTail}.` };
}

/** The target itself: 不低于100条 / at least 100 routes. */
export function goalWords(
  facts: Pick<VerdictFacts, 'operator' | 'value' | 'upper' | 'unit' | 'decimals'>,
): Words {
  const value = facts.value === null ? '' : decimalText(facts.value);
  const upper = facts.upper === null ? '' : decimalText(facts.upper);
  switch (facts.operator) {
    case 'atLeast':
      return {
        zh: `“不低于${value}${facts.unit.zh}”`,
        en: `the target of at least ${quantityEn(value, facts.unit)}`,
      };
    case 'atMost':
      return {
        zh: `“不超过${value}${facts.unit.zh}”`,
        en: `the target of at most ${quantityEn(value, facts.unit)}`,
      };
    case 'within':
      return {
        zh: `“${value}至${upper}${facts.unit.zh}之间”`,
        en: `the target of between ${value} and ${quantityEn(upper, facts.unit)}`,
      };
    case 'complete':
      return { zh: '“全部完成”', en: 'the target of completion' };
    default:
      return { zh: '规划要求的方向', en: 'the direction that the plan asks for' };
  }
}

function observedWords(verdict: Verdict, facts: VerdictFacts): Words {
  return verdict.observed ? valueWords(verdict.observed, facts) : { zh: '没有数据', en: 'no value' };
}

/** A value with its unit and period, as part of a sentence. */
export function valueWords(given: ValueAt, facts: Pick<VerdictFacts, 'unit' | 'decimals'>): Words {
  const period = periodWords(given.period);
  const value = number(given.value, facts);
  return {
    zh: `${period.zh}为${value}${facts.unit.zh}`,
    en: `${quantityEn(value, facts.unit)} ${isDay(given.period) ? 'on' : 'in'} ${period.en}`,
  };
}

/** "1,310 × 100 million yuan": a unit that begins with a number must not run into the value before it. */
function quantityEn(value: string, unit: Words): string {
  return /^\d/.test(unit.en) ? `${value} × ${unit.en}` : `${value} ${unit.en}`;
}

/** A period as a Chinese or an English reader writes it. */
export function periodWords(text: string): Words {
  const period = parsePeriod(text);
  return period ? { zh: formatPeriodZh(period), en: formatPeriodEn(period) } : { zh: text, en: text };
}

function progressZh(verdict: Verdict): string {
  if (verdict.achievedShare === null || verdict.elapsedShare === null) return '';
  if (verdict.achievedShare < 0)
    return `比基期倒退了从基期到目标距离的${percent(-verdict.achievedShare)}，时间已过${percent(verdict.elapsedShare)}；`;
  return `已走完从基期到目标的${percent(verdict.achievedShare)}，时间已过${percent(verdict.elapsedShare)}；`;
}

function progressEn(verdict: Verdict): string {
  if (verdict.achievedShare === null || verdict.elapsedShare === null) return '';
  if (verdict.achievedShare < 0)
    return `it is further from the target than at the baseline, by ${percent(-verdict.achievedShare)} of the way, with ${percent(verdict.elapsedShare)} of the time gone; `;
  return `${percent(verdict.achievedShare)} of the way is done in ${percent(verdict.elapsedShare)} of the time; `;
}

/**
 * A value with the indicator's decimals; more when the value itself has more: four, or all there are where fewer would
 * make it a rounder number than it is (99.999999 is not 100).
 */
function number(value: number, facts: Pick<VerdictFacts, 'decimals'>): string {
  const own = decimalsOf(value);
  const shown = Math.max(facts.decimals, Math.min(own, 4));
  const isRounder = own > shown && decimalsOf(Number(value.toFixed(shown))) < Math.min(shown, 4);
  return formatted(value, {
    minimumFractionDigits: Math.min(facts.decimals, own),
    maximumFractionDigits: isRounder ? own : shown,
  });
}

/** Making a format takes a hundred times as long as using it. */
const formats = new Map<string, Intl.NumberFormat>();

function formatted(value: number, options: Intl.NumberFormatOptions): string {
  const name = JSON.stringify(options);
  const format = formats.get(name) ?? new Intl.NumberFormat('en-US', options);
  formats.set(name, format);
  return format.format(value);
}

/** Of 12.5 one, of 1e-7 seven. */
function decimalsOf(value: number): number {
  const [digits = '', power = '0'] = String(value).split('e');
  return Math.min(Math.max((digits.split('.')[1] ?? '').length - Number(power), 0), 20);
}

/** An exact decimal with thousands separators and without idle zeros. */
function decimalText(text: string): string {
  return formatted(Number(text), { maximumFractionDigits: 6 });
}

function ratio(value: number, { onTrack, atRisk, offTrack }: Thresholds): string {
  return value.toFixed(telling(value, [onTrack, atRisk, offTrack], 4));
}

/** So many decimals, or as many more as it takes for a number to stay on its own side of every limit. */
function telling(value: number, limits: readonly number[], least: number): number {
  let decimals = least;
  const isCrossed = (edge: number) => Number(value.toFixed(decimals)) >= edge !== value >= edge;
  while (decimals < 12 && limits.some(isCrossed)) decimals += 1;
  return decimals;
}

function limit(value: number): string {
  return formatted(value, { maximumSignificantDigits: 10 });
}

/** @param limits on whose own side it stays when it is rounded. */
function percent(share: number, limits: readonly number[] = [0, 1]): string {
  const value = round10(share * 100);
  const digits = telling(
    value,
    limits.map((one) => round10(one * 100)),
    1,
  );
  return `${formatted(value, { maximumFractionDigits: digits })}%`;
}
