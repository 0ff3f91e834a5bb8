import type { LayoutAnswers, LayoutQuestion } from '#contract';
import type { FileRow } from '../read-rows.js';
import type { Reference } from '../reference.js';
import { surveyColumns, type LinesOfFields, type SurveyedColumn } from './column-survey.js';
import { gridRow, holdsNumber, widthBeforeReasons, type GridRow } from './grid.js';
import { factsOf } from './header-cell.js';
import { findHeader, isNumberingRow, isPassedOver, levelTexts, type HeaderRegion } from './header-levels.js';
import { isNote, isSubtotal, partOfAbove } from './label-text.js';
import { headerQuestion, readAnswer, type Answer } from './layout-questions.js';
import type { Detected, KeyField } from './layout.js';
import { fingerprint } from './shape-fingerprint.js';
import { settleTable } from './settle-table.js';
import { readTitles, type TitleLines } from './title-lines.js';

/** Everything that is seen of a table before it is decided what is what. */
export interface SeenTable {
  readonly rows: readonly GridRow[];
  readonly region: HeaderRegion;
  readonly levels: readonly GridRow[];
  readonly titles: TitleLines;
  /** Rows of the sample that hold values. */
  readonly data: readonly GridRow[];
  readonly columns: readonly SurveyedColumn[];
  /** Positions of the columns that have a header or hold anything. */
  readonly headedColumns: readonly number[];
  readonly answers: TableAnswers;
  readonly width: number;
  readonly reference: Reference;
}

export type TableAnswers = Readonly<Partial<Record<KeyField | 'unit' | 'obs_value', Answer>>>;

const answeredFields = ['indicator', 'ref_area', 'time_period', 'unit', 'obs_value'] as const;
const keyFields = ['indicator', 'ref_area', 'time_period'] as const;
/** Lines of a file without a header that its fingerprint is made of. */
const linesOfUnknown = 10;

/**
 * Reads a file's first rows as a table whose values stand in several columns.
 * @returns null when nothing in it is of the catalogue and nothing in it is a period: then it is no such table.
 */
export function detectTable(
  sample: readonly FileRow[],
  reference: Reference,
  answers: LayoutAnswers,
): Detected | null {
  const reasonsAt = widthBeforeReasons(sample);
  const rows = sample.map((row) => gridRow(row, reasonsAt)).filter(({ filled }) => filled.length > 0);
  const header = readAnswer(answers, 'header');
  const seenHeader = findHeader(rows, reference, null);
  const region = header?.kind === 'row' ? findHeader(rows, reference, header.line) : seenHeader;
  // Of what is seen without any answer, so that the next file of this shape is known before it is asked about.
  const shape = seenHeader
    ? fingerprint('table', rows.slice(0, seenHeader.last + 1))
    : fingerprint('unknown', rows.slice(0, linesOfUnknown));
  if (region === null) {
    if (rows.length === 0 || (header === null && !rows.some((row) => saysSomething(row, reference))))
      return null;
    return unclear([headerQuestion(rows)], rows, shape);
  }
  const seen = survey(rows, region, reference, { answers, reasonsAt });
  const isTitled = seen.titles.indicator.candidates.length + seen.titles.ref_area.candidates.length > 0;
  const isKnown =
    isTitled ||
    seen.columns.some(
      ({ facts, known, role, contradicted }) =>
        contradicted !== null ||
        Object.keys(facts).length > 0 ||
        Object.values(known).some((count) => count > 0) ||
        (role !== null && role !== 'ignored'),
    );
  if (!isKnown && Object.keys(answers).length === 0) return null;
  return settleTable(seen, shape);
}

function survey(
  rows: readonly GridRow[],
  region: HeaderRegion,
  reference: Reference,
  { answers: given, reasonsAt }: { answers: LayoutAnswers; reasonsAt: number },
): SeenTable {
  const lines = rows.slice(region.first, region.last + 1).filter((row) => !isNumberingRow(row));
  const levels = lines.filter((row, index) => !isTranslation(row, lines[index - 1]));
  const beneath = rows.slice(region.last + 1);
  const data = beneath.filter((row) => isDataRow(row, levels, reference));
  const between = rows.slice(region.last + 1, region.body).filter(isPassedOver);
  // A unit can stand right-aligned in a line of the header too.
  const titles = readTitles([...rows.slice(0, region.first), ...between, ...unitCells(levels)], reference);
  const answers: Partial<Record<(typeof answeredFields)[number], Answer>> = {};
  for (const field of answeredFields) {
    const answer = readAnswer(given, field);
    if (answer) answers[field] = answer;
  }
  const linesOfFields: Partial<Record<KeyField, number>> = {};
  for (const field of keyFields) {
    const answer = answers[field];
    if (answer) linesOfFields[field] = answer.kind === 'row' ? answer.line : none;
  }
  const width = Math.min(
    reasonsAt,
    rows.slice(region.first).reduce((widest, row) => Math.max(widest, (row.filled.at(-1) ?? -1) + 1), 0),
  );
  const over = levelTexts(levels, width, reference);
  const columns = surveyColumns(over, data, reference, linesOfFields satisfies LinesOfFields);
  const headed = new Set(over.flatMap((texts, at) => (texts.length > 0 ? [at] : [])));
  for (const { filled } of beneath) for (const at of filled) headed.add(at);
  return {
    rows,
    region,
    levels,
    titles,
    data,
    columns,
    headedColumns: [...headed],
    answers,
    width: reasonsAt,
    reference,
  };
}

/** No line of a file: what a column or a constant says is said by no line of the header. */
const none = 0;

function unitCells(levels: readonly GridRow[]): GridRow[] {
  return levels.map((row) => ({
    ...row,
    filled: row.filled.filter((at) => isPassedOver({ ...row, filled: [at] })),
  }));
}

/** Whether a line of the header says in Latin letters what the one above says in Chinese. */
function isTranslation(row: GridRow, above: GridRow | undefined): boolean {
  return (
    above !== undefined &&
    row.filled.some((at) => /[a-z]/i.test(row.cells[at]!)) &&
    row.filled.every((at) => {
      const over = above.cells[at] ?? '';
      return (
        !/[\u3400-\u9FFF]/.test(row.cells[at]!) &&
        (/[\u3400-\u9FFF]/.test(over) || over.includes(row.cells[at]!))
      );
    })
  );
}

function isDataRow(row: GridRow, levels: readonly GridRow[], reference: Reference): boolean {
  const { cells, filled } = row;
  if (filled.length < 2 || isNumberingRow(row) || isPassedOver(row)) return false;
  const label = cells[filled[0]!]!;
  return (
    (!isNote(label) || holdsNumber(row, reference)) &&
    !isSubtotal(label) &&
    partOfAbove(label) === null &&
    !levels.some((level) => isSame(row, level))
  );
}

function isSame(a: GridRow, b: GridRow): boolean {
  return a.filled.length === b.filled.length && a.filled.every((at) => a.cells[at] === b.cells[at]);
}

function saysSomething({ cells, filled }: GridRow, reference: Reference): boolean {
  return filled.some((at) => {
    const facts = factsOf(cells[at]!, reference);
    return facts !== null && (facts.indicator !== undefined || facts.ref_area !== undefined);
  });
}

function unclear(questions: readonly LayoutQuestion[], rows: readonly GridRow[], shape: string): Detected {
  const line = rows[0]?.line ?? 1;
  return {
    layout: null,
    questions,
    understood: { titles: [], header: { first: line, last: line }, fields: [], notes: [] },
    preamble: rows.slice(0, 1).map(({ cells }) => cells),
    fingerprint: shape,
  };
}
