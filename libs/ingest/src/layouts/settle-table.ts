import type { LayoutQuestion } from '#contract';
import { cellFault, clipped, type CellFault, type Notice } from '../cell-fault.js';
import { assignRoles, type AssignedRoles } from './assign-roles.js';
import { combined, type SurveyedColumn } from './column-survey.js';
import { constantsOf } from './constants.js';
import type { SeenTable } from './detect-table.js';
import { constantFaults, refusedAhead } from './header-faults.js';
import { factsOf } from './header-cell.js';
import { isNote, isSubtotal, partOfAbove, unitsStated } from './label-text.js';
import { columnOption, distinct, fieldWords, rowOption } from './layout-questions.js';
import type { Detected, Facts, KeyField, TableLayout, ValueColumn } from './layout.js';
import { layoutName, understoodOf } from './understood-table.js';

export const keyFields: readonly KeyField[] = ['indicator', 'ref_area', 'time_period'];

/** Where each field of a table's values comes from, as far as the columns and their headers say. */
export interface Sources {
  readonly roles: AssignedRoles;
  /** Columns of values that are read or refused. */
  readonly values: readonly SurveyedColumn[];
  /** Fields that stand in the header. */
  readonly inHeader: ReadonlySet<KeyField>;
  readonly inLabels: ReadonlySet<KeyField>;
  /** Whether only parts of years are told, so that the year must come from elsewhere. */
  readonly needsYear: boolean;
  /** Whether every column's header has a text that is not understood. */
  readonly strayHeader: boolean;
  /** Columns of labels before the values that are not understood and tell rows apart. */
  readonly strayLabels: readonly SurveyedColumn[];
  readonly headings: KeyField | null;
}

/** Decides how a table is read, or what must be asked first. */
export function settleTable(seen: SeenTable, fingerprint: string): Detected {
  const { rows, region, titles } = seen;
  const sources = sourcesOf(seen);
  const { constants, units, questions: missing } = constantsOf(seen, sources);
  const sorted = sortColumns(seen, sources, constants);
  const first = [...sources.roles.questions, ...contradictions(seen, sources), ...missing];
  // Columns look alike while what tells them apart is not known.
  const questions = first.length > 0 ? first : sorted.questions;
  const preamble = rows.slice(0, region.last + 1).map(({ cells }) => cells);
  const headingAt = rows.reduce((widest, { filled }) => Math.max(widest, (filled.at(-1) ?? -1) + 1), 0);
  const base = { preamble: withHeadingColumn(preamble, sources.headings, headingAt), fingerprint };
  if (questions.length > 0) {
    const understood = understoodOf(seen, sources, constants, []);
    return { ...base, layout: null, questions: onePerField(questions), understood };
  }
  const layout: TableLayout = {
    kind: 'table',
    headerLine: rows[region.last]!.line,
    width: seen.width,
    columns: seen.headedColumns.filter((at) => !sorted.blank.includes(at)),
    labels: sources.roles.labels,
    values: sorted.values,
    constants,
    units,
    headings: sources.headings,
    headingAt,
    preamble,
    headerLines: region.last - region.first + 1,
    refusedColumns: sorted.refused,
    notices: [...sorted.notices, ...droppedNotices(seen, sources)],
  };
  return {
    ...base,
    layout,
    name: layoutName(sources),
    headerFaults: constantFaults(constants, sources, seen.reference),
    questions: null,
    understood: understoodOf(seen, sources, constants, titles.units),
  };
}

function withHeadingColumn(
  preamble: readonly (readonly string[])[],
  headings: KeyField | null,
  at: number,
): readonly (readonly string[])[] {
  if (headings === null) return preamble;
  const last = Array.from({ length: at }, (_, column) => preamble.at(-1)?.[column] ?? '');
  return [...preamble.slice(0, -1), [...last, fieldWords[headings]]];
}

function sourcesOf(seen: SeenTable): Sources {
  const { columns, data, answers, reference, titles } = seen;
  const isAnswered = ({ at }: SurveyedColumn) =>
    (['indicator', 'ref_area', 'time_period', 'unit'] as const).some((field) => {
      const answer = answers[field];
      return answer?.kind === 'column' && answer.at === at;
    });
  const asLabels = columns.filter((column) => !column.holdsValues || isAnswered(column));
  const values = columns.filter((column) => column.holdsValues && !isAnswered(column));
  const roles = assignRoles(asLabels, data, answers, reference);
  const read = values.filter(({ leftOut }) => leftOut === null);
  const inHeader = new Set(keyFields.filter((field) => read.some(({ facts }) => facts[field] !== undefined)));
  const inLabels = new Set(
    keyFields.filter(
      (field) =>
        roles.labels.some(({ role }) => role === field) ||
        roles.questions.some(({ field: asked }) => asked === field),
    ),
  );
  const lastValue = values.at(-1)?.at ?? Infinity;
  const hasParts =
    read.some(({ facts }) => facts.part !== undefined && facts.time_period === undefined) ||
    (roles.labels.some(({ role }) => role === 'part') && !inHeader.has('time_period'));
  const known = { inHeader, inLabels };
  return {
    roles,
    values,
    ...known,
    needsYear: hasParts && !inLabels.has('time_period'),
    strayHeader: read.length > 0 && read.every(({ unexplained }) => unexplained.length > 0),
    strayLabels: roles.stray.filter(({ at }) => at < lastValue),
    headings: headingsField(seen, known, titles.time_period.plain !== null),
  };
}

/** The field that rows with a label and nothing else set: one that no column and no header says. */
function headingsField(
  { rows, region, reference, answers }: SeenTable,
  { inHeader, inLabels }: Pick<Sources, 'inHeader' | 'inLabels'>,
  titleHasPeriod: boolean,
): KeyField | null {
  const open = keyFields.filter(
    (field) => !inHeader.has(field) && !inLabels.has(field) && answers[field] === undefined,
  );
  const counts = new Map<KeyField, number>();
  for (const { cells, filled } of rows.slice(region.last + 1)) {
    const text = cells[filled[0]!]!;
    if (filled.length !== 1 || isNote(text) || isSubtotal(text) || partOfAbove(text) !== null) continue;
    if (unitsStated(text) !== null) continue;
    const facts = factsOf(text, reference);
    for (const field of open)
      if (facts?.[field] !== undefined) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  if (titleHasPeriod && counts.size > 1) counts.delete('time_period');
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** Questions where the header, or the header and a column of labels, say a field twice. */
function contradictions(
  { levels, data, columns, reference, answers }: SeenTable,
  sources: Sources,
): LayoutQuestion[] {
  return keyFields.flatMap((field) => {
    if (answers[field] !== undefined) return [];
    const inBoth = sources.inHeader.has(field) && sources.inLabels.has(field);
    if (!inBoth && !sources.values.some(({ contradicted }) => contradicted === field)) return [];
    const labels = columns.filter((column) =>
      sources.roles.labels.some(({ at, role }) => at === column.at && role === field),
    );
    const lines = levels.filter((level) =>
      level.filled.some((at) => factsOf(level.cells[at]!, reference)?.[field] !== undefined),
    );
    const options = [...labels.map((column) => columnOption(column, data)), ...lines.map(rowOption)];
    const message = `表里有两处都像是${fieldWords[field]}；哪一处是${fieldWords[field]}？`;
    return [{ field, message, options, constant: true }];
  });
}

interface SortedColumns {
  readonly values: ValueColumn[];
  readonly refused: CellFault[];
  /** Positions of columns whose header is not understood and that hold nothing. */
  readonly blank: number[];
  readonly notices: (Notice & { readonly line: number })[];
  readonly questions: LayoutQuestion[];
}

/** Tells the columns that are read from those that are left out and those that are refused. */
function sortColumns(seen: SeenTable, sources: Sources, constants: Facts): SortedColumns {
  const { data, answers, rows, region } = seen;
  const line = rows[region.last]!.line;
  const sorted: SortedColumns = { values: [], refused: [], blank: [], notices: [], questions: [] };
  const chosen = answers.obs_value?.kind === 'column' ? answers.obs_value.at : null;
  const byFacts = new Map<string, SurveyedColumn[]>();
  const accepted: SurveyedColumn[] = [];
  for (const column of sources.values) {
    const { name, leftOut, at } = column;
    if (leftOut !== null && at !== chosen) {
      const why = leftOut === 'derived' ? '是由别的数算出的（增长、位次、比重等）' : '是合计';
      const message = `${name}列${why}，没有读`;
      sorted.notices.push({ line: column.texts.at(-1)?.line ?? line, code: 'subtotal-left-out', message });
      continue;
    }
    if (chosen !== null && at !== chosen && column.unexplained.length > 0) {
      sorted.notices.push({ line, code: 'subtotal-left-out', message: `${name}列按回答没有读` });
      continue;
    }
    const fault =
      columnFault(column, seen, sources) ??
      refusedAhead(column, constants, sources.roles.labels, seen.reference);
    // Should a value come up in it further down, it is refused there.
    if (fault && column.isBlank) sorted.blank.push(at);
    else if (fault) sorted.refused.push(fault);
    else {
      accepted.push(column);
      const { unit: _, ...key } = column.facts;
      const said = JSON.stringify(Object.entries(key).toSorted());
      byFacts.set(said, [...(byFacts.get(said) ?? []), column]);
    }
  }
  for (const alike of byFacts.values()) {
    if (alike.length < 2 || alike.some(({ at }) => at === chosen)) continue;
    const names = alike.map(({ name }) => name).join('、');
    const message = `${clipped(names, 100)} 的表头说的是同样的内容；数值在哪一列？`;
    sorted.questions.push({
      field: 'obs_value',
      message,
      options: alike.map((column) => columnOption(column, data)),
      constant: false,
    });
  }
  for (const column of accepted) {
    const rivals = [...byFacts.values()].find((alike) => alike.includes(column))!;
    if (rivals.length > 1 && column.at !== chosen) {
      const message = `${column.name}列按回答没有读`;
      sorted.notices.push({ line, code: 'subtotal-left-out', message });
    } else sorted.values.push({ at: column.at, name: column.name, facts: withYear(column.facts, constants) });
  }
  if (sorted.values.length === 0 && sorted.refused.length === 0 && sorted.questions.length === 0)
    sorted.questions.push({
      field: 'obs_value',
      message: '看不出哪一列是数值',
      options: seen.columns.map((column) => columnOption(column, data)),
      constant: false,
    });
  return sorted;
}

function withYear(facts: Facts, constants: Facts): Facts {
  const { part, ...others } = facts;
  if (part === undefined || constants.time_period === undefined || facts.time_period !== undefined)
    return facts;
  const period = combined(constants.time_period, part);
  return period === null ? facts : { ...others, time_period: period };
}

const codes: Readonly<Record<KeyField, CellFault['code']>> = {
  indicator: 'unknown-indicator',
  ref_area: 'unknown-area',
  time_period: 'invalid-period',
};

/** Why a column cannot be read: something in its header is not understood, where other columns' headers are. */
function columnFault(column: SurveyedColumn, { answers }: SeenTable, sources: Sources): CellFault | null {
  const { facts, unexplained, name, texts } = column;
  const lacking = [...sources.inHeader].filter(
    (field) => facts[field] === undefined && !(field === 'time_period' && facts.part !== undefined),
  );
  const answeredRow = keyFields.find((field) => {
    const answer = answers[field];
    return answer?.kind === 'row' && unexplained.some(({ line }) => line === answer.line);
  });
  const isHarmless = answers.obs_value?.kind === 'row';
  if (unexplained.length > 0 && !isHarmless && (!sources.strayHeader || answeredRow !== undefined)) {
    const field = answeredRow ?? lacking[0] ?? fieldOfLevel(unexplained[0]!.line, sources) ?? 'indicator';
    const text = unexplained.map((one) => one.text).join(' ');
    const message = `不认识表头里的${fieldWords[field]} ${clipped(text)}，这一列没有读`;
    return cellFault(name, codes[field], text, message);
  }
  if (lacking.length === 0) return null;
  const words = lacking.map((field) => fieldWords[field]).join('、');
  const text = texts.map((one) => one.text).join(' ');
  return cellFault(name, 'unclear-layout', text, `这一列有数，表头却没有说明${words}`);
}

/** The field that other columns' headers tell in the same line. */
function fieldOfLevel(line: number, { values }: Sources): KeyField | null {
  return (
    keyFields.find((field) =>
      values.some(
        ({ texts, facts, unexplained }) =>
          facts[field] !== undefined &&
          texts.some((text) => text.line === line) &&
          !unexplained.some((text) => text.line === line),
      ),
    ) ?? null
  );
}

function droppedNotices(
  { rows, region }: SeenTable,
  { roles, values }: Sources,
): (Notice & { line: number })[] {
  const last = values.at(-1)?.at ?? Infinity;
  return roles.stray
    .filter(({ at }) => at > last)
    .map(({ name }) => ({
      line: rows[region.last]!.line,
      code: 'subtotal-left-out' as const,
      message: `不认识 ${name} 列，没有读；它在数值的右边，不影响数值`,
    }));
}

function onePerField(questions: readonly LayoutQuestion[]): LayoutQuestion[] {
  const byField = new Map<string, LayoutQuestion>();
  for (const question of questions) {
    const first = byField.get(question.field);
    byField.set(
      question.field,
      first ? { ...first, options: distinct([...first.options, ...question.options]) } : question,
    );
  }
  return [...byField.values()];
}
