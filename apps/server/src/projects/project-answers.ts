import { judgeStages, lateStages, stageOf, type ProjectCourse } from '#assessment';
import type { ProjectAnswer, ProjectRow } from '#contract';
import { courseOf } from '#monitoring';
import type { StoredProject } from '#storage';
import type { Day } from '#time-period';

/** A project as a line of the library, as of a day. */
export function projectRow(project: StoredProject, today: Day): ProjectRow {
  return rowOf(project, courseOf(project), today);
}

/** A project with every stage, as of a day. */
export function projectAnswer(project: StoredProject, today: Day): ProjectAnswer {
  const course = courseOf(project);
  const judged = judgeStages(course, today);
  return {
    ...rowOf(project, course, today),
    clause: project.clause,
    note: project.note,
    statedStage: project.stage,
    stages: judged.map(({ stage, state, daysLate }) => {
      const dates = project.stages.find((own) => own.stage === stage);
      const report = project.reportedStages.find((own) => own.stage === stage);
      return {
        stage,
        planned: dates?.planned ?? null,
        actual: dates?.actual ?? null,
        reported: report ? { on: report.on, report: report.report } : null,
        state,
        daysLate,
      };
    }),
    updatedAt: project.updatedAt.toISOString(),
    updatedBy: project.updatedBy,
  };
}

function rowOf(project: StoredProject, course: ProjectCourse, today: Day): ProjectRow {
  const { code, name, level, field, task, organisations, areas, investment, standing, percent } = project;
  return {
    code,
    name,
    level,
    field,
    task,
    organisations,
    areas,
    investment,
    standing,
    stage: stageOf(course),
    late: lateStages(course, today)[0] ?? null,
    percent,
    reportedAt: project.reportedAt?.toISOString() ?? null,
  };
}
