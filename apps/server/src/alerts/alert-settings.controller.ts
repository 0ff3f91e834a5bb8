import { Body, Controller, Get, Inject, Put, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { routeFaults } from '#alerting';
import {
  type AlertSettings,
  type AlertSettingsDefinition,
  alertSettingsSchema,
  AppError,
  type FieldFault,
  routeFault,
  settingsOf,
  type ShownAlertSettings,
  shownAlertSettingsSchema,
  type WrittenAlertSettings,
  writtenAlertSettingsSchema,
} from '#contract';
import { changeDue, usualAlertSettings } from '#monitoring';
import {
  addAuditEntry,
  type AlertSettingsVersion,
  type Caller,
  type Database,
  inTransaction,
  isSameJson,
  readAlertSettings,
  readAlertSettingsVersions,
  readOrganisations,
  readReceivers,
  saveAlertSettings,
  type Tx,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { limit } from './id-path.js';
import { checkReplaces, staleVersion } from './replaced-version.js';
import { settingsWarnings } from './settings-warnings.js';

const versionsQuery = z.object({ limit });
const what = 'alert settings';

/** Who is told of what, beyond what a receiver says of itself: one document, whole. */
@Controller('api/v1/alert-settings')
@Access('viewer')
export class AlertSettingsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** As they count. Before anybody set any: the usual ones, version 0. */
  @Get()
  @ApiOkResponse({ standardSchema: shownAlertSettingsSchema })
  async settings(): Promise<ShownAlertSettings> {
    const current = await readAlertSettings(this.database.manager);
    return this.withWarnings(
      current ? shown(current) : { ...usualAlertSettings, version: 0, changedAt: null, changedBy: null },
    );
  }

  /** The newest first. */
  @Get('versions')
  @ApiOkResponse({ standardSchema: z.array(alertSettingsSchema) })
  async versions(
    @Query({ schema: versionsQuery }) { limit: most }: z.infer<typeof versionsQuery>,
  ): Promise<AlertSettings[]> {
    return (await readAlertSettingsVersions(this.database.manager, most)).map(shown);
  }

  /** The next version; the body says which one it replaces. Without a change there is none. */
  @Put()
  @Access('admin')
  @ApiOkResponse({ standardSchema: shownAlertSettingsSchema })
  async save(
    @Body({ schema: writtenAlertSettingsSchema }) body: WrittenAlertSettings,
    @CurrentCaller() caller: Caller,
  ): Promise<ShownAlertSettings> {
    const settings = settingsOf(body);
    const saved = await inTransaction(this.database, async (tx) => {
      const current = await readAlertSettings(tx);
      if (current && isSameJson(current.settings, settings)) return shown(current);
      checkReplaces(what, body.version === 0 ? undefined : body.version, current);
      await checkNames(tx, settings);
      const now = this.clock();
      const next = { version: (current?.version ?? 0) + 1, settings, changedAt: now, changedBy: caller.name };
      if (!(await saveAlertSettings(tx, next.version, settings, { at: now, by: caller.name })))
        throw staleVersion(what, (await readAlertSettings(tx)) ?? undefined);
      await addAuditEntry(tx, {
        at: now,
        who: caller.name,
        action: 'change',
        subject: what,
        details: { version: next.version, ...settings },
      });
      await changeDue(tx);
      return shown(next);
    });
    return this.withWarnings(saved);
  }

  private async withWarnings(settings: AlertSettings): Promise<ShownAlertSettings> {
    const warnings = settingsWarnings(settings, await readReceivers(this.database.manager));
    return { ...settings, warnings };
  }
}

/** A misspelt receiver or organisation would be somebody who never hears anything. */
async function checkNames(tx: Tx, { root, heartbeat, escalation }: AlertSettingsDefinition): Promise<void> {
  const receivers = new Set((await readReceivers(tx)).map(({ name }) => name));
  const organisations = new Set((await readOrganisations(tx)).map(({ code }) => code));
  const fault = (path: readonly (string | number)[], message: string, zh: string): FieldFault => ({
    path: path.join('.'),
    code: 'unknown-name',
    message,
    zh,
  });
  const routes = root ? routeFaults(root, receivers).filter(({ code }) => code === 'unknown-receiver') : [];
  const named = [
    ...Object.entries(escalation?.superiors ?? {}).flatMap(([code, superior]) =>
      [code, superior].map((one) => ({ path: ['escalation', 'superiors', code], one })),
    ),
    ...(escalation?.leadingGroup
      ? [{ path: ['escalation', 'leadingGroup'], one: escalation.leadingGroup }]
      : []),
  ];
  const faults = [
    ...routes.map(routeFault).map(({ path, message, zh }) => fault(['root', ...path], message, zh)),
    ...(heartbeat?.receivers ?? []).flatMap((name, index) =>
      receivers.has(name)
        ? []
        : [fault(['heartbeat', 'receivers', index], `There is no receiver ${name}.`, `没有接收方 ${name}。`)],
    ),
    ...named
      .filter(({ one }) => !organisations.has(one))
      .map(({ path, one }) => fault(path, `There is no organisation ${one}.`, `没有单位 ${one}。`)),
  ];
  if (faults.length > 0)
    throw new AppError('unknown-name', 'Some receivers or organisations are not known; see errors.', faults);
}

function shown({ version, settings, changedAt, changedBy }: AlertSettingsVersion): AlertSettings {
  return { ...settingsOf(settings), version, changedAt: changedAt.toISOString(), changedBy };
}
