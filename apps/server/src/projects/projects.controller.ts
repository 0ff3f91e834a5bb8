import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type Project,
  type ProjectAnswer,
  projectAnswerSchema,
  type ProjectList,
  projectListSchema,
  projectSchema,
  projectsQuerySchema,
} from '#contract';
import { putProjects } from '#monitoring';
import { bareProject, checkProject, projectDifferences, readProjectReference } from '#ingest';
import {
  addAuditEntry,
  type Caller,
  type Database,
  inTransaction,
  lockJudgement,
  lockProjects,
  readAreas,
  readOrganisations,
  readProject,
  readProjects,
  saveProjects,
} from '#storage';
import { dayInZone } from '#time-period';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { matchingProjects } from './matching-projects.js';
import { projectAnswer, projectRow } from './project-answers.js';

/** The library of major projects. */
@Controller('api/v1/projects')
@Access('viewer')
export class ProjectsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: projectListSchema })
  async list(
    @Query({ schema: projectsQuerySchema }) query: z.infer<typeof projectsQuerySchema>,
  ): Promise<ProjectList> {
    const { offset, limit, ...wanted } = query;
    const reader = this.database.manager;
    const [stored, areas, organisations] = await Promise.all([
      readProjects(reader),
      readAreas(reader),
      readOrganisations(reader),
    ]);
    const today = this.today();
    const rows = matchingProjects(
      stored.map((project) => projectRow(project, today)),
      wanted,
      { areas, organisations },
    );
    return {
      total: rows.length,
      late: rows.filter(({ late }) => late !== null).length,
      projects: rows.slice(offset, offset + limit),
    };
  }

  @Get(':code')
  @ApiOkResponse({ standardSchema: projectAnswerSchema })
  async project(@Param('code') code: string): Promise<ProjectAnswer> {
    const stored = await readProject(this.database.manager, code);
    if (!stored) throw new AppError('not-found', `There is no project ${code}.`);
    return projectAnswer(stored, this.today());
  }

  @Put(':code')
  @Access('admin')
  @ApiOkResponse({ standardSchema: projectAnswerSchema })
  async put(
    @Param('code') code: string,
    @Body({ schema: projectSchema }) project: Project,
    @CurrentCaller() caller: Caller,
  ): Promise<ProjectAnswer> {
    if (code !== project.code)
      throw new AppError('invalid-request', `The address names ${code}, the body ${project.code}.`);
    const now = this.clock();
    await inTransaction(this.database, async (tx) => {
      await lockJudgement(tx);
      await lockProjects(tx);
      const { known, names } = await readProjectReference(tx);
      const faults = checkProject(project, known, this.today());
      if (faults.length > 0)
        throw new AppError(
          'invalid-request',
          '项目里有不能接受的内容，见 errors。Nothing was changed.',
          faults.map((fault) => ({ path: fault.column, code: fault.code, message: fault.message })),
        );
      const stored = await readProject(tx, code);
      const fields = projectDifferences(stored && bareProject(stored), project, names);
      if (stored && fields.length === 0) return;
      await saveProjects(tx, [project], caller.name, now);
      await addAuditEntry(tx, {
        at: now,
        who: caller.name,
        action: stored ? 'change' : 'create',
        subject: `project ${code}`,
        details: { fields },
      });
      await putProjects(tx, [code], { now, timeZone: this.configuration.timeZone });
    });
    return this.project(code);
  }

  private today() {
    return dayInZone(this.clock(), this.configuration.timeZone);
  }
}
