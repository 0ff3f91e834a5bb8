import { datedStages, type ProjectCourse } from '#assessment';
import type { StoredProject } from '#storage';

/**
 * How far a project has come, by the library and by the reports on it. Of a day on which a stage began the library's own
 * word goes first: an administrator wrote it, mostly from a report.
 */
export function courseOf(
  project: Pick<StoredProject, 'standing' | 'stage' | 'stages' | 'reportedStages'>,
): ProjectCourse {
  const { standing, stage } = project;
  const inLibrary = new Map(project.stages.map((dates) => [dates.stage, dates]));
  const reported = new Map(project.reportedStages.map((report) => [report.stage, report.on]));
  return {
    standing,
    stage,
    stages: datedStages.map((dated) => ({
      stage: dated,
      planned: inLibrary.get(dated)?.planned ?? null,
      actual: inLibrary.get(dated)?.actual ?? reported.get(dated) ?? null,
    })),
  };
}
