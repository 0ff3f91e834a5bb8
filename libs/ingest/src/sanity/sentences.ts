/** The warnings' wording: Chinese, with the numbers that somebody at the bureau has to compare. */
import type { Indicator } from '#contract';
import { formatPeriodZh, type Day } from '#time-period';
import type { Finding } from './judge-value.js';
import type { Point } from './point.js';
import type { RepeatedPeriod } from './repeated-period.js';
import { halfUnit, type Contradiction } from './rounding.js';
import { unitWritten, type UnitSlip } from './unit-slip.js';

/** Names a series: 西安市 地区生产总值. */
export type Naming = (point: Point) => string;

type Described = Pick<Indicator, 'unit' | 'decimals' | 'lowerBound'>;

export function findingSentence(point: Point, finding: Finding, indicator: Described, name: Naming): string {
  const { reference, slip, ordinary } = finding;
  const unit = indicator.unit.zh;
  const start = `${name(point)} ${formatPeriodZh(point.period)} 为 ${point.text} ${unit}`;
  const other = reference.point
    ? ` ${formatPeriodZh(reference.point.period)}的 ${reference.text} `
    : `原有的值 ${reference.text} `;
  if (slip) return `${start}，约为${other}${timesText(slip)}，${slipGuess(slip, unit)}，请核对`;
  const change = changeText(point.value, reference.value);
  const { from, to } = ordinary!;
  const least = isFloored(indicator) ? Math.max(from, 0) : from;
  const range = `${plain(least, indicator.decimals)} 至 ${plain(to, indicator.decimals)}`;
  return `${start}，比${other}${change}；按该指标以往的变动，一般在 ${range} 之间，请核对`;
}

function timesText({ factor, times }: UnitSlip): string {
  return times ? `的 ${factor} 倍` : `的 1/${factor}`;
}

function slipGuess(slip: UnitSlip, unit: string): string {
  const written = unitWritten(slip, unit);
  return written === null
    ? `像是小数点错位或单位不对（单位应是 ${unit}）`
    : `像是按 ${written} 填的（单位应是 ${unit}）`;
}

function changeText(value: number, reference: number): string {
  const word = value > reference ? '多' : '少';
  const apart = Math.abs(value - reference);
  if (!(reference > 0 && value >= 0)) return `${word} ${plain(apart, 6)}`;
  return `${word} ${plain((apart / reference) * 100, 1)}%`;
}

export function contradictionSentence(
  { total, parts, sum }: Contradiction,
  { unit }: Described,
  name: Naming,
  by: 'time' | 'area',
): string {
  const digits = Math.max(...[total, ...parts].map(({ text }) => decimalsOf(text)));
  const labels = parts.map((part) =>
    by === 'time' ? `${formatPeriodZh(part.period)} ${part.text}` : `${name(part)} ${part.text}`,
  );
  const apart = `${sum > total.value ? '多' : '少'} ${plain(Math.abs(sum - total.value), digits)}`;
  const start = `${name(total)} ${formatPeriodZh(total.period)} 为 ${total.text} ${unit.zh}`;
  if (labels.length === 1) return `${start}，与所含或相同时段的 ${labels[0]} 矛盾（后者${apart}），请核对`;
  const shown =
    labels.length > mostParts
      ? `${labels.slice(0, mostParts).join('、')} 等 ${labels.length} 项`
      : labels.join('、');
  return `${start}，与各部分之和 ${plain(sum, digits)} 不符（${apart}）：${shown}，请核对`;
}

/** A sentence with more parts is not read. */
const mostParts = 6;

export function repeatedSentence({ period, previous, equal, compared }: RepeatedPeriod): string {
  return `${formatPeriodZh(period)}可比的 ${compared} 个值中有 ${equal} 个与${formatPeriodZh(previous)}完全相同，像是把上期的数又报了一次，请核对`;
}

export function lateSentence(first: Point, count: number, day: Day, name: Naming): string {
  const more = count > 1 ? `等 ${count} 个时期` : '';
  return `${name(first)} ${formatPeriodZh(first.period)}${more}仍是快报数（P），按发布周期 ${day} 前应已有正式数，请核对有没有正式数`;
}

function isFloored({ lowerBound }: Described): boolean {
  return lowerBound !== null && Number(lowerBound) >= 0;
}

function decimalsOf(text: string): number {
  return Math.round(-Math.log10(halfUnit(text) * 2));
}

/** At most so many decimals, without noughts at the end. */
function plain(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
