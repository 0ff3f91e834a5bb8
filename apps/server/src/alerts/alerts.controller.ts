import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { type Alert, alertSchema, type Delivery, type DeliveryAttempt, deliverySchema } from '#contract';
import {
  addAuditEntry,
  type Caller,
  type Database,
  readAlerts,
  readDeliveries,
  readDeliveryAttempts,
  retryDelivery,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';

const alertsQuery = alertSchema.pick({ state: true }).partial();
const deliveriesQuery = deliverySchema.pick({ state: true }).partial();
const largestId = 2_147_483_647;
const deliveryPath = z.object({ id: z.coerce.number().int().positive().max(largestId) });

/** What fired, and what became of telling people. */
@Controller('api/v1')
@Access('viewer')
export class AlertsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('alerts')
  alerts(@Query({ schema: alertsQuery }) { state }: z.infer<typeof alertsQuery>): Promise<Alert[]> {
    return readAlerts(this.database.manager, state ? { state } : {});
  }

  @Get('deliveries')
  deliveries(
    @Query({ schema: deliveriesQuery }) { state }: z.infer<typeof deliveriesQuery>,
  ): Promise<Delivery[]> {
    return readDeliveries(this.database.manager, state ? { state } : {});
  }

  /** Every attempt at it, in their order. */
  @Get('deliveries/:id/attempts')
  attempts(
    @Param({ schema: deliveryPath }) { id }: z.infer<typeof deliveryPath>,
  ): Promise<DeliveryAttempt[]> {
    return readDeliveryAttempts(this.database.manager, id);
  }

  /** Makes it due at once; a worker sends it within seconds. */
  @Post('deliveries/:id/retry')
  @Access('admin')
  @HttpCode(202)
  async retry(
    @Param({ schema: deliveryPath }) { id }: z.infer<typeof deliveryPath>,
    @CurrentCaller() caller: Caller,
  ): Promise<Pick<Delivery, 'id' | 'state'>> {
    const now = this.clock();
    await retryDelivery(this.database, id, now);
    await addAuditEntry(this.database.manager, {
      at: now,
      who: caller.name,
      action: 'retry',
      subject: `delivery ${id}`,
      details: {},
    });
    return { id, state: 'due' };
  }
}
