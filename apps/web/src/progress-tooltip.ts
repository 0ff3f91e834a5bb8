/** What the chart of a target says of the points under the pointer. */
import type { ChartLines, ChartPoint, ObservedPoint } from './chart-lines';
import { dayOf, dayWords } from './date-wording';
import { forecastNumber } from './forecast-wording';
import type { Language } from './language';
import type { Messages } from './messages.zh';
import { exactNumber, roundedNumber, withUnit } from './number-wording';
import type { FormerPoint } from './vintages';

export interface TooltipContext {
  lines: ChartLines;
  unit: string;
  decimals: number;
  language: Language;
  words: Messages;
}

/** When a value was published, or since when it was known, and when another took its place. */
export function replacedWords(
  { knownFrom, knownTo, released }: Pick<FormerPoint, 'knownFrom' | 'knownTo' | 'released'>,
  words: Messages,
  language: Language,
): string {
  const day = (instant: string) => dayWords(dayOf(instant), language);
  const say = released ? words.target.publishedAndReplaced : words.target.knownAndReplaced;
  return say(day(knownFrom), day(knownTo));
}

/** The lines of the tooltip for one point, of whichever series. */
export function pointWords(
  point: ChartPoint & Partial<ObservedPoint & FormerPoint>,
  series: string,
  { lines: { forecast }, unit, decimals, language, words }: TooltipContext,
): string[] {
  const number = (value: number) => withUnit(forecastNumber(value, decimals), unit);
  if (point === forecast)
    return [
      `${words.target.forecast}: ${number(forecast.y)}`,
      words.target.forecastRange(number(forecast.lower), number(forecast.upper)),
    ];
  const { y, status, computed, knownFrom, knownTo, released = false } = point;
  // What is expected has been calculated: a digit more than values have. What is supposed is told as it was typed.
  const calculated = status === '' && series !== words.target.supposedPoint;
  const value = calculated ? roundedNumber(y, decimals + 1) : exactNumber(y, decimals);
  const kind = [
    status === '' || status === 'A' ? undefined : (words.observationStatus[status] ?? status),
    computed ? words.target.computedValue : undefined,
  ].filter((word) => word !== undefined);
  return [
    `${series}: ${withUnit(value, unit)}${kind.length === 0 ? '' : ` (${kind.join(' · ')})`}`,
    ...(knownFrom !== undefined && knownTo !== undefined
      ? [replacedWords({ knownFrom, knownTo, released }, words, language)]
      : []),
  ];
}
