import type { GrafanaQuery } from '#contract';
import { addDays, type Day, dayInZone, startOfDayInZone } from '#time-period';
import { rangeOf, type TableName, tableNames, type TimeRange } from './query-plan.js';

/** The entries of Grafana's request that an answer depends on; the rest (number, interval, start…) never matters. */
export type PanelQuestion = Pick<
  GrafanaQuery,
  'targets' | 'range' | 'maxDataPoints' | 'filters' | 'adhocFilters'
>;

/**
 * The tables whose answer stays while the data does and the day lasts. The others depend on the instant they are asked
 * at; a table that is not named here is made anew for every request, and right.
 */
const keptTables: ReadonlySet<TableName> = new Set([
  'scorecard',
  'statusCounts',
  'tasks',
  'rollUps',
  'verdictHistory',
  'alerts',
  'imports',
  'revisions',
  'timeliness',
  'timelinessByOrganisation',
]);

/**
 * One text for everything but the data that an answer depends on; null where that is the instant.
 * @param today the service's calendar day, which verdicts are judged on.
 */
export function keyOf(question: PanelQuestion, today: Day, timeZone: string): string | null {
  const { targets, maxDataPoints, filters = [], adhocFilters = [] } = question;
  const shown = targets.filter(({ hide }) => !hide);
  if (shown.some(({ target }) => isTable(target.trim()) && !keptTables.has(target.trim() as TableName)))
    return null;
  const range = rangeOf(question.range, timeZone);
  const time = range && (shown.every(isOfValues) ? wholeDays(range, timeZone) : [range.from, range.to]);
  return JSON.stringify([
    shown.map(({ refId, target, payload }) => [refId, target, payload]),
    time,
    maxDataPoints,
    filters,
    adhocFilters,
    today,
  ]);
}

function isTable(target: string): boolean {
  return (tableNames as readonly string[]).includes(target);
}

/** Whether a query asks for measured values and nothing else. */
function isOfValues({ target, payload }: PanelQuestion['targets'][number]): boolean {
  if (isTable(target.trim()) || typeof payload === 'string') return false;
  const measures = payload?.measures ?? 'actual';
  return (typeof measures === 'string' ? measures : measures.join()) === 'actual';
}

/**
 * Values stand at the starts of days, so which of them are within a range changes from day to day: a dashboard that
 * shows "the last ten years" asks the same question until midnight.
 */
function wholeDays({ from, to }: TimeRange, timeZone: string): Day[] {
  return [dayOf(Math.ceil(from) - 1, timeZone), dayOf(to, timeZone)];
}

const msPerDay = 86_400_000;
const mostDays = 10_000;
/** The last day found in each stretch of 24 hours from UTC's midnight, with the instants from and until which it is. */
const found = new Map<string, { readonly day: Day; readonly from: number; readonly until: number }>();

/** The calendar day of an instant in a zone, as dayInZone reckons it, which takes as long as a whole kept answer. */
export function dayOf(instant: number, timeZone: string): Day {
  const stretch = `${timeZone} ${Math.floor(instant / msPerDay)}`;
  const before = found.get(stretch);
  if (before && instant >= before.from && instant < before.until) return before.day;
  const day = dayInZone(new Date(instant), timeZone);
  if (found.size >= mostDays) found.clear();
  found.set(stretch, {
    day,
    from: startOfDayInZone(day, timeZone).getTime(),
    until: startOfDayInZone(addDays(day, 1), timeZone).getTime(),
  });
  return day;
}
