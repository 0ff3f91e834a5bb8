/** A month's or a quarter's briefing as a value: what stands in it, before it is put into words. Pure. */
import {
  judgeStages,
  lateStages,
  severity,
  type DatedStage,
  type LateStage,
  type Method,
  type Status,
} from '#assessment';
import { addDays, parsePeriod, type Day, type TimePeriod } from '#time-period';
import type { SeriesKey, StoredProject } from '#storage';
import type { Indicator } from '#contract';
import type { Judgement } from '../judge.js';
import { courseOf } from '../projects/project-course.js';
import type { OwedOfIndicator } from '../timeliness/read-owed-series.js';
import { releasesBetween, timelinessOf } from '../timeliness/timeliness.js';
import type { BriefingPeriod } from './briefing-period.js';
import { changesBetween, type BriefingChange, type Standing } from './verdict-changes.js';

/** What a briefing is made of. */
export interface BriefingFacts {
  readonly when: BriefingPeriod;
  readonly before: readonly Standing[];
  readonly after: readonly Standing[];
  /** The series that indicators' owners owe, as known at `when.asOf`. */
  readonly owed: readonly OwedOfIndicator[];
  /** The library as it stands now: it keeps no earlier states. */
  readonly projects: readonly StoredProject[];
}

export type StatusCounts = Readonly<Record<Status, number>>;

/** A value that should have been published. */
export interface LateValue {
  readonly indicator: Indicator;
  readonly series: SeriesKey;
  readonly period: TimePeriod;
  readonly dueOn: Day;
  readonly daysLate: number;
}

/** A stage of a project, by the project's name. */
export interface StageOfProject {
  readonly project: Pick<StoredProject, 'code' | 'name' | 'organisations'>;
  readonly stage: DatedStage;
}

/** What an organisation answers for and what it owes. */
export interface OrganisationPart {
  readonly organisation: string;
  readonly targets: number;
  readonly counts: StatusCounts;
  /** The longest overdue first. */
  readonly lateData: readonly LateValue[];
  readonly lateStages: readonly (StageOfProject & LateStage)[];
}

/** Something that falls due in the period to come. */
export type ComingItem =
  | { readonly kind: 'target'; readonly day: Day; readonly judgement: Judgement }
  | { readonly kind: 'milestone'; readonly day: Day; readonly judgement: Judgement; readonly value: number }
  | ({ readonly kind: 'stage'; readonly day: Day } & StageOfProject)
  | {
      readonly kind: 'release';
      readonly day: Day;
      readonly indicator: Indicator;
      readonly period: TimePeriod;
      /** In so many areas and breakdowns. */
      readonly series: number;
    }
  | {
      /** More releases of one indicator than anybody wants to read one by one, as of a daily series. */
      readonly kind: 'releases';
      /** Of the first and the last of them. */
      readonly day: Day;
      readonly lastDay: Day;
      readonly indicator: Indicator;
      readonly releases: number;
    };

export interface Briefing {
  readonly when: BriefingPeriod;
  readonly counts: StatusCounts;
  readonly countsBefore: StatusCounts;
  readonly targets: number;
  readonly targetsBefore: number;
  readonly assessed: number;
  /** By how many targets each method is asked for. */
  readonly methods: ReadonlyMap<Method, number>;
  readonly changes: readonly BriefingChange[];
  /** At risk, off track, moving away, or missed in this period: what slipped in it first, then the worst. */
  readonly behind: readonly Judgement[];
  /** Missed already before the period. */
  readonly missedBefore: readonly Judgement[];
  /** Who owes most first, then who answers for most. */
  readonly organisations: readonly OrganisationPart[];
  readonly coming: { readonly from: Day; readonly to: Day; readonly items: readonly ComingItem[] };
}

/** A month's release in each month of a quarter still stands by itself. */
const mostReleasesOfOne = 4;

const inProgressBehind: ReadonlySet<Status> = new Set(['atRisk', 'offTrack', 'movingAway']);

/** Puts together what a briefing tells of the facts; what came after `when.asOf` is none of them. */
export function composeBriefing(facts: BriefingFacts): Briefing {
  const { when, before, after } = facts;
  const changes = changesBetween(
    { day: when.comparedDay, standings: before },
    { day: when.day, standings: after },
  );
  const worse = new Set(
    changes
      .filter(({ kind }) => kind === 'slipped' || kind === 'missed')
      .map(({ judgement }) => judgement.target.code),
  );
  const isNews = ({ target }: Judgement) => worse.has(target.code);
  const rank = (one: Judgement) => (isNews(one) ? 10 : 0) + (severity(one.verdict.status) ?? 0);
  const missed = after.filter(({ verdict }) => verdict.status === 'missed');
  return {
    when,
    counts: countStatuses(after),
    countsBefore: countStatuses(before),
    targets: after.length,
    targetsBefore: before.length,
    assessed: after.filter(({ verdict }) => verdict.status !== 'notAssessed').length,
    methods: new Map(
      [...groupBy(after, ({ target }) => target.method)]
        .map(([, own]) => [own[0]!.target.method, own.length] as const)
        .toSorted((a, b) => b[1] - a[1]),
    ),
    changes,
    behind: [...after.filter(({ verdict }) => inProgressBehind.has(verdict.status)), ...missed.filter(isNews)]
      // Stable, and they come in the order of their codes.
      .toSorted((a, b) => rank(b) - rank(a)),
    missedBefore: missed.filter((one) => !isNews(one)),
    organisations: organisationParts(facts),
    coming: comingItems(facts),
  };
}

function countStatuses(judgements: readonly Judgement[]): StatusCounts {
  const counts: Record<Status, number> = {
    missed: 0,
    movingAway: 0,
    offTrack: 0,
    atRisk: 0,
    notAssessed: 0,
    onTrack: 0,
    achieved: 0,
  };
  for (const { verdict } of judgements) counts[verdict.status] += 1;
  return counts;
}

function organisationParts({ when, after, owed, projects }: BriefingFacts): OrganisationPart[] {
  const targets = groupBy(after, ({ target }) => target.organisation);
  const lateData = groupBy(
    owed.flatMap(({ indicator, series }) =>
      series.flatMap((one): LateValue[] => {
        const { state, next, dueOn, daysLate } = timelinessOf(one, indicator.releaseLagDays, when.day);
        return state === 'late' ? [{ indicator, series: one.key, period: next, dueOn, daysLate }] : [];
      }),
    ),
    ({ indicator }) => indicator.owner,
  );
  const stages = groupBy(
    projects.flatMap((project) =>
      lateStages(courseBy(project, when.day), when.day).map((late) => ({ project, ...late })),
    ),
    ({ project }) => project.organisations[0] ?? '',
  );
  const codes = new Set([...targets.keys(), ...lateData.keys(), ...stages.keys()]);
  return [...codes]
    .map((organisation): OrganisationPart => {
      const own = targets.get(organisation) ?? [];
      const latestFirst = (a: { daysLate: number }, b: { daysLate: number }) => b.daysLate - a.daysLate;
      return {
        organisation,
        targets: own.length,
        counts: countStatuses(own),
        lateData: (lateData.get(organisation) ?? []).toSorted(latestFirst),
        lateStages: (stages.get(organisation) ?? []).toSorted(latestFirst),
      };
    })
    .toSorted(
      (a, b) => owes(b) - owes(a) || b.targets - a.targets || (a.organisation < b.organisation ? -1 : 1),
    );
}

const owes = ({ lateData, lateStages: stages }: OrganisationPart): number => lateData.length + stages.length;

function comingItems({ when, after, owed, projects }: BriefingFacts): Briefing['coming'] {
  const [from, to] = [addDays(when.day, 1), when.next.end];
  const inRange = (day: Day) => day >= from && day <= to;
  const endOf = (period: string) => parsePeriod(period)?.end ?? '';
  const releases = new Map<string, Extract<ComingItem, { kind: 'release' }>>();
  for (const { indicator, series } of owed)
    for (const one of series)
      for (const { dueOn, period } of releasesBetween(one, indicator.releaseLagDays, {
        today: when.day,
        from,
        to,
      })) {
        const key = [dueOn, indicator.code, period.frequency, period.accumulation, period.end].join(' ');
        const known = releases.get(key)?.series ?? 0;
        releases.set(key, { kind: 'release', day: dueOn, indicator, period, series: known + 1 });
      }
  const items: ComingItem[] = [
    ...after.flatMap((judgement): ComingItem[] => {
      const { due, milestones } = judgement.target;
      return [
        ...(inRange(endOf(due)) ? [{ kind: 'target' as const, day: endOf(due), judgement }] : []),
        ...milestones
          .filter(({ period }) => inRange(endOf(period)))
          .map(({ period, value }) => ({
            kind: 'milestone' as const,
            day: endOf(period),
            judgement,
            value: Number(value),
          })),
      ];
    }),
    ...projects.flatMap((project): ComingItem[] => {
      const course = courseBy(project, when.day);
      if (course.standing !== 'active') return [];
      const awaited = new Set(
        judgeStages(course, when.day).flatMap(({ stage, state }) => (state === 'planned' ? [stage] : [])),
      );
      return course.stages.flatMap(({ stage, planned }) =>
        planned !== null && awaited.has(stage) && inRange(endOf(planned))
          ? [{ kind: 'stage' as const, day: endOf(planned), project, stage }]
          : [],
      );
    }),
    ...gathered([...releases.values()]),
  ];
  return { from, to, items: items.toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day))) };
}

/** One line for the releases of an indicator that are too many to be read one by one. */
function gathered(releases: readonly Extract<ComingItem, { kind: 'release' }>[]): ComingItem[] {
  const groups = groupBy(releases, ({ indicator, period }) =>
    [indicator.code, period.frequency, period.accumulation].join(' '),
  );
  return [...groups.values()].flatMap((group): ComingItem[] => {
    if (group.length <= mostReleasesOfOne) return group;
    const days = group.map(({ day }) => day).toSorted();
    const { indicator } = group[0]!;
    return [{ kind: 'releases', day: days[0]!, lastDay: days.at(-1)!, indicator, releases: group.length }];
  });
}

/** A project's course as far as its dates had come by a day. */
function courseBy(project: StoredProject, day: Day) {
  const course = courseOf(project);
  return {
    ...course,
    stages: course.stages.map((dates) => {
      const began = dates.actual === null ? null : parsePeriod(dates.actual);
      return began && began.start > day ? { ...dates, actual: null } : dates;
    }),
  };
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
