/** A forecast of a target's due period in words, or why there is none. */
import type { Verdict } from '#contract';
import type { Messages } from './messages.zh';
import { probabilityWords, roundedNumber, withUnit } from './number-wording';

/** Of the indicator: its unit in the reader's language, and the decimals that its values are kept with. */
interface Kept {
  unit: string;
  decimals: number;
}

export interface ForecastWords {
  value: string;
  /** The interval, how likely the target is met, and what it all rests on. */
  remarks: string[];
}

/** At least one decimal, even where whole things are counted: a forecast of 97.5 routes is not one of 98. */
export const forecastNumber = (value: number, decimals: number): string =>
  roundedNumber(value, Math.max(1, decimals));

export function forecastWords(
  forecast: NonNullable<Verdict['forecast']>,
  { unit, decimals }: Kept,
  words: Messages,
): ForecastWords {
  const number = (value: number) => withUnit(forecastNumber(value, decimals), unit);
  const method = words.forecastMethod[forecast.method](forecast.n);
  return {
    value: number(forecast.value),
    remarks: [
      words.target.forecastRange(number(forecast.lower), number(forecast.upper)),
      words.target.probability(probabilityWords(forecast.probability)),
      words.target.forecastBasis(method, number(forecast.standardError)),
    ],
  };
}

/** Why nothing was forecast, in one sentence with its numbers; a code this page does not know says no more than that. */
export function forecastRefusalWords(
  refusal: NonNullable<Verdict['forecastRefusal']>,
  { unit, decimals }: Kept,
  words: Messages,
): string {
  const say = words.forecastRefusal;
  const { periods, ahead, span, value } = refusal;
  const years = (count: number) => String(Math.round(count * 10) / 10);
  switch (refusal.code) {
    case 'no-target-value':
    case 'due-passed':
    case 'due-observed':
      return say[refusal.code];
    case 'too-few-periods':
      return typeof periods === 'number' && periods > 0 ? say['too-few-periods'](periods) : say['no-value'];
    case 'beyond-horizon':
      return typeof ahead === 'number' && typeof span === 'number'
        ? say['beyond-horizon'](years(ahead), years(span))
        : say.other;
    case 'no-variation':
      return typeof value === 'number'
        ? say['no-variation'](withUnit(forecastNumber(value, decimals), unit))
        : say.other;
    default:
      return say.other;
  }
}
