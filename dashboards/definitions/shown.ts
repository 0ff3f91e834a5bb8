/** What the dashboards of one field have in common. */
import { table, type TableQuestion } from '../question.js';
import type { Link } from '../panels/table.js';

/** Which part of a line's name (indicator · area · breakdown · measure) is worth its place, as a pattern. */
export const ofIndicator = {
  indicator: '^([^·]+) · .*$',
  area: '^[^·]+ · ([^·]+) · .*$',
  breakdown: '^[^·]+ · [^·]+ · (.+) · [^·]+$',
  indicatorAndArea: '^([^·]+ · [^·]+) · .*$',
} as const;

/** The targets of some tasks, the worst first, each with a link to its own page. */
export function targetsOfTasks(tasks: readonly string[]): {
  asks: TableQuestion;
  hidden: string[];
  widths: Record<string, number>;
  link: Link;
} {
  return {
    asks: table(
      'scorecard',
      [
        'target',
        'name',
        'statusText',
        'value',
        'unit',
        'period',
        'expected',
        'targetValue',
        'due',
        'organisation',
        'task',
        'area',
      ],
      { task: tasks },
    ),
    hidden: ['target'],
    widths: { name: 300, statusText: 100, unit: 80, period: 110, due: 80, task: 70 },
    link: { on: 'name', to: 'target', code: 'target' },
  };
}
