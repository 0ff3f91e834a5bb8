/** The tables that show how targets stand. */
import type { Organisation, ScorecardRow, Task, VerdictChange } from '#contract';
import { methodWords, periodWords, statusWords } from '../assessments/verdict-words.js';
import { no, yes } from './panel-words.js';
import type { Language } from './payload.js';
import { statusColumns, statusCounts } from './status-columns.js';
import { type Column, epochMs, tableOf, type TitledTable } from './table.js';

/** One row per target, in the order given. */
export function scorecardTable(
  refId: string,
  language: Language,
  rows: readonly ScorecardRow[],
): TitledTable {
  const yesOrNo = (value: boolean) => (value ? yes : no)[language];
  const columns: Column<ScorecardRow>[] = [
    { text: 'target', type: 'string', cell: (row) => row.target },
    { text: 'name', type: 'string', cell: (row) => row.name[language] },
    { text: 'status', type: 'string', cell: (row) => row.status },
    { text: 'statusText', type: 'string', cell: (row) => statusWords[row.status][language] },
    { text: 'verdict', type: 'string', cell: (row) => row.text[language] },
    { text: 'value', type: 'number', cell: (row) => row.observed?.value ?? null },
    { text: 'unit', type: 'string', cell: (row) => row.unit[language] },
    {
      text: 'period',
      type: 'string',
      cell: (row) => (row.observed ? periodWords(row.observed.period)[language] : null),
    },
    { text: 'expected', type: 'number', cell: (row) => row.expected },
    { text: 'targetValue', type: 'number', cell: (row) => row.value },
    { text: 'targetUpper', type: 'number', cell: (row) => row.upper },
    { text: 'due', type: 'string', cell: (row) => periodWords(row.due)[language] },
    { text: 'pace', type: 'number', cell: (row) => row.pace },
    { text: 'method', type: 'string', cell: (row) => methodWords[row.method]?.[language] ?? row.method },
    { text: 'organisation', type: 'string', cell: (row) => row.organisationName[language] },
    { text: 'task', type: 'number', cell: (row) => row.task },
    { text: 'area', type: 'string', cell: (row) => row.areaName[language] },
    { text: 'stale', type: 'string', cell: (row) => yesOrNo(row.stale) },
    { text: 'provisional', type: 'string', cell: (row) => yesOrNo(row.provisional) },
    {
      text: 'probability',
      type: 'number',
      unit: 'percentunit',
      cell: (row) => row.forecast?.probability ?? null,
    },
    {
      text: 'remarks',
      type: 'string',
      cell: (row) =>
        row.remarks.length === 0
          ? null
          : row.remarks.map(({ text }) => text[language]).join(language === 'zh' ? '' : ' '),
    },
  ];
  return tableOf(refId, language, columns, rows);
}

/** One row: how many targets stand at each status, a column each. */
export function statusCountsTable(
  refId: string,
  language: Language,
  rows: readonly ScorecardRow[],
): TitledTable {
  return {
    type: 'table',
    refId,
    columns: statusColumns(language),
    rows: [statusCounts(rows)],
  };
}

/** A task with the targets that it set. */
export interface TaskStanding {
  readonly task: Task;
  readonly rows: readonly ScorecardRow[];
}

/** One row per task: who answers for it, and how many of its targets stand at each status. */
export function tasksTable(
  refId: string,
  language: Language,
  standings: readonly TaskStanding[],
  organisations: readonly Organisation[],
): TitledTable {
  const names = new Map(organisations.map(({ code, name }) => [code, name[language]]));
  const columns: Column<TaskStanding>[] = [
    { text: 'number', type: 'number', cell: ({ task }) => task.number },
    { text: 'title', type: 'string', cell: ({ task }) => task.title[language] },
    {
      text: 'organisations',
      type: 'string',
      cell: ({ task }) =>
        task.organisations.map((code) => names.get(code) ?? code).join(language === 'zh' ? '、' : ', '),
    },
    { text: 'targets', type: 'number', cell: ({ rows }) => rows.length },
  ];
  const table = tableOf(refId, language, columns, standings);
  return {
    ...table,
    columns: [...table.columns, ...statusColumns(language)],
    rows: table.rows.map((cells, index) => [...cells, ...statusCounts(standings[index]?.rows ?? [])]),
  };
}

/** One row per recorded change of verdicts, the newest first. */
export function verdictHistoryTable(
  refId: string,
  language: Language,
  changes: readonly VerdictChange[],
): TitledTable {
  const columns: Column<VerdictChange>[] = [
    { text: 'recordedAt', type: 'time', cell: (change) => epochMs(change.recordedAt) },
    { text: 'asOf', type: 'time', cell: (change) => epochMs(change.asOf) },
    { text: 'target', type: 'string', cell: (change) => change.verdict.target },
    { text: 'from', type: 'string', cell: (change) => change.from && statusWords[change.from][language] },
    { text: 'status', type: 'string', cell: (change) => change.to },
    { text: 'statusText', type: 'string', cell: (change) => statusWords[change.to][language] },
    { text: 'verdict', type: 'string', cell: (change) => change.verdict.text[language] },
    { text: 'cause', type: 'string', cell: (change) => change.cause },
    { text: 'import', type: 'number', cell: (change) => change.import },
    { text: 'why', type: 'string', cell: (change) => change.why.text[language] },
  ];
  return tableOf(refId, language, columns, changes);
}
