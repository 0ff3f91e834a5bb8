/** What happened, as marks on the charts: each an event with its words. */
import type { GrafanaAnnotation } from '#contract';
import type { ReleasedValues, Revision, StatusChange, StoredAlert, StoredTarget } from '#storage';
import { parsePeriod, pointOf } from '#time-period';
import { periodWords, statusWords } from '../assessments/verdict-words.js';
import { alertName } from './alert-name.js';
import type { Language } from './payload.js';
import type { PlanNames } from './plan-names.js';
import type { TimeRange } from './query-plan.js';
import { areaName, seriesName } from './series-name.js';
import { changeOf, periodText } from './supply-tables.js';
import { bounded, type Column, tableOf, type TitledTable } from './table.js';

/** `timeEnd` of what lasts; null of what happens at once. */
export interface Event {
  readonly time: number;
  readonly timeEnd: number | null;
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
}

/** At most so many marks are put on one chart; the newest are kept. */
export const mostEvents = 500;

export function releaseEvent(release: ReleasedValues, language: Language, names: PlanNames): Event {
  const name = seriesName({ ...release, breakdown: {}, accumulation: 'period' }, language, names);
  const first = periodWords(release.firstEnd)[language];
  const last = periodWords(release.lastEnd)[language];
  const span =
    first === last ? { zh: last, en: last } : { zh: `${first}至${last}`, en: `${first} to ${last}` };
  return {
    time: release.knownFrom.getTime(),
    timeEnd: null,
    title: { zh: `发布：${name}`, en: `Released: ${name}` }[language],
    text: {
      zh: `${release.values}个数值，时期止于${span.zh}`,
      en: `${release.values} values of periods that end ${first === last ? 'on' : 'from'} ${span.en}`,
    }[language],
    tags: ['releases', release.indicator],
  };
}

export function revisionEvent(revision: Revision, language: Language, names: PlanNames): Event {
  const name = `${seriesName(revision, language, names)} · ${areaName(revision.area, language, names)}`;
  const unit = names.indicators.find(({ code }) => code === revision.indicator)?.unit[language] ?? '';
  const change = changeOf(revision);
  const period = periodWords(periodText(revision))[language];
  const values = `${Number(revision.before)} → ${Number(revision.after)} (${change > 0 ? '+' : ''}${change})`;
  return {
    time: revision.knownFrom.getTime(),
    timeEnd: null,
    title: { zh: `修订：${name}`, en: `Revised: ${name}` }[language],
    text: { zh: `${period}：${values}，单位${unit}`, en: `${period}: ${values}, in ${unit}` }[language],
    tags: ['revisions', revision.indicator, revision.area],
  };
}

/** When a target and its milestones are due. */
export function targetDateEvents(target: StoredTarget, language: Language, timeZone: string): Event[] {
  const at = (period: string, title: string): Event => ({
    time: pointOf(parsePeriod(period)!, timeZone),
    timeEnd: null,
    title,
    text: target.name[language],
    tags: ['targetDates', target.indicator, target.area],
  });
  return [
    ...target.milestones.map(({ period }) =>
      at(
        period,
        {
          zh: `节点：${periodWords(period).zh}`,
          en: `Milestone: ${periodWords(period).en}`,
        }[language],
      ),
    ),
    at(
      target.due,
      { zh: `到期：${periodWords(target.due).zh}`, en: `Due: ${periodWords(target.due).en}` }[language],
    ),
  ];
}

export function verdictChangeEvent(
  change: Omit<StatusChange, 'from' | 'to'> & {
    readonly from: keyof typeof statusWords | null;
    readonly to: keyof typeof statusWords;
  },
  language: Language,
  names: PlanNames,
): Event {
  const name = names.targets.find(({ code }) => code === change.target)?.name[language] ?? change.target;
  const to = statusWords[change.to][language];
  return {
    time: change.recordedAt.getTime(),
    timeEnd: null,
    title: change.from ? `${statusWords[change.from][language]} → ${to}` : to,
    text: name,
    tags: ['verdictChanges', change.to, change.target],
  };
}

/** From its beginning to its end; of one that is still open until now. */
export function alertEvent(alert: StoredAlert, language: Language, names: PlanNames, now: Date): Event {
  const what = alert.status === null ? alert.rule : statusWords[alert.status][language];
  return {
    time: new Date(alert.startsAt).getTime(),
    timeEnd: (alert.endsAt === null ? now : new Date(alert.endsAt)).getTime(),
    title: { zh: `预警：${what}`, en: `Alert: ${what}` }[language],
    text: alertName(alert, names.targets, language),
    tags: ['alerts', alert.state, alert.target ?? alert.subject],
  };
}

/** Those within a range (of what lasts: any part of it), in time order; the newest where there are too many. */
export function eventsWithin(events: readonly Event[], range: TimeRange | null): Event[] {
  return events
    .filter(({ time, timeEnd }) => !range || (time <= range.to && (timeEnd ?? time) >= range.from))
    .toSorted((a, b) => a.time - b.time);
}

/** Of events in time order the newest, and whether there were more. */
function newest(events: readonly Event[]): { readonly shown: readonly Event[]; readonly cut: boolean } {
  return { shown: events.slice(-mostEvents), cut: events.length > mostEvents };
}

/** A row per event, the columns as Grafana's annotations read them. */
export function annotationsTable(refId: string, language: Language, events: readonly Event[]): TitledTable {
  const columns: Column<Event>[] = [
    { text: 'time', type: 'time', cell: ({ time }) => time },
    { text: 'timeEnd', type: 'time', cell: ({ timeEnd }) => timeEnd },
    { text: 'title', type: 'string', heading: { zh: '标题', en: 'Title' }, cell: ({ title }) => title },
    { text: 'text', type: 'string', cell: ({ text }) => text },
    { text: 'tags', type: 'string', cell: ({ tags }) => tags.join(',') },
  ];
  const { shown, notice } = bounded(events.toReversed(), mostEvents, language);
  return { ...tableOf(refId, language, columns, shown.toReversed()), ...notice };
}

/** The older form: each mark with the request's annotation, and one more that says so where marks were left out. */
export function annotationMarks(
  annotation: unknown,
  language: Language,
  events: readonly Event[],
): GrafanaAnnotation[] {
  const { shown, cut } = newest(events);
  const first = shown[0];
  const marks = shown.map(({ time, timeEnd, title, text, tags }): GrafanaAnnotation => ({
    annotation,
    time,
    ...(timeEnd === null ? {} : { timeEnd, isRegion: true }),
    title,
    text,
    tags: [...tags],
  }));
  if (!cut || !first) return marks;
  const title = { zh: `此前的标注未列出`, en: 'Earlier marks are left out' }[language];
  const text = {
    zh: `只显示最新${mostEvents}个。`,
    en: `Only the newest ${mostEvents} are shown.`,
  }[language];
  return [{ annotation, time: first.time, title, text, tags: ['cut'] }, ...marks];
}
