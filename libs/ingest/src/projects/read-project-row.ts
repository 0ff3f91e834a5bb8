import {
  datedStage,
  projectSchema,
  type Project,
  type ProjectColumn,
  type ProjectFault,
  type ProjectFaultCode,
} from '#contract';
import { formatPeriod, parsePeriod, type Day } from '#time-period';
import { clipped } from '../cell-fault.js';
import { readCellValue } from '../cell-value.js';
import { comparable, type CodeList } from '../code-list.js';
import { tableCells } from '../layouts/grid.js';
import type { FileRow } from '../read-rows.js';
import { checkProject } from './check-project.js';
import { headerOf } from './project-columns.js';
import type { ProjectHeader } from './project-header.js';
import type { ProjectReference } from './project-reference.js';
import { choices, fieldWords, levelWords, listOf, stageWords, standingWords } from './project-words.js';

/** Why one cell is refused; its line is known to whoever reads the file. */
export type CellOfProjectFault = Omit<ProjectFault, 'line'>;

/** Signs of "not known", which leave a field empty. */
const notGiven = /^(?:未定|待定|未知|暂无|无|不详|未明确|待明确|未给出|tbd|n\/?a|[-–—/]+)$/i;

const levels = listOf(levelWords);
const fields = listOf(fieldWords);
const stages = listOf(stageWords);
const standings = listOf(standingWords);

const units: ReadonlyMap<string, '万元' | '亿元'> = new Map([
  ['万元', '万元'],
  ['亿元', '亿元'],
  ['人民币万元', '万元'],
  ['人民币亿元', '亿元'],
  ['10 thousand yuan', '万元'],
  ['100 million yuan', '亿元'],
]);
const unitOf = (text: string) => units.get(comparable(text));

/** A project that the library does not have, before its row is read. */
function blank(code: string): Draft {
  return {
    code,
    name: { zh: '', en: null },
    level: null,
    field: null,
    task: 0,
    organisations: [],
    areas: [],
    investment: null,
    stage: null,
    standing: 'active',
    stages: [],
    clause: null,
    note: null,
  };
}

type Draft = { -readonly [key in keyof Project]: Project[key] };

export interface RowContext {
  readonly header: ProjectHeader;
  readonly reference: ProjectReference;
  readonly today: Day;
  /** The project of that code as the library has it. */
  readonly stored: (code: string) => Project | undefined;
}

/**
 * Reads one row as the whole project that it makes: of one that the library has, what the file has no column for stays as
 * it is, and what it has a column for is as the cell says, blank included. All faults of the row in one pass.
 */
export function readProjectRow(
  row: FileRow,
  context: RowContext,
): { code: string | null; project: Project | null; faults: CellOfProjectFault[] } {
  const { header, reference, today } = context;
  const faults: CellOfProjectFault[] = [];
  const cells = tableCells(row.cells, Infinity);
  const at = (column: ProjectColumn) => header.columns.indexOf(column);
  const has = (column: ProjectColumn) => at(column) >= 0;
  const cell = (column: ProjectColumn) => cells[at(column)] ?? '';
  const fault = (column: ProjectColumn, code: ProjectFaultCode, message: string, value = cell(column)) =>
    faults.push({ column, code, value: clipped(value, 200), message });
  const given = (column: ProjectColumn): string | null => {
    const text = cell(column);
    return text === '' || notGiven.test(text) ? null : text;
  };

  cells.forEach((text, index) => {
    if (text.includes('\uFFFD'))
      faults.push({
        column: header.columns[index] ?? `第 ${index + 1} 列`,
        code: 'encoding-error',
        value: clipped(text, 200),
        message: '有无法识别的字符，请以 UTF-8 编码重新保存',
      });
    else if (text !== '' && index >= header.columns.length)
      faults.push({
        column: `第 ${index + 1} 列`,
        code: 'extra-cell',
        value: clipped(text, 200),
        message: '这一格在表头之外',
      });
  });
  if (faults.length > 0) return { code: null, project: null, faults };

  const code = cell('code').toLowerCase();
  if (code === '') {
    fault('code', 'missing-value', '没有项目代码');
    return { code: null, project: null, faults };
  }
  if (!projectSchema.shape.code.safeParse(code).success) {
    fault(
      'code',
      'invalid-code',
      '代码只用字母、数字、- 和 _，最多 60 个字，且不能是 import、import-template',
    );
    return { code: null, project: null, faults };
  }
  const stored = context.stored(code);
  const draft: Draft = stored ? { ...stored, name: { ...stored.name } } : blank(code);

  const oneOf = <T extends string>(
    column: ProjectColumn,
    list: CodeList,
    unknown: ProjectFaultCode,
    words: Parameters<typeof choices>[0],
  ): T | null => {
    const text = given(column);
    if (text === null) return null;
    const found = list.find(text) as T | null;
    if (found === null) fault(column, unknown, `不认识“${clipped(text)}”；可填 ${choices(words)}`);
    return found;
  };
  const severalOf = (column: ProjectColumn, list: CodeList, unknown: ProjectFaultCode): string[] => {
    const codes = namesIn(given(column) ?? '', list).flatMap((name) => {
      const found = list.find(name);
      if (found !== null) return [found];
      const { ambiguous, suggestions } = list.explain(name);
      const hint =
        ambiguous.length > 0
          ? `，可能是 ${ambiguous.join('、')}，请写代码`
          : suggestions.length > 0
            ? `，是不是 ${suggestions.join('、')}？`
            : '';
      fault(column, unknown, `没有“${clipped(name)}”${hint}`);
      return [];
    });
    return [...new Set(codes)];
  };
  const textOf = (column: ProjectColumn, longest: number): string | null => {
    const text = cell(column);
    if (text.length > longest) fault(column, 'too-long', `最多 ${longest} 个字，这里有 ${text.length} 个`);
    return text === '' ? null : text;
  };

  if (has('name')) draft.name.zh = textOf('name', 200) ?? '';
  if (has('name_en')) draft.name.en = textOf('name_en', 200);
  if (has('level')) draft.level = oneOf('level', levels, 'unknown-level', levelWords);
  if (has('field')) draft.field = oneOf('field', fields, 'unknown-field', fieldWords);
  if (has('stage')) draft.stage = oneOf('stage', stages, 'unknown-stage', stageWords);
  if (has('standing'))
    draft.standing = oneOf('standing', standings, 'unknown-standing', standingWords) ?? 'active';
  if (has('clause')) draft.clause = textOf('clause', 2000);
  if (has('note')) draft.note = textOf('note', 2000);
  if (has('organisations'))
    draft.organisations = severalOf('organisations', reference.organisations, 'unknown-organisation');
  if (has('areas')) draft.areas = severalOf('areas', reference.areas, 'unknown-area');
  if (has('task')) draft.task = readTask();
  if (has('investment')) draft.investment = readInvestment();
  draft.stages = datedStage.options.flatMap((stage) => {
    const before = draft.stages.find((dates) => dates.stage === stage);
    const planned = has(`planned_${stage}`) ? readDate(`planned_${stage}`) : (before?.planned ?? null);
    const actual = has(`actual_${stage}`) ? readDate(`actual_${stage}`) : (before?.actual ?? null);
    return planned === null && actual === null ? [] : [{ stage, planned, actual }];
  });

  function readTask(): number {
    const text = given('task');
    if (text === null) return 0;
    const number = /^(?:任务|第|task)?\s*(\d{1,4})\s*(?:项|[.．、].*)?$/i.exec(text)?.[1];
    const byTitle = number === undefined ? reference.taskTitles.find(text) : null;
    const task = Number(number ?? byTitle?.replace('task', '') ?? Number.NaN);
    if (Number.isNaN(task)) fault('task', 'unknown-task', '请写任务的编号，如 18');
    return Number.isNaN(task) ? -1 : task;
  }

  function readInvestment(): Project['investment'] {
    const text = given('investment');
    if (text === null) return null;
    const value = readCellValue(text, (unit) => unitOf(unit) !== undefined);
    if (value.kind === 'missing') return null;
    if (
      value.kind === 'bounded' ||
      value.kind === 'invalid' ||
      (value.kind === 'annotated' && value.currency === '$')
    ) {
      fault('investment', 'not-a-number', '请写一个数，如 12.5；约数、下限和范围请写进备注');
      return null;
    }
    const own = value.kind === 'annotated' && value.unit !== '' ? value.unit : null;
    const written = own ?? header.investmentUnit;
    const unit = written === null ? undefined : unitOf(written);
    if (unit === undefined) {
      const message =
        written === null
          ? '没有写单位；请把列名写作“总投资（亿元）”，或在数后写单位'
          : `单位“${clipped(written)}”不能用；可用 万元、亿元`;
      fault('investment', 'wrong-unit', message);
      return null;
    }
    if (value.text.startsWith('-') || value.text.length > 20) {
      fault('investment', 'out-of-range', '投资不能是负数，也不超过 20 位');
      return null;
    }
    return { value: value.text, unit };
  }

  function readDate(column: ProjectColumn): string | null {
    const text = given(column);
    if (text === null) return null;
    const period = parsePeriod(text);
    if (period !== null && period.accumulation === 'period') return formatPeriod(period);
    fault(
      column,
      'invalid-date',
      '请写日、月、季度、半年或年，如 2026-06-30、2026年6月、2026年三季度、2026年底；没有就空着',
    );
    return null;
  }

  if (draft.name.zh === '') fault('name', 'missing-value', '没有项目名称');
  if (draft.task === 0) fault('task', 'missing-value', '没有写所属任务的编号');
  const saidOrganisations = has('organisations') && given('organisations') !== null;
  if (draft.organisations.length === 0 && !saidOrganisations)
    fault('organisations', 'missing-value', '没有责任单位');
  const seen = new Set(faults.map(({ column }) => column));
  // Of what could not be read nothing more is said.
  for (const { column, code: of, message } of checkProject(draft, reference.known, today))
    if (!seen.has(column) && !(column === 'task' && draft.task <= 0)) fault(column, of, message);
  if (faults.length > 0) return { code, project: null, faults };
  const parsed = projectSchema.safeParse(draft);
  if (parsed.success) return { code, project: parsed.data, faults };
  for (const issue of parsed.error.issues)
    fault(
      columnOf(String(issue.path[0])),
      'too-long',
      `${headerOf(columnOf(String(issue.path[0])))}：${issue.message}`,
    );
  return { code, project: null, faults };
}

function columnOf(field: string): ProjectColumn {
  return field === 'areas' || field === 'organisations' || field === 'investment' ? field : 'code';
}

/** The names in a cell; a comma parts them too, unless it belongs to a name ("Co., Ltd."). */
function namesIn(text: string, list: CodeList): string[] {
  return text
    .split(/[;；、\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .flatMap((part) =>
      list.find(part) === null
        ? part
            .split(/[,，]/)
            .map((piece) => piece.trim())
            .filter(Boolean)
        : [part],
    );
}
