/** How far a project has come and which of its stages are late. Pure: days come in, nothing is read. */
import { daysBetween, parsePeriod, type Day, type TimePeriod } from '#time-period';

/** In their order. preparation has no day of its own: it is the work before any approval. */
export const projectStages = [
  'preparation',
  'approved',
  'designed',
  'construction',
  'completed',
  'operating',
] as const;
export type ProjectStage = (typeof projectStages)[number];
/** A stage that begins on a day. */
export type DatedStage = Exclude<ProjectStage, 'preparation'>;
export const datedStages = projectStages.filter((stage): stage is DatedStage => stage !== 'preparation');

/** Only an active project is held to its dates. */
export type ProjectStanding = 'active' | 'suspended' | 'removed';

/** What is known of one stage, as period texts: a deadline "2026" is kept when it began by the end of 2026. */
export interface StageDates {
  readonly stage: DatedStage;
  readonly planned: string | null;
  /** When it began; null: not known to have begun. */
  readonly actual: string | null;
}

export interface ProjectCourse {
  readonly standing: ProjectStanding;
  /** Where it stands by somebody's word, with or without a day; null: nobody said. */
  readonly stage: ProjectStage | null;
  readonly stages: readonly StageDates[];
}

/** A stage that should have begun. */
export interface LateStage {
  readonly stage: DatedStage;
  /** The plan's own text, e.g. 2026-Q2. */
  readonly planned: string;
  /** Last day of `planned`. */
  readonly expectedBy: Day;
  /** Days after it, at least 1. */
  readonly daysLate: number;
}

export type StageState = 'reached' | 'reachedLate' | 'passed' | 'late' | 'planned' | 'notGiven';

/** One stage as of a day. */
export interface JudgedStage {
  readonly stage: DatedStage;
  readonly state: StageState;
  /** Days after the planned period's last day: so far when late; at the least when reachedLate; else 0. */
  readonly daysLate: number;
}

const rankOf = (stage: ProjectStage): number => projectStages.indexOf(stage);

/** The furthest stage that a project has reached, by word or by a day; null when neither is known. */
export function stageOf({ stage, stages }: Pick<ProjectCourse, 'stage' | 'stages'>): ProjectStage | null {
  const reached = stages.filter(({ actual }) => actual !== null).map((dates) => dates.stage);
  const furthest = [...reached, ...(stage === null ? [] : [stage])].reduce(
    (most, next) => Math.max(most, rankOf(next)),
    -1,
  );
  return projectStages[furthest] ?? null;
}

/**
 * Every dated stage as of a day, in order.
 *
 * - late: its planned period has ended, it has no day of its own, and no later stage has been reached. Who builds has
 *   been approved, whatever the library forgot to note.
 * - passed: not known when, but a later stage has been reached or the word says so.
 * - reachedLate: it began after the planned period's last day for certain: of "2026" against "2026-06" nobody can say.
 */
export function judgeStages(course: ProjectCourse, today: Day): JudgedStage[] {
  const current = stageOf(course);
  const reachedRank = current === null ? -1 : rankOf(current);
  const datesOf = new Map(course.stages.map((dates) => [dates.stage, dates]));
  return datedStages.map((stage) => {
    const { planned = null, actual = null } = datesOf.get(stage) ?? {};
    const expectedBy = planned === null ? null : periodOf(planned).end;
    if (actual !== null) {
      const after = expectedBy === null ? 0 : daysBetween(expectedBy, periodOf(actual).start);
      return after > 0
        ? { stage, state: 'reachedLate', daysLate: after }
        : { stage, state: 'reached', daysLate: 0 };
    }
    if (rankOf(stage) <= reachedRank) return { stage, state: 'passed', daysLate: 0 };
    if (expectedBy === null) return { stage, state: 'notGiven', daysLate: 0 };
    const daysLate = daysBetween(expectedBy, today);
    return course.standing === 'active' && daysLate > 0
      ? { stage, state: 'late', daysLate }
      : { stage, state: 'planned', daysLate: 0 };
  });
}

/** The stages of a project that are late as of a day, in order; none of one that is suspended or removed. */
export function lateStages(course: ProjectCourse, today: Day): LateStage[] {
  const plannedOf = new Map(course.stages.map(({ stage, planned }) => [stage, planned]));
  return judgeStages(course, today).flatMap(({ stage, state, daysLate }) => {
    const planned = plannedOf.get(stage);
    if (state !== 'late' || planned == null) return [];
    return [{ stage, planned, expectedBy: periodOf(planned).end, daysLate }];
  });
}

/** @throws RangeError for a text that is no period; whoever stores one has checked it. */
function periodOf(text: string): TimePeriod {
  const period = parsePeriod(text);
  if (period === null) throw new RangeError(`not a period: ${text}`);
  return period;
}
