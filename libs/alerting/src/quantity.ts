import { formatPeriodEn, formatPeriodZh, parsePeriod, type Day } from '#time-period';
import type { Status } from './status.js';

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}
export type Language = keyof Bilingual;

/** A number or a word of an alert, with what is needed to write it for a reader. Plain JSON. */
export type Quantity =
  | {
      readonly kind: 'value';
      readonly value: number;
      readonly decimals: number;
      readonly unit: Bilingual | null;
    }
  /** 0.4 is 40 %. */
  | { readonly kind: 'share'; readonly value: number }
  | { readonly kind: 'count'; readonly value: number }
  | { readonly kind: 'day'; readonly day: Day }
  /** SDMX text. */
  | { readonly kind: 'period'; readonly period: string }
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'text'; readonly zh: string; readonly en: string };

/** Quantities by the names that texts call them by. */
export type Quantities = Readonly<Record<string, Quantity>>;

export type StatusWords = Readonly<Record<Status, Bilingual>>;

/** A quantity as a reader of the language writes it. */
export function quantityText(quantity: Quantity, language: Language, statusWords: StatusWords): string {
  switch (quantity.kind) {
    case 'value':
      return withUnit(decimalText(quantity.value, quantity.decimals), quantity.unit, language);
    case 'share':
      return `${formatOf(0, 1).format(quantity.value * 100)}%`;
    case 'count':
      return quantity.value.toLocaleString('en-US');
    case 'day':
      return periodText(quantity.day, language);
    case 'period':
      return periodText(quantity.period, language);
    case 'status':
      return statusWords[quantity.status][language];
    case 'text':
      return quantity[language];
  }
}

function periodText(text: string, language: Language): string {
  const period = parsePeriod(text);
  if (!period) return text;
  return language === 'zh' ? formatPeriodZh(period) : formatPeriodEn(period);
}

/** With the indicator's decimals; up to four when the value itself has more, so that nothing known is rounded away. */
function decimalText(value: number, decimals: number): string {
  const own = (String(value).split('.')[1] ?? '').length;
  return formatOf(Math.min(decimals, own), Math.max(decimals, Math.min(own, 4))).format(value);
}

/** Making a format takes a hundred times as long as using it. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(minimumFractionDigits: number, maximumFractionDigits: number): Intl.NumberFormat {
  const name = `${minimumFractionDigits} ${maximumFractionDigits}`;
  const format =
    formats.get(name) ?? new Intl.NumberFormat('en-US', { minimumFractionDigits, maximumFractionDigits });
  formats.set(name, format);
  return format;
}

function withUnit(number: string, unit: Bilingual | null, language: Language): string {
  if (!unit || unit[language] === '') return number;
  if (language === 'zh') return `${number}${unit.zh}`;
  // "1,310 × 100 million yuan": a unit that begins with a number must not run into the value before it.
  if (/^\d/.test(unit.en)) return `${number} × ${unit.en}`;
  return unit.en.startsWith('%') ? `${number}${unit.en}` : `${number} ${unit.en}`;
}
