import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Controller,
  Get,
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
import { ApiConsumes, ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Observable, type Subscriber } from 'rxjs';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import { type ImportReport, importQuerySchema, importReportSchema } from '#contract';
import { importFile, rejectionsCsv } from '#ingest';
import { type Caller, type Database, readImport, readImports } from '#storage';
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
    try {
      return await importFile(
        this.database,
        { ...upload, dryRun: query.dryRun, onError: query.onError },
        {
          caller,
          now: this.clock,
          timeZone: this.configuration.timeZone,
          onBegun: (importId) => {
            id = importId;
            begun(importId);
          },
          onProgress: (rows) => {
            if (id !== null) this.running.progress(id, rows);
          },
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
  list(): Promise<ImportReport[]> {
    return readImports(this.database.manager, 100);
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: importReportSchema })
  @Access('viewer')
  report(@Param('id', ParseIntPipe) id: number): Promise<ImportReport> {
    return readImport(this.database.manager, id);
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
      const rowsRead = this.running.rowsOf(id) ?? report.rows.read;
      subscriber.next({ type: 'progress', data: { id, rowsRead } });
      await delay(500);
    }
  }
}
