import type { LayoutQuestion } from '#contract';
import type { Reference } from '../reference.js';
import { isCodeColumn } from './column-name.js';
import type { SurveyedColumn } from './column-survey.js';
import type { GridRow } from './grid.js';
import { factsOf } from './header-cell.js';
import { columnOption, fieldWords, type Answer } from './layout-questions.js';
import type { KeyField, LabelColumn, LabelRole } from './layout.js';

const keyFields: readonly KeyField[] = ['indicator', 'ref_area', 'time_period'];

/** What the columns beside the values say. */
export interface AssignedRoles {
  readonly labels: readonly LabelColumn[];
  /** Columns of labels that are not understood and may say what the values are. */
  readonly stray: readonly SurveyedColumn[];
  /** Columns that say nothing that the others do not say. */
  readonly dropped: readonly SurveyedColumn[];
  readonly questions: readonly LayoutQuestion[];
}

/** Decides of every column of labels what it says of its row; one column a field. */
export function assignRoles(
  columns: readonly SurveyedColumn[],
  data: readonly GridRow[],
  answers: Readonly<Partial<Record<KeyField | 'unit' | 'obs_value', Answer>>>,
  reference: Reference,
): AssignedRoles {
  const questions: LayoutQuestion[] = [];
  const labels: LabelColumn[] = [];
  const dropped: SurveyedColumn[] = [];
  const stray: SurveyedColumn[] = [];
  const left: SurveyedColumn[] = [];
  const take = (column: SurveyedColumn, role: LabelRole) =>
    labels.push({ at: column.at, name: column.name, role });

  const roles = columns.map((column) => ({ column, role: roleOf(column, answers) }));
  for (const field of keyFields) {
    const own = roles.filter(({ role }) => role === field).map(({ column }) => column);
    const settled = settle(field, own, data, reference);
    if (settled === null) questions.push(whichColumn(field, own, data));
    else {
      if (settled.main) take(settled.main, field);
      for (const column of settled.names) take(column, { nameOf: field as 'indicator' | 'ref_area' });
      left.push(...settled.left);
    }
  }
  for (const { column, role } of roles) {
    // What is not understood may say what the values are, be it the same in every row (男).
    if (role === null) stray.push(column);
    else if (role === 'ignored') dropped.push(column);
    else if (typeof role === 'object') take(column, role);
    else if (!keyFields.some((field) => field === role)) {
      // A second column of units or statuses says something of another kind of value.
      if (labels.some((label) => label.role === role)) left.push(column);
      else take(column, role);
    }
  }
  for (const column of left) (tellsRowsApart(column, labels, data) ? stray : dropped).push(column);
  return { labels, stray, dropped, questions };
}

function roleOf(
  { at, role }: SurveyedColumn,
  answers: Readonly<Partial<Record<KeyField | 'unit' | 'obs_value', Answer>>>,
): LabelRole | 'ignored' | null {
  for (const field of [...keyFields, 'unit'] as const) {
    const answer = answers[field];
    if (answer?.kind === 'column' && answer.at === at) return field;
    if (answer && role === field) return 'ignored';
  }
  return role;
}

/** Of several columns for one field the one that counts; null when they may say different things. */
function settle(
  field: KeyField,
  own: readonly SurveyedColumn[],
  data: readonly GridRow[],
  reference: Reference,
): { main: SurveyedColumn | null; names: SurveyedColumn[]; left: SurveyedColumn[] } | null {
  if (own.length < 2) return { main: own[0] ?? null, names: [], left: [] };
  if (field === 'time_period') return null;
  const isCode = (column: SurveyedColumn) => isCodeColumn(column.texts.at(-1)?.text ?? '');
  const byCode = own.filter(isCode);
  const main =
    (byCode.length === 1 ? byCode[0]! : null) ?? own.toSorted((a, b) => b.known[field] - a.known[field])[0]!;
  const names: SurveyedColumn[] = [];
  const left: SurveyedColumn[] = [];
  for (const column of own) {
    if (column === main) continue;
    if (byCode.length === 1) names.push(column);
    else if (column.known[field] === 0) left.push(column);
    else if (agree(field, main, column, data, reference)) names.push(column);
    else return null;
  }
  return { main, names, left };
}

function agree(
  field: KeyField,
  a: SurveyedColumn,
  b: SurveyedColumn,
  data: readonly GridRow[],
  reference: Reference,
): boolean {
  return data.every((row) => {
    const one = factsOf(row.cells[a.at] ?? '', reference)?.[field];
    const other = factsOf(row.cells[b.at] ?? '', reference)?.[field];
    return one === other || one === undefined || other === undefined ? (row.cells[a.at] ?? '') !== '' : false;
  });
}

/** Whether a column makes a difference between rows that are alike in all that is understood. */
function tellsRowsApart(
  column: SurveyedColumn,
  labels: readonly LabelColumn[],
  data: readonly GridRow[],
): boolean {
  const keys = labels.filter(({ role }) => typeof role === 'string');
  const seen = new Map<string, string>();
  const carried = new Map<number, string>();
  for (const { cells } of data) {
    const key = keys
      .map(({ at }) => {
        const text = cells[at] || carried.get(at) || '';
        carried.set(at, text);
        return text;
      })
      .join('\t');
    const own = cells[column.at] ?? '';
    const first = seen.get(key);
    if (first !== undefined && first !== own) return true;
    seen.set(key, own);
  }
  return false;
}

function whichColumn(
  field: KeyField,
  columns: readonly SurveyedColumn[],
  data: readonly GridRow[],
): LayoutQuestion {
  return {
    field,
    message: `有 ${columns.length} 列都像是${fieldWords[field]}；哪一列是${fieldWords[field]}？`,
    options: columns.map((column) => columnOption(column, data)),
    constant: false,
  };
}
