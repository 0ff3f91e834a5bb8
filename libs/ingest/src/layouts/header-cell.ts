import { combinePeriod, formatPeriod, parsePeriod } from '#time-period';
import { normalisedWidth } from '../footnote-mark.js';
import { readObservationStatus } from '../observation-status.js';
import type { Reference } from '../reference.js';
import { plainLabel } from '../table-label.js';
import { isDerived, isUnit, isValueWord, labelText, tailsOf } from './label-text.js';
import type { Facts } from './layout.js';

const bareNumber = /^\d+(?:\.\d+)?$/;
/** A number alone is a year or a month only where it can be one of ours. */
const bareYearOrMonth = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])?$/;

/**
 * What a cell of a header, a label or a heading says, taken as a whole: 2019年, 西安市, 地区生产总值（亿元）,
 * 2019年汽车产量（快报）.
 * @returns null when any part of it says nothing that is known.
 */
export function factsOf(text: string, reference: Reference): Facts | null {
  if (text.length > longestLabel) return null;
  let known = remembered.get(reference);
  if (!known) remembered.set(reference, (known = new Map()));
  const before = known.get(text);
  if (before !== undefined) return before;
  const facts = readFacts(text, reference);
  if (known.size >= mostRemembered) known.clear();
  known.set(text, facts);
  return facts;
}

/** A table says the same few labels over and over. */
const remembered = new WeakMap<Reference, Map<string, Facts | null>>();
const mostRemembered = 20_000;
const longestLabel = 200;

function readFacts(text: string, reference: Reference): Facts | null {
  const label = labelText(text);
  if (label === '') return null;
  const found = simpleFacts(label, reference);
  if (found) return found;
  const bare = plainLabel(label);
  if (bare !== label) {
    const unnumbered = simpleFacts(bare, reference);
    // A numbered period is no period: "1.2019".
    if (unnumbered && unnumbered.time_period === undefined) return unnumbered;
  }
  for (const { head, tail } of tailsOf(label)) {
    const beside = besideName(tail, reference);
    const named = beside && (isValueWord(head) ? {} : factsOf(head, reference));
    if (beside && named) return disjoint(named, beside);
  }
  return leadingPeriod(label, reference) ?? translated(label, reference);
}

/** 地区生产总值 Gross regional product: a bilingual table's cell says the same twice. */
function translated(label: string, reference: Reference): Facts | null {
  const { chinese, latin } = parted(label);
  return chinese === '' || isDerived(latin) ? null : factsOf(chinese, reference);
}

/** A Chinese text and the Latin one behind it; the Latin one is blank where there is none. */
export function parted(label: string): { readonly chinese: string; readonly latin: string } {
  const found = /^(.*[\u3400-\u9FFF][）)]?)\s+([A-Za-z\d(][\x20-\x7E’]*[A-Za-z][\x20-\x7E’]*)$/.exec(label);
  return found ? { chinese: found[1]!.trim(), latin: found[2]! } : { chinese: '', latin: '' };
}

function simpleFacts(label: string, reference: Reference): Facts | null {
  const area = reference.areaCodes.find(label);
  // Before the period: 610112 is a district and no December.
  if (area !== null) return { ref_area: area };
  const period = periodFacts(label);
  if (period) return period;
  const indicator = reference.indicatorCodes.find(label);
  if (indicator !== null) return { indicator };
  return isUnit(label, reference) ? { unit: label } : null;
}

/** A period, or a part of a year that is told elsewhere. */
export function periodFacts(label: string): Facts | null {
  const text = normalisedWidth(label).trim();
  if (bareNumber.test(text) && !bareYearOrMonth.test(text)) return null;
  const period = parsePeriod(text);
  if (period) return { time_period: formatPeriod(period) };
  return combinePeriod('2019', text) === null ? null : { part: text };
}

/** What stands in brackets behind a name: a unit, a status. */
function besideName(text: string, reference: Reference): Facts | null {
  if (isUnit(text, reference)) return { unit: text };
  const status = readObservationStatus(text.replace(/数$/, ''));
  // 实际 behind a name can mean constant prices: only what is plainly provisional, estimated or forecast counts.
  return status === 'P' || status === 'E' || status === 'F' ? { obs_status: status } : null;
}

const written = String.raw`(?:19|20)\d{2}\s*年?(?:\s*(?:度|末|底|[上下]半年|第?[一二三四1-4]季度|前[一二三四五六七八九十\d]{1,2}个?(?:月|季度)|(?:1|一|0?1月?)\s*[-—–~～至]\s*\d{1,2}\s*月|\d{1,2}\s*月(?:份|末|底)?))?`;
const leading = new RegExp(`^(${written})\\s*[，,]?\\s*(.+)$`);
/** Every mention of a period in a line of text. */
export const mentionedPeriod = new RegExp(written, 'g');

function leadingPeriod(label: string, reference: Reference): Facts | null {
  const found = leading.exec(label);
  if (!found) return null;
  const period = periodFacts(found[1]!);
  const rest = period && (isValueWord(found[2]!) ? {} : factsOf(found[2]!, reference));
  return period && rest && disjoint(period, rest);
}

/** Both together; null when both say the same field. */
export function disjoint(a: Facts, b: Facts): Facts | null {
  return Object.keys(a).some((field) => field in b) ? null : { ...a, ...b };
}
