/** A silence that somebody is about to make. */
import type { Alert, NewSilence } from '#contract';
import { endOfDay } from './date-wording';

export type Matcher = NewSilence['matchers'][number];

/** How long: a number of days from now, or until the end of a day. */
export const endChoices = ['day', 'threeDays', 'week', 'month', 'date'] as const;
export type EndChoice = (typeof endChoices)[number];

const daysOf: Record<Exclude<EndChoice, 'date'>, number> = { day: 1, threeDays: 3, week: 7, month: 30 };

/** The label `series` leaves out the frequency and whether values are accumulated; without the label they are not. */
const seriesLabels = ['series', 'frequency', 'accumulation'];

/** A stage of a project. */
const stageLabels = ['project', 'stage'];

/** The matchers that mean this alert and no other: its rule and its subject. */
export function matchersOf({ labels, subject }: Pick<Alert, 'labels' | 'subject'>): Matcher[] {
  const [kind = ''] = subject.split('/');
  const wanted =
    kind === 'series'
      ? seriesLabels
      : (kind === 'project' ? stageLabels : [kind]).filter((label) => labels[label] !== undefined);
  return ['alertname', ...wanted].map((label) => ({ label, operator: '=', value: labels[label] ?? '' }));
}

/**
 * When a silence ends.
 * @param day the day chosen, YYYY-MM-DD, for the choice of a date
 * @returns an ISO instant; null while no day is chosen, or one that is over
 */
export function endOfSilence(choice: EndChoice, day: string | null, now: number): string | null {
  if (choice !== 'date') return new Date(now + daysOf[choice] * 86_400_000).toISOString();
  if (day === null) return null;
  const end = endOfDay(day);
  return Date.parse(end) > now ? end : null;
}
