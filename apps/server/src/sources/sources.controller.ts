import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import { AppError, type Source, sourceName, sourceSchema, sourceSettingsSchema } from '#contract';
import { putSource } from '#monitoring';
import {
  addAuditEntry,
  type Caller,
  type Database,
  inTransaction,
  lockJudgement,
  type NamedSource,
  readSource,
  readSources,
  removeSource,
  requestSourceRun,
  saveSource,
  type StoredSource,
  type Tx,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { checkName } from '../alerts/path-name.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { checkSettings } from './check-settings.js';
import { changeIncidents, shownPlace } from './incidents.js';
import { nextSlot } from './schedule.js';

const namePath = z.object({ name: sourceName });
type NamePath = z.infer<typeof namePath>;

/** Folders and addresses that are looked at by the clock. An administrator's: they read files and reach addresses. */
@Controller('api/v1/sources')
@Access('admin')
export class SourcesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: z.array(sourceSchema) })
  async sources(): Promise<Source[]> {
    return (await readSources(this.database.manager)).map((source) => this.shown(source));
  }

  @Get(':name')
  @ApiOkResponse({ standardSchema: sourceSchema })
  async source(@Param({ schema: namePath }) { name }: NamePath): Promise<Source> {
    return this.shown(await readSource(this.database.manager, name));
  }

  /** Sets a source up or changes it. A folder is checked by the process that answers. */
  @Put(':name')
  @ApiOkResponse({ standardSchema: sourceSchema })
  async save(
    @Param({ schema: namePath }) { name }: NamePath,
    @Body({ schema: sourceSettingsSchema }) body: z.infer<typeof sourceSettingsSchema>,
    @CurrentCaller() caller: Caller,
  ): Promise<Source> {
    checkName(name, body.name);
    const now = this.clock();
    const { timeZone } = this.configuration;
    const before = await this.find(name);
    const source = withKeptAuthorization({ ...body, name }, before?.settings ?? null);
    await checkSettings(this.database.manager, source, { now, timeZone });
    await inTransaction(this.database, async (tx) => {
      await lockJudgement(tx);
      await saveSource(tx, source, now);
      if (before && !source.enabled) await this.endIncidents(tx, before, now);
      await putSource(tx, name, { now, timeZone });
      await this.record(tx, caller, 'change', source);
    });
    return this.shown(await readSource(this.database.manager, name));
  }

  /** What it imported stays; a look that is under way lands no more than the file it is at. */
  @Delete(':name')
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(
    @Param({ schema: namePath }) { name }: NamePath,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    const before = await readSource(this.database.manager, name);
    const now = this.clock();
    await inTransaction(this.database, async (tx) => {
      await lockJudgement(tx);
      await removeSource(tx, name);
      await this.endIncidents(tx, before, now);
      await putSource(tx, name, { now, timeZone: this.configuration.timeZone });
      await this.record(tx, caller, 'remove', before.settings);
    });
  }

  /** Makes it due at once, and an address is read whatever was known of it; a worker begins within seconds. */
  @Post(':name/run')
  @HttpCode(202)
  @ApiAcceptedResponse({ standardSchema: sourceSchema })
  async run(
    @Param({ schema: namePath }) { name }: NamePath,
    @CurrentCaller() caller: Caller,
  ): Promise<Source> {
    const { settings } = await readSource(this.database.manager, name);
    if (!settings.enabled) throw new AppError('conflict', `Source ${name} is disabled; enable it first.`);
    await inTransaction(this.database, async (tx) => {
      await requestSourceRun(tx, name);
      await this.record(tx, caller, 'run', settings);
    });
    return this.shown(await readSource(this.database.manager, name));
  }

  private async find(name: string): Promise<StoredSource | null> {
    const sources = await readSources(this.database.manager);
    return sources.find(({ settings }) => settings.name === name) ?? null;
  }

  /** Nobody will look any more, so nobody would ever say that they are over. */
  private endIncidents(tx: Tx, source: StoredSource, now: Date): Promise<void> {
    const changes = source.incidents.map(({ kind }) => ({ kind, begins: false }));
    return changeIncidents(tx, source.settings.name, changes, now);
  }

  private record(tx: Tx, caller: Caller, action: string, source: NamedSource): Promise<void> {
    const { name } = source;
    const details =
      source.kind === 'http'
        ? { ...source, url: shownPlace(source), authorization: hasAuthorization(source) }
        : source;
    return addAuditEntry(tx, {
      at: this.clock(),
      who: caller.name,
      action,
      subject: `source ${name}`,
      details,
    });
  }

  private shown(source: StoredSource): Source {
    const { settings, leasedUntil, lastRunAt, lastNewAt } = source;
    const now = this.clock();
    const { lastOutcome, lastError, consecutiveFailures, lastImport, etag, lastModified, incidents } = source;
    const state = {
      running: leasedUntil !== null && leasedUntil > now,
      nextRunAt: settings.enabled ? this.nextRun(source, now).toISOString() : null,
      lastRunAt: lastRunAt?.toISOString() ?? null,
      lastOutcome,
      lastError,
      lastNewAt: lastNewAt?.toISOString() ?? null,
      consecutiveFailures,
      lastImport,
      incidents: [...incidents],
    };
    return settings.kind === 'folder'
      ? { ...settings, ...state }
      : { ...settings, ...state, authorization: hasAuthorization(settings), etag, lastModified };
  }

  /** The next slot; of a source that is due already, now. */
  private nextRun({ settings, claimedUntil }: StoredSource, now: Date): Date {
    const next = nextSlot(settings.cron, claimedUntil, this.configuration.timeZone);
    return next < now ? now : next;
  }
}

function hasAuthorization(source: Extract<NamedSource, { kind: 'http' }>): boolean {
  return typeof source.authorization === 'string';
}

/** A secret is never answered, so a change that leaves it out means the one there is; it goes to no other host. */
function withKeptAuthorization(source: NamedSource, before: NamedSource | null): NamedSource {
  if (source.kind !== 'http') return source;
  const sameHost = before?.kind === 'http' && new URL(before.url).origin === new URL(source.url).origin;
  const kept = sameHost ? (before.authorization ?? null) : null;
  return { ...source, authorization: source.authorization === undefined ? kept : source.authorization };
}
