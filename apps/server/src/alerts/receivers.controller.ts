import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import { AppError, type Receiver, receiverSchema } from '#contract';
import {
  addAuditEntry,
  type Caller,
  type Database,
  inTransaction,
  readOrganisations,
  readReceiver,
  readReceivers,
  saveReceiver,
} from '#storage';
import { Access, CurrentCaller, permits } from '../accounts/access.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { checkName, namePath } from './path-name.js';
import { redactedUrl } from './redacted-url.js';
import { createSend, type Send, smtpUrlMissing } from './send.js';

const [webhook, email] = receiverSchema.options;
const receiverBody = z.discriminatedUnion('channel', [
  webhook.partial({ name: true }),
  email.partial({ name: true }),
]);

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
    this.send = createSend(configuration);
  }

  @Get()
  async receivers(@CurrentCaller() caller: Caller): Promise<Receiver[]> {
    return (await readReceivers(this.database.manager)).map((receiver) => shownTo(caller, receiver));
  }

  @Get(':name')
  async receiver(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<Receiver> {
    return shownTo(caller, await readReceiver(this.database.manager, name));
  }

  @Put(':name')
  @Access('admin')
  async save(
    @Param({ schema: namePath }) { name }: z.infer<typeof namePath>,
    @Body({ schema: receiverBody }) body: z.infer<typeof receiverBody>,
    @CurrentCaller() caller: Caller,
  ): Promise<Receiver> {
    checkName(name, body.name);
    if (body.channel === 'email' && this.configuration.smtpUrl === null)
      throw new AppError('conflict', smtpUrlMissing);
    await this.checkOrganisations(body.organisations);
    const receiver: Receiver = { ...body, name };
    await inTransaction(this.database, async (tx) => {
      await saveReceiver(tx, receiver);
      await addAuditEntry(tx, {
        at: this.clock(),
        who: caller.name,
        action: 'change',
        subject: `receiver ${name}`,
        details: redacted(receiver),
      });
    });
    return receiver;
  }

  /** Sends a test message now; what the channel says about it is the answer, not an error. */
  @Post(':name/test')
  @Access('admin')
  @HttpCode(200)
  async test(@Param('name') name: string): Promise<{ ok: boolean; error: string | null }> {
    const receiver = await readReceiver(this.database.manager, name);
    const at = this.clock().toISOString();
    const result = await this.send({ kind: 'test', receiver: name, at }, receiver, `test:${name}:${at}`);
    return { ok: result.ok, error: result.ok ? null : result.error };
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

function shownTo(caller: Caller, receiver: Receiver): Receiver {
  return permits(caller.role, 'admin') ? receiver : redacted(receiver);
}

function redacted(receiver: Receiver): Receiver {
  return receiver.channel === 'webhook' ? { ...receiver, url: redactedUrl(receiver.url) } : receiver;
}
