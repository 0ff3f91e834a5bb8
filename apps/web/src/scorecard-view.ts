/**
 * Which rows of the scorecard are shown, and in which order. A view is the page's address: what is filtered and
 * sorted stands in the query, so that it can be shared and comes back on reload.
 */
import type { ScorecardRow, Status } from '#contract';
import { choiceAt, choicesAt, queryOf, textAt, type Query } from './address-query';
import type { Language } from './language';

/** From worst to best: what needs attention stands first. */
export const worstFirst: readonly Status[] = [
  'missed',
  'movingAway',
  'offTrack',
  'atRisk',
  'notAssessed',
  'onTrack',
  'achieved',
];

export const flags = ['trendFallsShort', 'stale', 'disagreement', 'provisional'] as const;
export type Flag = (typeof flags)[number];

/** The remark of a verdict that says with numbers what its flag says in a word. */
export const remarkOfFlag = {
  trendFallsShort: 'forecast',
  stale: 'stale',
  disagreement: 'methods-disagree',
  provisional: 'provisional',
} as const satisfies Record<Flag, ScorecardRow['remarks'][number]['code']>;

export const sortKeys = ['status', 'name', 'due', 'organisation', 'task'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface ScorecardView {
  status: Status[];
  flag: Flag | null;
  /** Code of a section of the plan: a field of work. */
  section: string | null;
  task: number | null;
  organisation: string | null;
  search: string;
  /** A day, YYYY-MM-DD; null: now. */
  asOf: string | null;
  sort: SortKey;
  descending: boolean;
}

/** The as-of day of a query, or null when it has none that can be read. */
export function asOfFromQuery(query: Query): string | null {
  const text = textAt(query, 'asOf');
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

/** Reads a view from a query; a part that makes no sense is as if it were not there. */
export function viewFromQuery(query: Query): ScorecardView {
  const task = textAt(query, 'task');
  return {
    status: choicesAt(query, 'status', worstFirst),
    flag: choiceAt(query, 'flag', flags),
    section: textAt(query, 'section') || null,
    task: /^\d+$/.test(task) ? Number(task) : null,
    organisation: textAt(query, 'organisation') || null,
    search: textAt(query, 'q'),
    asOf: asOfFromQuery(query),
    sort: choiceAt(query, 'sort', sortKeys) ?? 'status',
    descending: textAt(query, 'order') === 'desc',
  };
}

/** The query of a view; what is at its default is left out. */
export const queryFromView = (view: ScorecardView): Record<string, string> =>
  queryOf({
    status: view.status.join(','),
    flag: view.flag,
    section: view.section,
    task: view.task === null ? null : String(view.task),
    organisation: view.organisation,
    q: view.search,
    asOf: view.asOf,
    sort: view.sort === 'status' ? null : view.sort,
    order: view.descending ? 'desc' : null,
  });

/** Whether anything narrows the rows; the as-of day and the order do not. */
export function isNarrowed(view: ScorecardView): boolean {
  const { status, flag, section, task, organisation, search } = view;
  return (
    status.length > 0 ||
    flag !== null ||
    [section, task, organisation].some((chosen) => chosen !== null) ||
    search.trim() !== ''
  );
}

function mentions(row: ScorecardRow, search: string): boolean {
  const texts = [
    row.target,
    row.indicator,
    ...[row.name, row.indicatorName, row.areaName, row.organisationName, row.text].flatMap((text) => [
      text.zh,
      text.en,
    ]),
  ];
  const haystack = texts.join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/** Rows that pass every filter but the one on status: what the counts by status are counted over. */
export function rowsOfAnyStatus(rows: readonly ScorecardRow[], view: ScorecardView): ScorecardRow[] {
  return rows.filter(
    (row) =>
      (view.flag === null || row[view.flag]) &&
      (view.task === null || row.task === view.task) &&
      (view.organisation === null || row.organisation === view.organisation) &&
      mentions(row, view.search.trim()),
  );
}

/** How many rows stand at each status. */
export function countByStatus(rows: readonly ScorecardRow[]): Record<Status, number> {
  const counts = {
    missed: 0,
    movingAway: 0,
    offTrack: 0,
    atRisk: 0,
    notAssessed: 0,
    onTrack: 0,
    achieved: 0,
  } satisfies Record<Status, number>;
  for (const row of rows) counts[row.status] += 1;
  return counts;
}

const severity = (row: ScorecardRow): number => worstFirst.indexOf(row.status);

/** Within one status the slowest first; a verdict without a pace last. */
const slowness = (row: ScorecardRow): number => row.pace ?? Number.POSITIVE_INFINITY;

function difference(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The rows of a view in its order. Ties fall back to worst first, then slowest, then task. */
export function rowsInView(
  rows: readonly ScorecardRow[],
  view: ScorecardView,
  language: Language,
): ScorecardRow[] {
  const collator = new Intl.Collator(language === 'zh' ? 'zh-CN' : 'en');
  const by: Record<SortKey, (a: ScorecardRow, b: ScorecardRow) => number> = {
    status: (a, b) => severity(a) - severity(b),
    name: (a, b) => collator.compare(a.name[language], b.name[language]),
    due: (a, b) => a.due.localeCompare(b.due),
    organisation: (a, b) => collator.compare(a.organisationName[language], b.organisationName[language]),
    task: (a, b) => a.task - b.task,
  };
  const turn = view.descending ? -1 : 1;
  return rowsOfAnyStatus(rows, view)
    .filter((row) => view.status.length === 0 || view.status.includes(row.status))
    .sort(
      (a, b) =>
        turn * by[view.sort](a, b) ||
        by.status(a, b) ||
        difference(slowness(a), slowness(b)) ||
        by.task(a, b) ||
        a.target.localeCompare(b.target),
    );
}
