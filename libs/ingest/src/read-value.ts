import { isUnit, readUnit, share } from '#monitoring';
import { clipped } from './cell-fault.js';
import { compareDecimals, readCellValue, type CellValue } from './cell-value.js';
import type { KnownIndicator } from './reference.js';
import type { Row } from './row.js';
import {
  converted,
  factorWords,
  isUnitBeside,
  matchUnit,
  sameFactor,
  type Factor,
} from './unit-conversion.js';

type Annotated = Extract<CellValue, { kind: 'annotated' }>;

/**
 * The row's value as exact decimal text in the indicator's unit. A unit may stand in its column, in brackets behind
 * the indicator's name, and behind the number; one that differs by a known factor is converted, and a notice says so.
 *
 * @param indicator null when the row's indicator is not known: then only the number itself is judged.
 * @param nameUnit the unit behind the indicator's name, null where none is.
 */
export function readValue(
  row: Row,
  indicator: KnownIndicator | null,
  nameUnit: string | null,
): string | null {
  const text = row.cell('obs_value');
  const value = numberOf(row, text, indicator);
  if (!indicator) return value && value.text;
  const factor = readFactor(row, indicator, nameUnit, value);
  if (!value || factor === 'refused') return null;
  const inUnit = factor === null ? value.text : inIndicatorsUnit(row, indicator, value.text, factor);
  if (inUnit === null) return null;
  const fault = boundsFault(indicator, inUnit);
  if (fault) return row.refuse('obs_value', 'out-of-range', text, fault);
  if (value.mark !== null)
    row.notice(
      'footnote-mark',
      `数值 ${clipped(text)} 带有注记 ${value.mark}，读作 ${value.text}${value.unit}`,
    );
  return inUnit;
}

/** The number in the cell with what stands beside it; null when it is refused. */
function numberOf({ refuse }: Row, text: string, indicator: KnownIndicator | null): Annotated | null {
  const value = readCellValue(text, indicator ? (unit) => isUnitBeside(unit, indicator.unit) : isUnit);
  switch (value.kind) {
    case 'missing':
      return refuse('obs_value', 'missing-value', text, '没有数值；没有数的行请删去');
    case 'bounded':
      return refuse('obs_value', 'bounded-value', text, '这是上下限，不是观测值');
    case 'invalid': {
      const why = value.why === null ? '' : `：${value.why}`;
      return refuse('obs_value', 'not-a-number', text, `${clipped(text)} 不是数${why}`);
    }
    case 'decimal':
      return { kind: 'annotated', text: value.text, unit: '', currency: '', mark: null };
    case 'annotated':
      return value;
  }
}

interface WrittenUnit {
  readonly text: string;
  readonly factor: Factor;
}

const one: Factor = { power: 0, times: 1n, per: 1n };

/** What the value is to be multiplied by, null for nothing; all units that the row names must agree. */
function readFactor(
  row: Row,
  indicator: KnownIndicator,
  nameUnit: string | null,
  value: Annotated | null,
): WrittenUnit | null | 'refused' {
  const faultsBefore = row.faults.length;
  const cell = row.cell('obs_value');
  if (value) checkCurrency(row, indicator, value.currency, cell);
  const places = [
    { column: 'obs_value', text: value?.unit ?? '', written: cell },
    { column: 'unit', text: row.cell('unit'), written: row.cell('unit') },
    { column: 'indicator', text: nameUnit ?? '', written: row.cell('indicator') },
  ];
  let agreed: WrittenUnit | null = null;
  for (const { column, text, written } of places) {
    if (text === '') continue;
    const factor = text === indicator.unit.zh ? one : factorOf(row, indicator, column, text, written);
    if (factor === null) continue;
    if (agreed === null) agreed = { text, factor };
    else if (!sameFactor(agreed.factor, factor))
      row.refuse(column, 'wrong-unit', written, `本行的单位不一致：${agreed.text} 和 ${clipped(text)}`);
  }
  if (row.faults.length > faultsBefore) return 'refused';
  return agreed && sameFactor(agreed.factor, one) ? null : agreed;
}

function factorOf(
  { refuse }: Row,
  indicator: KnownIndicator,
  column: string,
  text: string,
  written: string,
): Factor | null {
  const match = matchUnit(text, indicator.unit);
  switch (match.kind) {
    case 'same':
      return one;
    case 'factor':
      return match.factor;
    case 'other':
    case 'unknown':
      return refuse(column, 'wrong-unit', written, otherUnit(indicator, text));
  }
}

function otherUnit({ code, unit }: KnownIndicator, text: string): string {
  const own = `指标 ${code} 的单位是 ${unit.zh}（${unit.en}）`;
  return readUnit(text)?.base === share
    ? `${own}；${clipped(text)} 像是比重或增速，不是它的数值`
    : `${own}，不能由 ${clipped(text)} 换算；请换算后再上传`;
}

/** A currency's sign is tolerated where the indicator is in that currency; it does not say how many zeros. */
function checkCurrency({ refuse }: Row, { code, unit }: KnownIndicator, sign: string, cell: string): void {
  if (sign === '') return;
  const currency = sign.includes('$') ? '美元' : '元';
  if (readUnit(unit.zh)?.base === currency) return;
  refuse('obs_value', 'wrong-unit', cell, `指标 ${code} 的单位是 ${unit.zh}（${unit.en}），不是 ${sign}`);
}

function inIndicatorsUnit(
  { cell, refuse, notice }: Row,
  { unit }: KnownIndicator,
  value: string,
  { text, factor }: WrittenUnit,
): string | null {
  const result = converted(value, factor);
  const words = factorWords(factor);
  if (result === null)
    return refuse(
      'obs_value',
      'wrong-unit',
      cell('obs_value'),
      `${text} 换算为 ${unit.zh}（${words}）除不尽，请换算后再上传`,
    );
  notice('unit-converted', `单位 ${text} 换算为 ${unit.zh}（${words}）`);
  return result;
}

function boundsFault({ code, lowerBound, upperBound, unit }: KnownIndicator, value: string): string | null {
  if (lowerBound !== null && compareDecimals(value, lowerBound) < 0)
    return `${code} 不会小于 ${lowerBound} ${unit.zh}`;
  if (upperBound !== null && compareDecimals(value, upperBound) > 0)
    return `${code} 不会大于 ${upperBound} ${unit.zh}`;
  return null;
}
