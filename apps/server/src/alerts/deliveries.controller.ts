import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type Delivery,
  type DeliveryAttempt,
  deliveryAttemptSchema,
  deliverySchema,
  receiverRetrySchema,
} from '#contract';
import {
  addAuditEntry,
  type Caller,
  type Database,
  inTransaction,
  readDeliveries,
  readDeliveryAttempts,
  readReceiver,
  readReceivers,
  retryDeliveriesTo,
  retryDelivery,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { idPath, type IdPath, limit } from './id-path.js';
import { addressesOf, maskedText } from './masked-address.js';

const deliveriesQuery = z.object({
  state: deliverySchema.shape.state.optional(),
  alert: idPath.shape.id.optional(),
  receiver: z.string().optional(),
  limit,
});
const retriedSchema = deliverySchema.pick({ id: true, state: true });
const retriedToSchema = z.object({ receiver: z.string(), retried: z.number().int() });

/** What became of telling people. */
@Controller('api/v1/deliveries')
@Access('viewer')
export class DeliveriesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The newest first. */
  @Get()
  @ApiOkResponse({ standardSchema: z.array(deliverySchema) })
  async deliveries(
    @Query({ schema: deliveriesQuery })
    { state, alert, receiver, limit: most }: z.infer<typeof deliveriesQuery>,
    @CurrentCaller() { role }: Caller,
  ): Promise<Delivery[]> {
    const deliveries = await readDeliveries(this.database.manager, {
      ...(state !== undefined && { state }),
      ...(alert !== undefined && { alert }),
      ...(receiver !== undefined && { receiver }),
      limit: most,
    });
    if (role === 'admin') return deliveries;
    const masked = await this.masking();
    return deliveries.map((one) => ({ ...one, lastError: masked(one.lastError) }));
  }

  /** Every attempt at it, in their order. */
  @Get(':id/attempts')
  @ApiOkResponse({ standardSchema: z.array(deliveryAttemptSchema) })
  async attempts(
    @Param({ schema: idPath }) { id }: IdPath,
    @CurrentCaller() { role }: Caller,
  ): Promise<DeliveryAttempt[]> {
    const attempts = await readDeliveryAttempts(this.database.manager, id);
    if (role === 'admin') return attempts;
    const masked = await this.masking();
    return attempts.map(({ reason, excerpt, ...attempt }) => ({
      ...attempt,
      reason: masked(reason),
      excerpt: masked(excerpt),
    }));
  }

  /** Of all receivers: an address may have been another's when it was written to. */
  private async masking(): Promise<(text: string | null) => string | null> {
    const known = [...new Set((await readReceivers(this.database.manager)).flatMap(addressesOf))];
    return (text) => text && maskedText(text, known);
  }

  /** Makes everything due that was given up for a receiver, in its order; what later messages overtook stays. */
  @Post('retry')
  @Access('admin')
  @HttpCode(202)
  @ApiAcceptedResponse({ standardSchema: retriedToSchema })
  async retryAll(
    @Body({ schema: receiverRetrySchema }) { receiver }: z.infer<typeof receiverRetrySchema>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof retriedToSchema>> {
    const now = this.clock();
    await readReceiver(this.database.manager, receiver);
    return inTransaction(this.database, async (tx) => {
      const retried = await retryDeliveriesTo(tx, receiver, now);
      await addAuditEntry(tx, {
        at: now,
        who: caller.name,
        action: 'retry',
        subject: `deliveries to ${receiver}`,
        details: { retried },
      });
      return { receiver, retried };
    });
  }

  /** Makes it due at once; a worker sends it within seconds. */
  @Post(':id/retry')
  @Access('admin')
  @HttpCode(202)
  @ApiAcceptedResponse({ standardSchema: retriedSchema })
  async retry(
    @Param({ schema: idPath }) { id }: IdPath,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof retriedSchema>> {
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
