import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Controller,
  Get,
  HttpCode,
  Inject,
  Logger,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Req,
  Res,
  Sse,
  type MessageEvent,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiConsumes, ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Observable, type Subscriber } from 'rxjs';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type ImportReport,
  type ImportSheet,
  importSheetQuerySchema,
  importSheetSchema,
  importListQuerySchema,
  importQuerySchema,
  importReportSchema,
} from '#contract';
import { importFile, importSheet, rejectionsCsv } from '#ingest';
import {
  type Caller,
  type Database,
  readImport,
  readImportProgress,
  readImports,
  requestCancellation,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { RunningImports } from './running-imports.js';
import { receiveUpload, type Upload } from './upload.js';

const log = new Logger('Imports');
const statusOf: Record<ImportReport['state'], number> = {
  applied: 201,
  validated: 200,
  rejected: 422,
  running: 202,
  failed: 500,
  cancelled: 409,
  undone: 200,
};

/** Uploads and what became of them. */
@Controller('api/v1/imports')
export class ImportsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly running: RunningImports,
  ) {}

  @Post()
  @ApiConsumes('multipart/form-data', 'text/csv')
  @ApiCreatedResponse({
    standardSchema: importReportSchema,
    description: 'applied; 200 validated, 202 accepted, 422 refused, same body',
  })
  @Access('uploader')
  async upload(
    @Query({ schema: importQuerySchema }) query: z.infer<typeof importQuerySchema>,
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ImportReport> {
    const upload = await receiveUpload(request, this.configuration.maxUploadBytes);
    let begun: (id: number) => void = () => undefined;
    const number = new Promise<number>((resolve) => {
      begun = resolve;
    });
    const work = this.running.track(this.import(upload, query, caller, begun));
    // With async the answer is the number; a file refused before it has one fails the request itself.
    const report = query.async
      ? await Promise.race([number.then((id) => readImport(this.database.manager, id)), work])
      : await work;
    if (query.async)
      work.catch((error: unknown) =>
        log.error(
          `an import failed after it was accepted: ${error instanceof Error ? error.message : String(error)}`,
        ),
      );
    response.status(query.async ? 202 : statusOf[report.state]).location(`/api/v1/imports/${report.id}`);
    return report;
  }

  private async import(
    upload: Upload,
    query: z.infer<typeof importQuerySchema>,
    caller: Caller,
    begun: (id: number) => void,
  ): Promise<ImportReport> {
    let id: number | null = null;
    const stop = new AbortController();
    try {
      return await importFile(
        this.database,
        {
          ...upload,
          dryRun: query.dryRun,
          onError: query.onError,
          answers: query.answers,
          ...(query.keepAs !== undefined && { keepAs: query.keepAs }),
        },
        {
          caller,
          now: this.clock,
          timeZone: this.configuration.timeZone,
          signal: stop.signal,
          onBegun: (importId) => {
            id = importId;
            this.running.begun(importId, stop);
            begun(importId);
          },
          onProgress: (progress) => this.running.progress(progress),
        },
      );
    } finally {
      if (id !== null) this.running.done(id);
      await upload.discard();
    }
  }

  @Get()
  @Access('viewer')
  @ApiOkResponse({ standardSchema: z.array(importReportSchema) })
  list(
    @Query({ schema: importListQuerySchema }) query: z.infer<typeof importListQuerySchema>,
  ): Promise<ImportReport[]> {
    const { kind, limit, before, ...filter } = query;
    const dryRun = kind === undefined ? undefined : kind === 'checks';
    return readImports(this.database.manager, limit, { ...filter, dryRun }, before ?? null);
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: importReportSchema })
  @Access('viewer')
  report(@Param('id', ParseIntPipe) id: number): Promise<ImportReport> {
    return readImport(this.database.manager, id);
  }

  /** Stops a running import; nothing of it stays but its report. */
  @Post(':id/cancel')
  @HttpCode(202)
  @Access('uploader')
  @ApiAcceptedResponse({ standardSchema: importReportSchema })
  async cancel(
    @Param('id', ParseIntPipe) id: number,
    @CurrentCaller() caller: Caller,
  ): Promise<ImportReport> {
    const report = await readImport(this.database.manager, id);
    if (caller.role !== 'admin' && report.uploadedBy !== caller.name)
      throw new AppError('not-permitted', `导入 ${id} 由 ${report.uploadedBy} 上传，只有本人或管理员能取消`);
    if (!(await requestCancellation(this.database.manager, id)))
      throw new AppError('conflict', `导入 ${id} 已经结束，不能取消；已入库的导入可以撤销`);
    this.running.cancel(id);
    return readImport(this.database.manager, id);
  }

  /** The file's own table, as much as is kept of it, with what was found at its cells. */
  @Get(':id/sheet')
  @ApiOkResponse({ standardSchema: importSheetSchema })
  @Access('viewer')
  sheet(
    @Param('id', ParseIntPipe) id: number,
    @Query({ schema: importSheetQuerySchema }) query: z.infer<typeof importSheetQuerySchema>,
  ): Promise<ImportSheet> {
    return importSheet(this.database.manager, id, query);
  }

  @Get(':id/rejections.csv')
  @Access('viewer')
  async rejections(@Param('id', ParseIntPipe) id: number, @Res() response: Response): Promise<void> {
    await readImport(this.database.manager, id);
    response.type('text/csv; charset=utf-8').attachment(`import-${id}-rejections.csv`);
    Readable.from(rejectionsCsv(this.database.manager, id))
      .on('error', (error) => response.destroy(error))
      .pipe(response);
  }

  /** Progress as server-sent events until the import has ended; the last event carries the report. */
  @Sse(':id/events')
  @Access('viewer')
  events(@Param('id', ParseIntPipe) id: number): Observable<MessageEvent> {
    return new Observable((subscriber) => {
      const gone = new AbortController();
      this.follow(id, subscriber, gone.signal).catch((error: unknown) => subscriber.error(error));
      return () => gone.abort();
    });
  }

  private async follow(id: number, subscriber: Subscriber<MessageEvent>, gone: AbortSignal): Promise<void> {
    while (!gone.aborted) {
      const report = await readImport(this.database.manager, id);
      if (report.state !== 'running') {
        subscriber.next({ type: 'done', data: report });
        subscriber.complete();
        return;
      }
      const progress = this.running.progressOf(id) ?? (await readImportProgress(this.database.manager, id));
      if (progress) subscriber.next({ type: 'progress', data: progress });
      await delay(500);
    }
  }
}
