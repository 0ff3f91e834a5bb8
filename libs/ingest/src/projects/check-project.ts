import { datedStage, projectStage, type Project, type ProjectColumn, type ProjectFaultCode } from '#contract';
import { parsePeriod, type Day, type TimePeriod } from '#time-period';
import { headerOf } from './project-columns.js';

/** Why one field of a project is refused. */
export interface FieldOfProjectFault {
  readonly column: ProjectColumn;
  readonly code: ProjectFaultCode;
  readonly message: string;
}

/** The codes that a project may refer to. */
export interface KnownCodes {
  readonly tasks: ReadonlySet<number>;
  readonly organisations: ReadonlySet<string>;
  readonly areas: ReadonlySet<string>;
}

/** No project of any plan is planned or was begun outside of these years. */
const [firstYear, lastYear] = [1950, 2100];

/**
 * What the schema of a project cannot see: references to what is not there, dates that lie ahead although they are past
 * by what they say, and dates that contradict each other or the stage. Empty when it holds together.
 */
export function checkProject(project: Project, known: KnownCodes, today: Day): FieldOfProjectFault[] {
  const faults: FieldOfProjectFault[] = [];
  const fault = (column: ProjectColumn, code: ProjectFaultCode, message: string) =>
    faults.push({ column, code, message });
  if (!known.tasks.has(project.task)) fault('task', 'unknown-task', `规划里没有任务 ${project.task}`);
  for (const code of project.organisations)
    if (!known.organisations.has(code)) fault('organisations', 'unknown-organisation', `没有单位 ${code}`);
  for (const code of project.areas)
    if (!known.areas.has(code)) fault('areas', 'unknown-area', `没有地区 ${code}`);
  for (const which of ['planned', 'actual'] as const) {
    let earlier: { column: ProjectColumn; period: TimePeriod } | null = null;
    for (const stage of datedStage.options) {
      const text = project.stages.find((dates) => dates.stage === stage)?.[which] ?? null;
      if (text === null) continue;
      const column: ProjectColumn = `${which}_${stage}`;
      const period = parsePeriod(text);
      if (period === null) {
        fault(column, 'invalid-date', `${text} 不是日期`);
        continue;
      }
      const year = Number(period.start.slice(0, 4));
      if (year < firstYear || year > lastYear)
        fault(column, 'invalid-date', `年份应在 ${firstYear} 到 ${lastYear} 之间`);
      else if (which === 'actual' && period.start > today)
        fault(column, 'future-date', `实际日期不能晚于今天（${today}）`);
      else {
        if (earlier !== null && period.end < earlier.period.start)
          fault(column, 'contradiction', `${headerOf(column)}早于${headerOf(earlier.column)}`);
        earlier = { column, period };
      }
    }
  }
  const byDates = datedStage.options.findLast((stage) =>
    project.stages.some((dates) => dates.stage === stage && dates.actual !== null),
  );
  const order = projectStage.options;
  if (byDates && project.stage !== null && order.indexOf(project.stage) < order.indexOf(byDates))
    fault(
      'stage',
      'contradiction',
      `“${headerOf('stage')}”早于已填实际日期的阶段（${headerOf(`actual_${byDates}`)}）`,
    );
  return faults;
}
