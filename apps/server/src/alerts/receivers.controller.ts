import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type ReceiverTest,
  type ReceiverVersion,
  receiverVersionSchema,
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
  readReceiverVersions,
  saveReceiver,
  type VersionedReceiver,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { rateLimits } from './channels/rate-limits.js';
import { maskedReceiver } from './masked-address.js';
import { checkName, namePath } from './path-name.js';
import { checkReceiverReplaced, nextVersion } from './replaced-receiver.js';
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
  @ApiOkResponse({ standardSchema: z.array(receiverVersionSchema) })
  async receivers(@CurrentCaller() caller: Caller): Promise<ReceiverVersion[]> {
    return (await readReceiverVersions(this.database.manager)).map((stored) => shownTo(caller, stored));
  }

  @Get(':name')
  @ApiOkResponse({ standardSchema: receiverVersionSchema })
  async receiver(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<ReceiverVersion> {
    const all = await readReceiverVersions(this.database.manager);
    const stored = all.find(({ receiver }) => receiver.name === name);
    if (!stored) throw new AppError('not-found', `There is no receiver named ${name}.`);
    return shownTo(caller, stored);
  }

  /** Makes a receiver, or changes the version that the body says. Without a change there is no other version. */
  @Put(':name')
  @ApiOkResponse({ standardSchema: receiverVersionSchema })
  @Access('admin')
  async save(
    @Param({ schema: namePath }) { name }: z.infer<typeof namePath>,
    @Body({ schema: writtenReceiverSchema }) body: WrittenReceiver,
    @CurrentCaller() caller: Caller,
  ): Promise<ReceiverVersion> {
    checkName(name, body.name);
    if (body.channel === 'email' && this.configuration.smtpUrl === null)
      throw new AppError('conflict', smtpUrlMissing);
    await this.checkOrganisations(body.organisations);
    return inTransaction(this.database, async (tx) => {
      const stored = await lockReceiver(tx, name);
      checkReceiverReplaced(name, body.version, stored);
      const receiver = storedReceiver(name, body, stored?.receiver ?? null);
      const now = this.clock();
      const made = nextVersion(receiver, stored, { at: now, by: caller.name });
      await saveReceiver(tx, receiver, made);
      await addAuditEntry(tx, {
        at: now,
        who: caller.name,
        action: 'change',
        subject: `receiver ${name}`,
        details: { ...shownReceiver(receiver), version: made.version },
      });
      await changeDue(tx);
      return shownTo(caller, { receiver, made });
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
function shownTo({ role }: Caller, { receiver, made }: VersionedReceiver): ReceiverVersion {
  const shown = shownReceiver(receiver);
  const { version, changedAt, changedBy } = made;
  return {
    ...(role === 'admin' ? shown : maskedReceiver(shown)),
    version,
    changedAt: changedAt?.toISOString() ?? null,
    changedBy,
  };
}
