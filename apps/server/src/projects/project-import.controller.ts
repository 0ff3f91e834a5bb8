import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  type ProjectImportReport,
  projectImportQuerySchema,
  projectImportReportSchema,
  projectTemplateQuerySchema,
} from '#contract';
import { importProjects, projectTemplate, projectTemplateCsv, projectTemplateXlsx } from '#ingest';
import type { Caller, Database } from '#storage';
import { dayInZone } from '#time-period';
import { Access, CurrentCaller } from '../accounts/access.js';
import { receiveUpload } from '../imports/upload.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const statusOf = { applied: 201, validated: 200, rejected: 422 } as const;

/** Filling the library from files, and the file to fill in. */
@Controller('api/v1/projects')
export class ProjectImportController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('import')
  @Access('admin')
  @ApiConsumes('multipart/form-data', 'text/csv')
  @ApiCreatedResponse({
    standardSchema: projectImportReportSchema,
    description: 'applied; 200 validated (dryRun), 422 refused, same body',
  })
  async import(
    @Query({ schema: projectImportQuerySchema }) { dryRun, sheet }: z.infer<typeof projectImportQuerySchema>,
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProjectImportReport> {
    const upload = await receiveUpload(request, this.configuration.maxUploadBytes);
    try {
      const report = await importProjects(
        this.database,
        { ...upload, dryRun, sheet },
        { caller, now: this.clock(), timeZone: this.configuration.timeZone },
      );
      response.status(statusOf[report.state]);
      return report;
    } finally {
      await upload.discard();
    }
  }

  /** The header with every project of the library, to be mended and sent back. */
  @Get('import-template')
  @Access('viewer')
  @ApiProduces(workbookType, 'text/csv')
  @ApiOkResponse({ description: 'the library as a file' })
  async template(
    @Query({ schema: projectTemplateQuerySchema }) { format }: z.infer<typeof projectTemplateQuerySchema>,
    @Res() response: Response,
  ): Promise<void> {
    const template = await projectTemplate(this.database.manager);
    const now = this.clock();
    const name = `projects-${dayInZone(now, this.configuration.timeZone)}.${format}`;
    if (format === 'csv')
      response.type('text/csv; charset=utf-8').attachment(name).send(projectTemplateCsv(template));
    else
      response
        .type(workbookType)
        .attachment(name)
        .send(Buffer.from(await projectTemplateXlsx(template, now)));
  }
}
