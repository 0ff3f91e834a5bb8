import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type Receiver,
  type ReceiverTest,
  type ShownReceiver,
  shownReceiverSchema,
  type WrittenReceiver,
  writtenReceiverSchema,
} from '#contract';
import { changeDue } from '#monitoring';
import {
  addAuditEntry,
  type Caller,
  claimSend,
  type Database,
  inTransaction,
  lockReceiver,
  readOrganisations,
  readReceiver,
  readReceivers,
  saveReceiver,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { rateLimits } from './channels/rate-limits.js';
import { maskedReceiver } from './masked-address.js';
import { checkName, namePath } from './path-name.js';
import { createSend, type Send, smtpUrlMissing } from './send.js';
import { shownReceiver, storedReceiver } from './shown-receiver.js';

/** Who is told, and over which channel. */
@Controller('api/v1/receivers')
@Access('viewer')
export class ReceiversController {
  private readonly send: Send;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.send = createSend(configuration, null, clock);
  }

  @Get()
  @ApiOkResponse({ standardSchema: z.array(shownReceiverSchema) })
  async receivers(@CurrentCaller() caller: Caller): Promise<ShownReceiver[]> {
    return (await readReceivers(this.database.manager)).map((receiver) => shownTo(caller, receiver));
  }

  @Get(':name')
  @ApiOkResponse({ standardSchema: shownReceiverSchema })
  async receiver(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<ShownReceiver> {
    return shownTo(caller, await readReceiver(this.database.manager, name));
  }

  @Put(':name')
  @ApiOkResponse({ standardSchema: shownReceiverSchema })
  @Access('admin')
  async save(
    @Param({ schema: namePath }) { name }: z.infer<typeof namePath>,
    @Body({ schema: writtenReceiverSchema }) body: WrittenReceiver,
    @CurrentCaller() caller: Caller,
  ): Promise<ShownReceiver> {
    checkName(name, body.name);
    if (body.channel === 'email' && this.configuration.smtpUrl === null)
      throw new AppError('conflict', smtpUrlMissing);
    await this.checkOrganisations(body.organisations);
    return inTransaction(this.database, async (tx) => {
      const receiver = storedReceiver(name, body, await lockReceiver(tx, name));
      await saveReceiver(tx, receiver);
      const shown = shownReceiver(receiver);
      await addAuditEntry(tx, {
        at: this.clock(),
        who: caller.name,
        action: 'change',
        subject: `receiver ${name}`,
        details: shown,
      });
      await changeDue(tx);
      return shown;
    });
  }

  /**
   * Sends a test message now; what the channel says about it is the answer, not an error. It counts for the rate limit
   * like any other.
   */
  @Post(':name/test')
  @Access('admin')
  @HttpCode(200)
  async test(@Param('name') name: string): Promise<ReceiverTest> {
    const receiver = await readReceiver(this.database.manager, name);
    const now = this.clock();
    if (!(await claimSend(this.database, name, now, rateLimits))) {
      const error =
        'Nothing was sent: the receiver has as many messages as it takes in a minute. Try again later.';
      return { ok: false, error, reply: null, milliseconds: 0 };
    }
    const started = performance.now();
    const at = now.toISOString();
    const result = await this.send({ kind: 'test', receiver: name, at }, receiver, `test:${name}:${at}`);
    return {
      ok: result.outcome === 'sent',
      error: result.outcome === 'sent' ? null : result.reason,
      reply: result.reply,
      milliseconds: Math.round(performance.now() - started),
    };
  }

  /** A misspelt organisation would be a receiver that never hears anything. */
  private async checkOrganisations(codes: readonly string[]): Promise<void> {
    const known = new Set((await readOrganisations(this.database.manager)).map(({ code }) => code));
    const faults = codes.flatMap((code, index) =>
      known.has(code)
        ? []
        : [
            {
              path: `organisations.${index}`,
              code: 'unknown-name',
              message: `There is no organisation ${code}.`,
            },
          ],
    );
    if (faults.length > 0) throw new AppError('unknown-name', 'Some organisations are not known.', faults);
  }
}

/** Whoever sets receivers up sees whom they reach. */
function shownTo({ role }: Caller, receiver: Receiver): ShownReceiver {
  const shown = shownReceiver(receiver);
  return role === 'admin' ? shown : maskedReceiver(shown);
}
