import { lateStages, type LateStage } from '#assessment';
import { readProjects, type Reader } from '#storage';
import type { Day } from '#time-period';
import { courseOf } from './project-course.js';

/** A stage of a project that is late, with what an alert about it is routed and worded by. */
export interface LateProjectStage extends LateStage {
  readonly project: string;
  readonly name: { readonly zh: string; readonly en: string | null };
  readonly task: number;
  /** The first leads. */
  readonly organisations: readonly string[];
  readonly areas: readonly string[];
}

/**
 * Every stage of every active project that is late as of `today`, the latest first: what an alert about them asks.
 * @param today the day in the service's time zone.
 */
export async function readLateStages(reader: Reader, today: Day): Promise<LateProjectStage[]> {
  const projects = await readProjects(reader);
  return projects
    .flatMap((project) =>
      lateStages(courseOf(project), today).map((late) => ({
        ...late,
        project: project.code,
        name: project.name,
        task: project.task,
        organisations: project.organisations,
        areas: project.areas,
      })),
    )
    .toSorted((a, b) => b.daysLate - a.daysLate || (a.project < b.project ? -1 : 1));
}
