import { isUnit as isKnownUnit } from '#monitoring';
import { comparableUnit, type Reference } from '../reference.js';
import { normalisedWidth, withoutFootnoteMarks } from '../footnote-mark.js';
import { plainLabel } from '../table-label.js';

const han = '\u3400-\u9FFF';
/** Typesetters spread short words with spaces (地  区); between Chinese characters a space says nothing. */
const spreadSpace = new RegExp(`(?<=[${han}（(])\\s+(?=[${han}（(）)])`, 'g');

/** A label without what does not matter: spread spaces, line breaks, footnote marks; width is left as it is. */
export function labelText(text: string): string {
  return withoutFootnoteMarks(text.replace(/\s+/g, ' ').trim()).text.replace(spreadSpace, '');
}

/** A label for comparison: width and case do not matter either. */
export function labelKey(text: string): string {
  return normalisedWidth(labelText(text)).toLowerCase();
}

/** Whether a text is a unit: a known one, or one of the catalogue's. */
export function isUnit(text: string, reference: Reference): boolean {
  const key = comparableUnit(text);
  if (key === '' || key.length > 30) return false;
  if (isKnownUnit(text)) return true;
  for (const indicator of reference.indicators.values()) if (indicator.units.has(key)) return true;
  return false;
}

const bracketed = /^(.*\S)\s*[（(【[]\s*(?:(?:计量)?单位\s*[:：]\s*)?([^（）()【】[\]]+)\s*[)）】\]]$/;
const parted = /^(.*[^\s,，、:：/])\s*[,，、:：/]\s*([^,，、:：/]+(?:\/[^,，、:：/]+)?)$/;

/** Ways to part a label into what it names and the text behind: 汽车产量（万辆）, GDP, 亿元. */
export function tailsOf(label: string): { readonly head: string; readonly tail: string }[] {
  return [bracketed, parted].flatMap((form) => {
    const found = form.exec(label);
    return found ? [{ head: found[1]!.trim(), tail: found[2]!.trim() }] : [];
  });
}

const unitLine =
  /^[（(【[]?\s*(?:计量单位|本表单位|金额单位|数量单位|单位|units?)\s*[:：]\s*(.+?)\s*[)）】\]]?$/i;

const longestUnitLine = 200;

/** The units that a line such as "单位：亿元、万人" names; null when it is none. */
export function unitsStated(text: string): string[] | null {
  if (text.length > longestUnitLine) return null;
  const found = unitLine.exec(labelText(text));
  if (!found) return null;
  return found[1]!
    .split(/[、，；;]|,(?!\d{3})|(?<=[\u3400-\u9FFF%‰])\s+/)
    .map((unit) => unit.trim())
    .filter((unit) => unit !== '');
}

const note =
  /^(?:[（(【[]?\s*(?:注|附注|说明|备注|资料来源|数据来源|来源|编者注|本表|注释)(?:\s*\d{0,2}\s*[)）】\]]?\s*[:：、.．\s]|[:：])|(?:notes?|sources?|footnotes?)\s*\d*\s*[:：.]|[*＊※†‡]|[\u2460-\u2473]|[a-zA-Z\d]{1,2}[)）]\s*\S|[（(][a-z\d]{1,2}[)）]\s*\S{6,}|\[\d{1,2}\])/i;

const signature =
  /^(?:单位负责人|统计负责人|负责人|填表人|制表人?|审核人?|填报单位|填报人|编制单位|制表单位|联系电话|报出日期|填报日期|制表日期)\s*[:：]/;

/** A footnote, a source, who filled in the form: text beneath a table that holds no values. */
export function isNote(text: string): boolean {
  return note.test(text.trim()) || signature.test(text.trim());
}

/** 续表, 续表1, （续）, 续表 3-2, continued. */
export function isContinuation(text: string): boolean {
  return /^[（(]?\s*(?:续\s*(?:上)?\s*表|续|table\s+.*continued|continued)\s*[\d\-.．一二三四五六七八九十]*\s*[)）]?$/i.test(
    labelText(text),
  );
}

const subtotal =
  /^(?:合计|总计|小计|共计|累计合计|平均|全省|全市|全县|全区|全国)(?:合计|总计|小计|共计|平均)?$|^(?:total|subtotal|sub-total|sum)$/i;

/** A sum of other rows or columns, named by no area and no indicator. */
export function isSubtotal(label: string): boolean {
  return subtotal.test(plainLabel(normalisedWidth(labelText(label))).replace(/\s+/g, ''));
}

/** What "其中：杨凌示范区" is a part named by; null when the label does not say so. */
export function partOfAbove(label: string): string | null {
  return /^\s*[#＃]?\s*(?:其\s*中|of which)\s*[:：]?\s*(.*)$/i.exec(labelText(label))?.[1] ?? null;
}

const derived =
  /增长|增速|增幅|增减|同比|环比|升降|比上年|较上年|比去年|上年同期|±|位次|排名|排序|名次|比重|占比|构成|growth|change|rank|share/i;

/** Whether a header says that its values are made of others: growth, ranks, shares. */
export function isDerived(label: string): boolean {
  return derived.test(label);
}

const derivedRow =
  /^(?:(?:比|较)(?:上年|去年|上期)(?:同期)?|同比|环比|上年同期)?(?:增长|增速|增幅|增减|±|[+]?\/?-)|^(?:同比|环比)/;

/** Whether a row's label alone says that its values are growth of the row above. */
export function isGrowthRow(label: string): boolean {
  return derivedRow.test(plainLabel(normalisedWidth(labelText(label))));
}

/** Headers that say "the figure itself" and nothing else. */
export function isValueWord(label: string): boolean {
  return /^(?:绝对数|绝对值|绝对量|总量|数值|数量|数额|值|实绩|实际值|实际数|完成数|完成值|指标值|数据|value|values|obs_value|figure|amount)$/i.test(
    label,
  );
}
