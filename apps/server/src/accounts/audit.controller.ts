import { Controller, Get, Inject, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  type AuditEntry,
  auditEntrySchema,
  auditExportQuerySchema,
  type AuditNames,
  auditNamesSchema,
  auditQuerySchema,
} from '#contract';
import {
  type AuditFilter,
  type Database,
  readAuditEntries,
  readAuditNames,
  type StoredAuditEntry,
} from '#storage';
import { isDay, startOfDayInZone } from '#time-period';
import { asOfInstant } from '../http/as-of.js';
import { byteOrderMark, csvLine, safeText } from '../http/csv.js';
import { CONFIGURATION, DATABASE } from '../runtime.module.js';
import { Access } from './access.js';
import { NoStore } from './no-store.interceptor.js';

const exportedAtOnce = 1000;

/** The record of every change and every log-in. Nothing here writes to it, and the database lets nobody change it. */
@Controller('api/v1')
@UseInterceptors(NoStore)
@Access('admin')
export class AuditController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
  ) {}

  @Get('audit')
  @ApiOkResponse({ standardSchema: z.array(auditEntrySchema) })
  async list(
    @Query({ schema: auditQuerySchema }) query: z.infer<typeof auditQuerySchema>,
  ): Promise<AuditEntry[]> {
    const { before, limit } = query;
    return (await readAuditEntries(this.database.manager, this.filterOf(query), { before, limit })).map(
      shown,
    );
  }

  @Get('audit/names')
  @ApiOkResponse({ standardSchema: auditNamesSchema })
  names(): Promise<AuditNames> {
    return readAuditNames(this.database.manager);
  }

  @Get('audit.csv')
  @ApiProduces('text/csv')
  @ApiOkResponse({ description: 'all entries that pass the filters, the newest first' })
  async export(
    @Query({ schema: auditExportQuerySchema }) query: z.infer<typeof auditExportQuerySchema>,
    @Res() response: Response,
  ): Promise<void> {
    const filter = this.filterOf(query);
    let page = await readAuditEntries(this.database.manager, filter, { limit: exportedAtOnce });
    response.type('text/csv; charset=utf-8').attachment('audit.csv');
    response.write(byteOrderMark + csvLine(['id', 'at', 'who', 'action', 'subject', 'details']));
    while (page.length > 0 && !response.closed) {
      if (!response.write(page.map(line).join(''))) await drained(response);
      page = await readAuditEntries(this.database.manager, filter, {
        limit: exportedAtOnce,
        before: page.at(-1)!.id,
      });
    }
    response.end();
  }

  private filterOf({ who, action, text, from, to }: z.infer<typeof auditExportQuerySchema>): AuditFilter {
    const { timeZone } = this.configuration;
    return {
      who,
      action,
      text,
      from: from === undefined ? undefined : startOf(from, timeZone),
      to: asOfInstant(to, timeZone) ?? undefined,
    };
  }
}

function shown({ at, details, ...entry }: StoredAuditEntry): AuditEntry {
  return { ...entry, at: at.toISOString(), details: { ...details } };
}

function line({ id, at, who, action, subject, details }: StoredAuditEntry): string {
  const texts = [who, action, subject, JSON.stringify(details)].map(safeText);
  return csvLine([String(id), at.toISOString(), ...texts]);
}

/** The first instant of a day; an instant is itself. */
function startOf(text: string, timeZone: string): Date | undefined {
  const day = text.trim();
  return isDay(day) ? startOfDayInZone(day, timeZone) : (asOfInstant(text, timeZone) ?? undefined);
}

/** Waits until the reader has taken what was written, or is gone. */
function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}
