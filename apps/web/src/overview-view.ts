/** What the overview makes of the service's answers. */
import type { Plan, RollUps, ScorecardRow, Status, Task, TimelinessResponse } from '#contract';
import { countByStatus, worstFirst } from './scorecard-view';

/** How many of how many are assessed and behind. */
export interface Standing {
  readonly targets: number;
  readonly assessed: number;
  /** Missed, moving away or off track. */
  readonly behind: number;
  readonly counts: Record<Status, number>;
}

const behindIn = (counts: RollUps['total']['counts']): number =>
  (counts.missed ?? 0) + (counts.movingAway ?? 0) + (counts.offTrack ?? 0);

export function standingOf(rows: readonly ScorecardRow[]): Standing {
  const counts = countByStatus(rows);
  return {
    targets: rows.length,
    assessed: rows.length - counts.notAssessed,
    behind: behindIn(counts),
    counts,
  };
}

/** The worst status that any assessed target has; notAssessed where none is assessed. */
export function worstStatusOf(counts: RollUps['total']['counts']): Status {
  return worstFirst.find((status) => status !== 'notAssessed' && (counts[status] ?? 0) > 0) ?? 'notAssessed';
}

type Group = RollUps['groups'][number];

/** A section of the plan that holds tasks, with how their targets stand. */
export interface Field {
  readonly code: string;
  /** As the plan prints it; empty where the plan is not known. */
  readonly number: string;
  readonly title: Group['name'];
  /** Null: its tasks have no target. */
  readonly group: Group | null;
  readonly behind: number;
  /** Whether it stands beside the fields: a part that is not divided, in a plan that divides others. */
  readonly besides: boolean;
}

/**
 * The fields of work in the order of the plan, by which its readers know them: the sections that hold tasks. What is
 * assessed so differs between them that an order by their standing would be one by chance.
 */
export function fieldsOf(
  sections: Plan['sections'],
  tasks: readonly Pick<Task, 'section'>[],
  groups: readonly Group[],
): Field[] {
  const groupOf = new Map(groups.map((group) => [group.key, group]));
  const withTasks = new Set([...tasks.map(({ section }) => section), ...groupOf.keys()]);
  const known = sections.filter(({ code }) => withTasks.has(code));
  const divided = known.some(({ parent }) => parent !== null);
  const field = (code: string, rest: Pick<Field, 'number' | 'title' | 'besides'>): Field => {
    const group = groupOf.get(code) ?? null;
    return { code, ...rest, group, behind: group === null ? 0 : behindIn(group.counts) };
  };
  const fields = known.map(({ code, number, title, parent }) =>
    field(code, { number, title, besides: divided && parent === null }),
  );
  // Without the plan's own order and numbers the groups still say how they stand.
  const named = new Set(fields.map(({ code }) => code));
  const others = groups
    .filter(({ key }) => !named.has(key))
    .map(({ key, name }) => field(key, { number: '', title: name, besides: false }));
  return [...fields.filter(({ besides }) => !besides), ...others, ...fields.filter(({ besides }) => besides)];
}

/** The rows whose task stands in a section; null: every row. */
export function rowsOfSection(
  rows: readonly ScorecardRow[],
  section: string | null,
  tasks: readonly Pick<Task, 'number' | 'section'>[],
): readonly ScorecardRow[] {
  if (section === null) return rows;
  const wanted = new Set(tasks.filter((task) => task.section === section).map(({ number }) => number));
  return rows.filter(({ task }) => wanted.has(task));
}

/** The last day of a period in SDMX text, YYYY-MM-DD: 2020 → 2020-12-31, 2019-Q3 → 2019-09-30. */
export function lastDayOf(period: string): string {
  const [year = '', part = '12', day] = (period.split('/').at(-1) ?? '').split('-');
  if (day !== undefined) return `${year}-${part}-${day}`;
  const count = Number(part.slice(1));
  const month = part.startsWith('S') ? count * 6 : part.startsWith('Q') ? count * 3 : Number(part);
  return new Date(Date.UTC(Number(year), month, 0)).toISOString().slice(0, 10);
}

/** The same day a year later; of 29 February the last of that month. */
export function yearAfter(day: string): string {
  const [year = '', ...rest] = day.split('-');
  const monthAndDay = rest.join('-');
  return `${Number(year) + 1}-${monthAndDay === '02-29' ? '02-28' : monthAndDay}`;
}

export interface DueTargets {
  /** Due from this day on and within a year, the earliest first, then the worst. */
  readonly soon: readonly ScorecardRow[];
  /** Past their date and not assessed: nobody can say whether they were met. The earliest first. */
  readonly undecided: readonly ScorecardRow[];
}

export function dueTargets(rows: readonly ScorecardRow[], day: string): DueTargets {
  const until = yearAfter(day);
  const dated = rows.map((row) => ({ row, end: lastDayOf(row.due) }));
  const severity = ({ status }: ScorecardRow) => worstFirst.indexOf(status);
  return {
    soon: dated
      .filter(({ end }) => end >= day && end <= until)
      .toSorted((a, b) => a.end.localeCompare(b.end) || severity(a.row) - severity(b.row))
      .map(({ row }) => row),
    undecided: dated
      .filter(({ row, end }) => end < day && row.status === 'notAssessed')
      .toSorted((a, b) => a.end.localeCompare(b.end))
      .map(({ row }) => row),
  };
}

export interface OverdueOrganisation {
  readonly organisation: string;
  readonly name: Group['name'];
  readonly late: number;
  /** How many of these never had a value. */
  readonly never: number;
  readonly longestDays: number;
}

export interface OwedData {
  readonly series: number;
  readonly late: number;
  /** Who owes the most overdue series first. */
  readonly organisations: readonly OverdueOrganisation[];
  /** Whose release lag is running, the earliest last day first. */
  readonly awaited: TimelinessResponse['series'];
}

export function owedData({ organisations, series }: TimelinessResponse): OwedData {
  const late = series.filter(({ state }) => state === 'late');
  return {
    series: series.length,
    late: late.length,
    organisations: organisations
      .map(({ organisation, name }) => {
        const own = late.filter((one) => one.organisation === organisation);
        return {
          organisation,
          name,
          late: own.length,
          never: own.filter(({ newest }) => newest === null).length,
          longestDays: Math.max(0, ...own.map(({ daysLate }) => daysLate)),
        };
      })
      .filter((one) => one.late > 0)
      .toSorted((a, b) => b.late - a.late || b.longestDays - a.longestDays),
    awaited: series.filter(({ state }) => state === 'due').toSorted((a, b) => a.dueOn.localeCompare(b.dueOn)),
  };
}
