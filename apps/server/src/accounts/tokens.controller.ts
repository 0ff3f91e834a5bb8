import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  UseInterceptors,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import {
  AppError,
  newTokenAnswerSchema,
  type NewTokenAnswer,
  newTokenSchema,
  type Token,
  tokenSchema,
} from '#contract';
import {
  addAuditEntry,
  type Caller,
  callerOfRow,
  type Database,
  inTransaction,
  newSecret,
  readTokens,
  revokeToken,
  saveToken,
  secretHash,
} from '#storage';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { Access, CurrentCaller } from './access.js';
import { NoStore } from './no-store.interceptor.js';
import { requireOrganisations } from './known-organisations.js';
import { shownToken } from './shown-account.js';

/** Tokens for programs: made, listed, revoked. */
@Controller('api/v1/tokens')
@UseInterceptors(NoStore)
@Access('admin')
export class TokensController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: z.array(tokenSchema) })
  async list(): Promise<Token[]> {
    return (await readTokens(this.database.manager)).map(shownToken);
  }

  /** The answer has the secret, this once. */
  @Post()
  @ApiCreatedResponse({ standardSchema: newTokenAnswerSchema })
  async add(
    @Body({ schema: newTokenSchema }) body: z.infer<typeof newTokenSchema>,
    @CurrentCaller() caller: Caller,
  ): Promise<NewTokenAnswer> {
    const now = this.clock();
    const { name, role, organisations } = body;
    const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt);
    if (expiresAt !== null && expiresAt <= now)
      throw new AppError('invalid-request', 'The token would have expired already.', [
        { path: 'expiresAt', code: 'too_small', message: 'must lie in the future' },
      ]);
    const secret = newSecret();
    const tokens = await inTransaction(this.database, async (tx) => {
      await requireOrganisations(tx, organisations);
      // Of a revoked one too: what that did stands under its name.
      if ((await readTokens(tx)).some((token) => token.name === name))
        throw new AppError(
          'conflict',
          `令牌 ${name} 已经存在。There is or was a token ${name} already; choose another name.`,
        );
      const newToken = callerOfRow({ name, role, organisations });
      await saveToken(tx, {
        ...newToken,
        sha256: secretHash(secret),
        createdAt: now,
        createdBy: caller.name,
        expiresAt,
      });
      await addAuditEntry(tx, {
        at: now,
        who: caller.name,
        action: 'add-token',
        subject: `token ${name}`,
        details: { role, organisations, expiresAt },
      });
      return readTokens(tx);
    });
    return { token: shownToken(tokens.find((token) => token.name === name)!), secret };
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiNoContentResponse()
  async revoke(@Param('name') name: string, @CurrentCaller() caller: Caller): Promise<void> {
    const now = this.clock();
    const revoked = await inTransaction(this.database, async (tx) => {
      const was = await revokeToken(tx, name, now);
      if (was)
        await addAuditEntry(tx, {
          at: now,
          who: caller.name,
          action: 'revoke-token',
          subject: `token ${name}`,
          details: {},
        });
      return was;
    });
    if (!revoked)
      throw new AppError('not-found', `没有有效的令牌 ${name}。There is no token in force named ${name}.`);
  }
}
