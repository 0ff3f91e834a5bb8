/** The tasks by the plan's sections, in the order of the text. */
import type { Plan, TaskRow } from '#contract';
import type { Language } from './language';

export interface TaskSection {
  readonly code: string;
  readonly number: string;
  readonly title: Plan['sections'][number]['title'];
  readonly tasks: readonly TaskRow[];
}

/** Sections that hold any of the tasks; a section without is no heading. */
export function sectionsOf(plan: Pick<Plan, 'sections'>, tasks: readonly TaskRow[]): TaskSection[] {
  return plan.sections
    .map(({ code, number, title }) => ({
      code,
      number,
      title,
      tasks: tasks.filter(({ section }) => section === code),
    }))
    .filter((section) => section.tasks.length > 0);
}

/** Tasks that hold all the words, in either language, and name the organisation or a group that it is a member of. */
export function tasksInView(
  tasks: readonly TaskRow[],
  { search, organisations }: { readonly search: string; readonly organisations: ReadonlySet<string> | null },
): TaskRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return tasks.filter((task) => {
    const text =
      `${task.number}\n${task.title.zh}\n${task.title.en}\n${task.responsibility}\n${task.newestReport?.text ?? ''}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (organisations === null || task.organisations.some((code) => organisations.has(code)))
    );
  });
}

/** （一）建设西安国家中心城市; its Chinese number says nothing to an English reader. */
export function sectionWords(
  { number, title }: Pick<TaskSection, 'number' | 'title'>,
  language: Language,
): string {
  return language === 'zh' ? `${number}${title.zh}` : title.en;
}
