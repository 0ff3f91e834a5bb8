import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiBody,
  type ApiBodyOptions,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import {
  AppError,
  datedStage,
  type ProgressReport,
  progressReportSchema,
  reportsQuerySchema,
  withdrawalSchema,
} from '#contract';
import {
  type Caller,
  type Database,
  readAnswerable,
  readEvidence,
  readReports,
  type ReportSubject,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { DATABASE } from '../runtime.module.js';
import { noSubject, ProgressReports } from './progress-reports.js';
import { receiveReport } from './receive-report.js';

/** newReportSchema, which is checked by hand, for it may come as the field `report` of a form with files in `evidence`. */
const reportBody: ApiBodyOptions = {
  description: 'JSON; or a form with this as JSON in `report` and up to five files in `evidence`',
  schema: {
    type: 'object',
    required: ['text'],
    additionalProperties: false,
    properties: {
      text: { type: 'string', minLength: 1, maxLength: 5000 },
      percent: { type: 'number', nullable: true, minimum: 0, maximum: 100, multipleOf: 0.1 },
      organisation: { type: 'string', nullable: true },
      corrects: { type: 'integer', nullable: true },
      stage: {
        type: 'object',
        nullable: true,
        required: ['stage', 'on'],
        properties: { stage: { type: 'string', enum: [...datedStage.options] }, on: { type: 'string' } },
      },
    },
  },
};

type ReportsQuery = z.infer<typeof reportsQuerySchema>;

/** What organisations report of tasks and projects, and the evidence. */
@Controller('api/v1')
@Access('viewer')
export class ReportsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly reports: ProgressReports,
  ) {}

  @Get('tasks/:number/reports')
  @ApiOkResponse({ standardSchema: z.array(progressReportSchema) })
  ofTask(
    @Param('number') number: string,
    @Query({ schema: reportsQuerySchema }) query: ReportsQuery,
  ): Promise<ProgressReport[]> {
    return this.list(taskSubject(number), query);
  }

  @Get('projects/:code/reports')
  @ApiOkResponse({ standardSchema: z.array(progressReportSchema) })
  ofProject(
    @Param('code') code: string,
    @Query({ schema: reportsQuerySchema }) query: ReportsQuery,
  ): Promise<ProgressReport[]> {
    return this.list({ project: code }, query);
  }

  @Post('tasks/:number/reports')
  @Access('uploader')
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiBody(reportBody)
  @ApiCreatedResponse({ standardSchema: progressReportSchema })
  reportTask(
    @Param('number') number: string,
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
  ): Promise<ProgressReport> {
    return this.add(taskSubject(number), request, caller);
  }

  @Post('projects/:code/reports')
  @Access('uploader')
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiBody(reportBody)
  @ApiCreatedResponse({ standardSchema: progressReportSchema })
  reportProject(
    @Param('code') code: string,
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
  ): Promise<ProgressReport> {
    return this.add({ project: code }, request, caller);
  }

  @Get('progress-reports/:id')
  @ApiOkResponse({ standardSchema: progressReportSchema })
  report(@Param('id', ParseIntPipe) id: number): Promise<ProgressReport> {
    return this.reports.read(id);
  }

  @Post('progress-reports/:id/withdrawal')
  @HttpCode(200)
  @Access('uploader')
  @ApiOkResponse({ standardSchema: progressReportSchema })
  withdraw(
    @Param('id', ParseIntPipe) id: number,
    @Body({ schema: withdrawalSchema }) { reason }: z.infer<typeof withdrawalSchema>,
    @CurrentCaller() caller: Caller,
  ): Promise<ProgressReport> {
    return this.reports.withdraw(id, reason, caller);
  }

  /** A file of a report, to be saved: nothing of it is ever run or shown within the page. */
  @Get('progress-reports/:id/evidence/:file')
  @ApiOkResponse({ description: 'the file as it was sent' })
  async evidence(
    @Param('id', ParseIntPipe) id: number,
    @Param('file', ParseIntPipe) file: number,
    @Res() response: Response,
  ): Promise<void> {
    const evidence = await readEvidence(this.database.manager, id, file);
    if (!evidence) throw new AppError('not-found', `There is no file ${file} of report ${id}.`);
    response
      .type(evidence.mediaType)
      .attachment(evidence.name)
      .setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
      .setHeader('X-Content-Type-Options', 'nosniff')
      .setHeader('Cache-Control', 'private, no-store')
      .send(evidence.content);
  }

  private async list(subject: ReportSubject, query: ReportsQuery): Promise<ProgressReport[]> {
    const answerable = await readAnswerable(this.database.manager, subject);
    if (answerable.length === 0) throw noSubject(subject);
    return readReports(this.database.manager, subject, query);
  }

  private async add(subject: ReportSubject, request: Request, caller: Caller): Promise<ProgressReport> {
    const { report, evidence, discard } = await receiveReport(request);
    try {
      return await this.reports.add(subject, report, evidence, caller);
    } finally {
      await discard();
    }
  }
}

/** No task has a number that is none. */
function taskSubject(number: string): ReportSubject {
  if (!/^\d{1,6}$/.test(number)) throw new AppError('not-found', `There is no task ${number}.`);
  return { task: Number(number) };
}
