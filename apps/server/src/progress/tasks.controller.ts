import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { lateStages } from '#assessment';
import type { Configuration } from '#configuration';
import { AppError, type TaskAnswer, taskAnswerSchema, type TaskRow, taskRowSchema } from '#contract';
import { courseOf } from '#monitoring';
import { type Database, readProjects, readTaskReports, readTasks } from '#storage';
import { dayInZone } from '#time-period';
import { Access } from '../accounts/access.js';
import { RollUpsReader } from '../assessments/roll-ups.reader.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';

/** The plan's tasks with what is reported of them. */
@Controller('api/v1/tasks')
@Access('viewer')
export class TasksController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly rollUps: RollUpsReader,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: z.array(taskRowSchema) })
  list(): Promise<TaskRow[]> {
    return this.rows(null);
  }

  @Get(':number')
  @ApiOkResponse({ standardSchema: taskAnswerSchema })
  async task(@Param('number') number: string): Promise<TaskAnswer> {
    const [row] = /^\d{1,6}$/.test(number) ? await this.rows(Number(number)) : [];
    if (!row) throw new AppError('not-found', `There is no task ${number}.`);
    const rolledUp = await this.rollUps.read('task', null, ({ target }) => target.clause.task === row.number);
    return { ...row, rollUp: rolledUp?.groups[0] ?? null };
  }

  private async rows(wanted: number | null): Promise<TaskRow[]> {
    const reader = this.database.manager;
    const [tasks, reports, projects] = await Promise.all([
      readTasks(reader),
      readTaskReports(reader, wanted),
      readProjects(reader, wanted === null ? {} : { task: wanted }),
    ]);
    const today = dayInZone(this.clock(), this.configuration.timeZone);
    const reportsOf = new Map(reports.map((report) => [report.task, report]));
    return tasks
      .filter(({ number }) => wanted === null || number === wanted)
      .map((task) => {
        const own = projects.filter((project) => project.task === task.number);
        const late = own.filter((project) => lateStages(courseOf(project), today).length > 0);
        const { count = 0, newest = null } = reportsOf.get(task.number) ?? {};
        return {
          ...task,
          reportCount: count,
          newestReport: newest,
          projects: { total: own.length, late: late.length },
        };
      });
  }
}
