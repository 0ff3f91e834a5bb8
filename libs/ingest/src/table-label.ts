import { isUnit } from '#monitoring';
import { withoutFootnoteMarks } from './footnote-mark.js';

/** A label of a table taken apart: 地区生产总值（亿元） is 地区生产总值 in 亿元. */
export interface NameAndUnit {
  readonly name: string;
  /** Null when the label names no unit. */
  readonly unit: string | null;
  /** Footnote marks that stood behind the name or the brackets; null when there were none. */
  readonly mark: string | null;
}

/** A label is no longer than this; a longer text is left as it is. */
const longestLabel = 200;

const bracketed = /^(.*\S)\s*[(（[［【]\s*(?:单位\s*[:：]\s*)?([^()（）[\]［］【】]{1,40}?)\s*[)）\]］】]$/s;
const unitWord = /^(.*\S)[\s,，;；]+单位\s*[:：]\s*(\S.{0,39})$/s;

/**
 * Parts a name from the unit that stands in brackets behind it, or after "单位：". What stands in brackets and is no
 * known unit (累计开通) is part of the name. Footnote marks around the brackets go.
 * @param takesAsUnit whether what stands behind a name is its unit; by default, whether it is a known one.
 */
export function splitNameAndUnit(
  text: string,
  takesAsUnit: (unit: string, name: string) => boolean = isUnit,
): NameAndUnit {
  if (text.length > longestLabel) return { name: text, unit: null, mark: null };
  const label = withoutFootnoteMarks(text);
  const match = bracketed.exec(label.text) ?? unitWord.exec(label.text);
  const name = match && withoutFootnoteMarks(match[1]!);
  if (!match || !name || !takesAsUnit(match[2]!, name.text))
    return { name: label.text, unit: null, mark: label.mark };
  const mark = [name.mark, label.mark].filter((each) => each !== null).join('') || null;
  return { name: name.text, unit: match[2]!, mark };
}

/** 一、 （一） (1) 1. 1、 1） Ⅰ. ① : the number of a line; before a digit "1." is the start of a decimal. */
const numbering =
  /^(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]|\d{1,2}(?:\.\d{1,2}){0,2}\s*(?:[、）)]|[.．](?!\d))|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4}\s*[、.．](?=\D)|[\u2460-\u249B\u3220-\u3229]\s*)/;
const ofWhich = /^(?:其中|其\s+中|#|＃|of which)\s*[:：]?\s*/i;

/**
 * A label without what a table puts before a name: 其中：, #, the number of the line (一、 1. （1）), and without a
 * colon at its end. Repeats once, for "（一）其中：". A label that is nothing else stays as it is.
 */
export function plainLabel(text: string): string {
  let label = text.trim();
  if (label.length > longestLabel) return label;
  for (const prefix of [numbering, ofWhich, numbering]) {
    const rest = label.replace(prefix, '').trim();
    if (rest !== '') label = rest;
  }
  return label.replace(/\s*[:：]$/, '') || label;
}
