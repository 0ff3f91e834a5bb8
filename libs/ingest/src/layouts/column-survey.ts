import { combinePeriod, formatPeriod, parsePeriod } from '#time-period';
import type { Reference } from '../reference.js';
import { roleByName } from './column-name.js';
import { columnLetters, kindOf, type GridRow } from './grid.js';
import { factsOf } from './header-cell.js';
import type { HeaderText } from './header-levels.js';
import { isDerived, isSubtotal, isValueWord, labelText, partOfAbove } from './label-text.js';
import type { Facts, KeyField, LabelRole } from './layout.js';

/** What is seen of one column before it is decided how it is read. */
export interface SurveyedColumn {
  readonly at: number;
  /** As a person finds it: "D（2019年）". */
  readonly name: string;
  readonly texts: readonly HeaderText[];
  /** Whether values stand in it; else labels do. */
  readonly holdsValues: boolean;
  /** Whether nothing stands in it in the sample. */
  readonly isBlank: boolean;
  /** Of a column of labels: by its name, or else by what stands in it; null: neither says. */
  readonly role: LabelRole | 'ignored' | null;
  /** Of its cells with labels how many say what kind of thing. */
  readonly known: Readonly<Record<LabelKind, number>>;
  /** Of a column of values: what its header says. */
  readonly facts: Facts;
  /** The field of which its header says two things. */
  readonly contradicted: KeyField | null;
  /** Texts of its header that are not understood. */
  readonly unexplained: readonly HeaderText[];
  /** Why its values are left out: they are growth, ranks or shares, or a sum. */
  readonly leftOut: 'derived' | 'subtotal' | null;
}

export type LabelKind = 'indicator' | 'ref_area' | 'time_period' | 'part' | 'unit';
const labelKinds: readonly LabelKind[] = ['ref_area', 'indicator', 'time_period', 'part', 'unit'];

/** Of fields of which a person has said it the line of the header that they stand in. */
export type LinesOfFields = Readonly<Partial<Record<KeyField, number>>>;

/** Looks at every column of a table: its header's texts and its cells in the sample. Blank ones are left out. */
export function surveyColumns(
  over: readonly (readonly HeaderText[])[],
  data: readonly GridRow[],
  reference: Reference,
  lines: LinesOfFields,
): SurveyedColumn[] {
  const seen: SurveyedColumn[] = [];
  over.forEach((texts, at) => {
    const cells = data.flatMap((row) => (row.cells[at] ? [row.cells[at]] : []));
    // A column can be blank in the sample and hold values further down.
    const isNamed = texts.some(
      ({ text, own }) =>
        own &&
        (roleByName(text, reference.breakdownCodes.keys()) !== null || saysKey(factsOf(text, reference))),
    );
    if (cells.length > 0 || isNamed)
      seen.push(surveyColumn(at, texts, cells, { reference, lines, leftmost: !seen.some(isValueLike) }));
  });
  return seen;
}

function saysKey(facts: Facts | null): boolean {
  return facts !== null && Object.keys(facts).some((field) => field !== 'unit' && field !== 'obs_status');
}

function isValueLike({ holdsValues }: SurveyedColumn): boolean {
  return holdsValues;
}

function surveyColumn(
  at: number,
  texts: readonly HeaderText[],
  cells: readonly string[],
  { reference, lines, leftmost }: { reference: Reference; lines: LinesOfFields; leftmost: boolean },
): SurveyedColumn {
  const dimensions = [...reference.breakdownCodes.keys()];
  const header = readColumnHeader(texts, reference, dimensions, lines);
  const own = texts.at(-1)?.text ?? '';
  const named = roleByName(own, dimensions);
  const kinds = cells.map((cell) => kindOf(cell, reference));
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  const numeric = count('number') + count('missing');
  const text = count('text');
  const explained = Object.keys(header.facts).length > 0 || header.leftOut !== null || isValueWord(own);
  const isTime = count('time') === cells.length && cells.length > 0 && !explained && leftmost;
  const isIndex = leftmost && !explained && text === 0 && isNumberedFromOne(cells);
  const labelled = knownIn(cells, reference);
  const isKnown = labelKinds.some((kind) => labelled[kind] > 0);
  // Beneath a header that is understood a column holds values, be they mistyped; a corner cell heads labels.
  const looksNumeric = explained
    ? numeric + count('time') > 0 || (!leftmost && !isKnown)
    : numeric + count('time') > text;
  const holdsValues =
    named === null && !isTime && !isIndex && (cells.length === 0 ? explained : looksNumeric);
  const known = holdsValues ? none : labelled;
  return {
    at,
    name: `${columnLetters(at)}${texts.length === 0 ? '' : `（${texts.map((one) => one.text).join(' ')}）`}`,
    texts,
    holdsValues,
    isBlank: cells.length === 0,
    role: holdsValues
      ? null
      : isIndex
        ? 'ignored'
        : (settledRole(named, known) ?? (isTime ? 'time_period' : null)),
    known,
    ...header,
  };
}

const none = { indicator: 0, ref_area: 0, time_period: 0, part: 0, unit: 0 };

function isNumberedFromOne(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.every((cell, index) => Number(cell) === index + 1);
}

function knownIn(cells: readonly string[], reference: Reference): Record<LabelKind, number> {
  const known = { ...none };
  for (const cell of cells) {
    const facts = factsOf(partOfAbove(cell) ?? cell, reference);
    const kind = facts && labelKinds.find((one) => facts[one] !== undefined);
    if (kind) known[kind] += 1;
  }
  return known;
}

/** By name; by content where no name says, or where it says what nothing in the column is. */
function settledRole(
  named: LabelRole | 'ignored' | null,
  known: Readonly<Record<LabelKind, number>>,
): LabelRole | 'ignored' | null {
  const all = labelKinds.reduce((sum, kind) => sum + known[kind], 0);
  const most = labelKinds.find((kind) => known[kind] > 0 && known[kind] >= all * 0.8) ?? null;
  if (named === null) return most;
  if (named === 'ignored' || typeof named === 'object') return named;
  // A column named 单位 can list organisations, one named 项目 anything.
  const isKeyed = named === 'indicator' || named === 'ref_area' || named === 'time_period';
  return isKeyed && known[named] === 0 && most !== null && !(named === 'time_period' && most === 'part')
    ? null
    : named;
}

function readColumnHeader(
  texts: readonly HeaderText[],
  reference: Reference,
  dimensions: readonly string[],
  lines: LinesOfFields,
): Pick<SurveyedColumn, 'facts' | 'contradicted' | 'unexplained' | 'leftOut'> {
  let facts: Facts = {};
  let contradicted: KeyField | null = null;
  let leftOut: SurveyedColumn['leftOut'] = null;
  const unexplained: HeaderText[] = [];
  for (const one of texts) {
    const text = labelText(one.text);
    const found = ofLine(factsOf(text, reference), one.line, lines);
    if (found) {
      const merged = mergeFacts(facts, found);
      if (typeof merged === 'string') contradicted = merged;
      else facts = merged;
    } else if (isDerived(text)) leftOut = 'derived';
    else if (isSubtotal(text)) leftOut = 'subtotal';
    else if (!isValueWord(text) && roleByName(text, dimensions) === null) unexplained.push(one);
  }
  return { facts: withYear(facts), contradicted, unexplained, leftOut };
}

/** What a text may say in its line; null when it does not say what it must. */
function ofLine(facts: Facts | null, line: number, lines: LinesOfFields): Facts | null {
  const own = { ...facts };
  for (const field of ['indicator', 'ref_area', 'time_period'] as const) {
    if (lines[field] === undefined) continue;
    if (lines[field] !== line) delete own[field];
    else if (own[field] === undefined && own.part === undefined) return null;
  }
  return facts && own;
}

/** What two levels say together, or the field on which they disagree. */
function mergeFacts(above: Facts, beneath: Facts): Facts | KeyField {
  for (const field of ['indicator', 'ref_area'] as const)
    if (above[field] !== undefined && beneath[field] !== undefined && above[field] !== beneath[field])
      return field;
  const [a, b] = [above.time_period, beneath.time_period];
  if (a !== undefined && b !== undefined) {
    // 2019年 over 2019-06 is June; 2018年 over 2019年 is nothing.
    if (b.startsWith(a)) return { ...above, ...beneath };
    return a.startsWith(b) ? { ...beneath, ...above } : 'time_period';
  }
  if (above.part !== undefined && beneath.part !== undefined) return 'time_period';
  return { ...above, ...beneath };
}

/** A year and a part of it, from two levels, as one period. */
function withYear(facts: Facts): Facts {
  const { time_period, part, ...others } = facts;
  if (time_period === undefined || part === undefined) return facts;
  const period = combined(time_period, part);
  return period === null ? facts : { ...others, time_period: period };
}

/** SDMX text of a year and a part of it; null when they are no period together. */
export function combined(year: string, part: string): string | null {
  const period = combinePeriod(year, part);
  if (period) return formatPeriod(period);
  const whole = parsePeriod(part);
  return whole ? formatPeriod(whole) : null;
}
