import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import {
  acknowledgementSchema,
  type Alert,
  type AlertEvent,
  alertEventSchema,
  alertSchema,
  alertState,
  AppError,
  severity,
} from '#contract';
import { acknowledgeAlert, unacknowledgeAlert } from '#monitoring';
import {
  addAuditEntry,
  type Caller,
  type Database,
  inTransaction,
  organisationsOf,
  readAlert,
  readAlertEvents,
  readAlerts,
  readPendingAlerts,
  type StoredAlert,
  type Tx,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { idPath, type IdPath, limit } from './id-path.js';
import { shownAlerts } from './shown-alerts.js';

const alertsQuery = z.object({
  state: alertState.optional(),
  severity: severity.optional(),
  organisation: z.string().optional(),
  target: z.string().optional(),
  rule: z.string().optional(),
  limit,
});

/** What fires, what did, and who sees to it. */
@Controller('api/v1/alerts')
@Access('viewer')
export class AlertsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Firing ones first, then acknowledged, pending and resolved ones; among these the most severe, then the newest. */
  @Get()
  @ApiOkResponse({ standardSchema: z.array(alertSchema) })
  async alerts(@Query({ schema: alertsQuery }) query: z.infer<typeof alertsQuery>): Promise<Alert[]> {
    const { target, ...rest } = query;
    const filter = { ...rest, ...(target !== undefined && { targets: [target] }), mostUrgentFirst: true };
    const { manager } = this.database;
    const isWanted = (state: string) => query.state === undefined || query.state === state;
    const fired = query.state === 'pending' ? [] : await readAlerts(manager, filter);
    const pending = isWanted('pending') ? await readPendingAlerts(manager, filter) : [];
    const before = fired.filter(({ state }) => state !== 'resolved');
    const ended = fired.filter(({ state }) => state === 'resolved');
    return shownAlerts(manager, [...before, ...pending, ...ended].slice(0, query.limit), this.clock());
  }

  @Get(':id')
  @ApiOkResponse({ standardSchema: alertSchema })
  async alert(@Param({ schema: idPath }) { id }: IdPath): Promise<Alert> {
    return this.shown(await readAlert(this.database.manager, id));
  }

  /** What became of it, when and why, from the beginning of its pending on. */
  @Get(':id/events')
  @ApiOkResponse({ standardSchema: z.array(alertEventSchema) })
  events(@Param({ schema: idPath }) { id }: IdPath): Promise<AlertEvent[]> {
    return readAlertEvents(this.database.manager, id);
  }

  /** Somebody sees to it: it is neither repeated nor taken up until it becomes worse. Done twice it is done once. */
  @Post(':id/acknowledgement')
  @Access('uploader')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: alertSchema })
  acknowledge(
    @Param({ schema: idPath }) { id }: IdPath,
    @Body({ schema: acknowledgementSchema.optional() })
    body: z.infer<typeof acknowledgementSchema> | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<Alert> {
    const comment = body?.comment ?? '';
    return this.answered(id, caller, 'acknowledge', { comment }, (tx, now) =>
      acknowledgeAlert(tx, id, { by: caller.name, comment, now }),
    );
  }

  /** Nobody sees to it any more: it fires as before. */
  @Delete(':id/acknowledgement')
  @Access('uploader')
  @ApiOkResponse({ standardSchema: alertSchema })
  unacknowledge(@Param({ schema: idPath }) { id }: IdPath, @CurrentCaller() caller: Caller): Promise<Alert> {
    return this.answered(id, caller, 'unacknowledge', {}, (tx, now) =>
      unacknowledgeAlert(tx, id, { by: caller.name, now }),
    );
  }

  private async answered(
    id: number,
    caller: Caller,
    action: string,
    details: object,
    answer: (tx: Tx, now: Date) => Promise<boolean>,
  ): Promise<Alert> {
    const now = this.clock();
    checkMayAnswer(caller, await readAlert(this.database.manager, id));
    await inTransaction(this.database, async (tx) => {
      // What changed nothing is nobody's deed: the log would say that somebody acknowledged what another had.
      if (!(await answer(tx, now))) return;
      await addAuditEntry(tx, { at: now, who: caller.name, action, subject: `alert ${id}`, details });
    });
    return this.alert({ id });
  }

  private async shown(stored: StoredAlert): Promise<Alert> {
    const [alert] = await shownAlerts(this.database.manager, [stored], this.clock());
    return alert!;
  }
}

/** An alert is for its own organisation to see to, or for an administrator. */
function checkMayAnswer(caller: Caller, alert: StoredAlert): void {
  const isOwn = alert.organisation !== null && organisationsOf(caller)?.includes(alert.organisation) === true;
  if (caller.role === 'admin' || isOwn) return;
  const whose = alert.organisation === null ? 'is nobody’s own' : `is ${alert.organisation}’s`;
  throw new AppError(
    'not-permitted',
    `Alert ${alert.id} ${whose}: an administrator sees to it, or an uploader of that organisation; ${caller.name} is neither.`,
  );
}
