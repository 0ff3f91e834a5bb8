/** Which indicators are listed. A view is the page's address, so that it can be shared and comes back. */
import type { Indicator, IndicatorSummary } from '#contract';
import { choiceAt, queryOf, textAt, type Query } from './address-query';

// The contract's own list would bring its whole checking into the page.
export const frequencies = ['A', 'S', 'Q', 'M', 'D'] as const satisfies readonly Indicator['frequency'][];

export interface IndicatorListView {
  organisation: string | null;
  /** Code of a section of the plan. */
  section: string | null;
  frequency: Indicator['frequency'] | null;
  search: string;
}

/** Reads a view from a query; a part that makes no sense is as if it were not there. */
export function listViewFromQuery(query: Query): IndicatorListView {
  return {
    organisation: textAt(query, 'organisation') || null,
    section: textAt(query, 'section') || null,
    frequency: choiceAt(query, 'frequency', frequencies),
    search: textAt(query, 'q'),
  };
}

export const queryOfListView = ({ search, ...chosen }: IndicatorListView): Record<string, string> =>
  queryOf({ ...chosen, q: search.trim() === '' ? null : search });

/** What a list is narrowed by besides the indicators themselves. */
export interface ListContext {
  /** Of an organisation its names, all languages in one text. */
  readonly organisationText: (code: string) => string;
  /** The numbers of the tasks that a section and its subsections hold. */
  readonly tasksOf: (section: string) => ReadonlySet<number>;
}

/** The indicators that hold every word in code, name or organisation, and pass the filters. */
export function indicatorsInView(
  all: readonly IndicatorSummary[],
  view: IndicatorListView,
  { organisationText, tasksOf }: ListContext,
): IndicatorSummary[] {
  const words = view.search.toLowerCase().split(/\s+/).filter(Boolean);
  const tasks = view.section === null ? null : tasksOf(view.section);
  return all.filter((each) => {
    const text =
      `${each.code}\n${each.name.zh}\n${each.name.en}\n${organisationText(each.organisation)}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (view.organisation === null || each.organisation === view.organisation) &&
      (view.frequency === null || each.frequency === view.frequency) &&
      (tasks === null || each.tasks.some((task) => tasks.has(task)))
    );
  });
}

/** The tasks of each section and of all sections below it. */
export function tasksBySection(
  sections: readonly { readonly code: string; readonly parent: string | null }[],
  tasks: readonly { readonly number: number; readonly section: string }[],
): (section: string) => ReadonlySet<number> {
  return (section) => {
    const within = new Set([section]);
    // A set may grow while it is walked: what is added comes later.
    for (const code of within)
      for (const { code: child, parent } of sections) if (parent === code) within.add(child);
    return new Set(tasks.filter((task) => within.has(task.section)).map(({ number }) => number));
  };
}
