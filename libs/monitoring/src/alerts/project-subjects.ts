import { lateStages, type DatedStage, type LateStage } from '#assessment';
import type { StoredProject } from '#storage';
import type { Day } from '#time-period';
import { courseOf } from '../projects/project-course.js';
import { stageWords } from '../projects/stage-words.js';
import type { AlertSubject } from './alert-subject.js';
import type { PlanNames } from './target-subjects.js';

/** Names a stage of a project among the subjects: metro-8/construction. */
export function stageCode(project: string, stage: DatedStage): string {
  return `${project}/${stage}`;
}

/**
 * The stages of an active project that rules must be put to: those that are late, and those of which an alert is running,
 * late or not. Of one that is suspended or removed none: it is not held to its dates, and its alerts are withdrawn.
 *
 * Of several organisations the first is the label, for it leads, and an alert is one organisation's to see to; of several
 * areas none is.
 */
export function projectSubjects(
  project: StoredProject,
  {
    day,
    names,
    isRunning,
  }: {
    readonly day: Day;
    readonly names: PlanNames;
    readonly isRunning: (code: string) => boolean;
  },
): AlertSubject[] {
  if (project.standing !== 'active') return [];
  const course = courseOf(project);
  const late = new Map(lateStages(course, day).map((stage) => [stage.stage, stage]));
  return course.stages
    .filter(({ stage }) => late.has(stage) || isRunning(stageCode(project.code, stage)))
    .map(({ stage }) => stageSubject(project, stage, late.get(stage) ?? null, names));
}

function stageSubject(
  { code, name, task, organisations, areas }: StoredProject,
  stage: DatedStage,
  late: LateStage | null,
  names: PlanNames,
): AlertSubject {
  const [organisation] = organisations;
  const area = areas.length === 1 ? areas[0] : undefined;
  const organisationName = organisation === undefined ? undefined : names.organisations.get(organisation);
  const areaName = area === undefined ? undefined : names.areas.get(area);
  const lateStage = late && {
    planned: late.planned,
    deadline: late.expectedBy,
    daysLate: late.daysLate,
  };
  return {
    kind: 'project',
    code: stageCode(code, stage),
    labels: {
      project: code,
      stage,
      task: String(task),
      ...(organisation !== undefined && { organisation }),
      ...(area !== undefined && { area }),
    },
    names: {
      // Most libraries have Chinese names only, and a code says less to anybody.
      project: { zh: name.zh, en: name.en ?? name.zh },
      stage: stageWords[stage],
      ...(organisationName && { organisation: organisationName }),
      ...(areaName && { area: areaName }),
    },
    // Nothing is released of a project.
    releases: 0,
    facts: ({ condition }) => (condition.kind === 'overdue' ? { of: 'overdue', lateStage } : null),
  };
}
