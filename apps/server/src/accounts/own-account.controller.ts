import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  ParseIntPipe,
  Put,
  Req,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  type Account,
  accountSchema,
  AppError,
  endedSchema,
  type ListedSession,
  listedSessionSchema,
  passwordChangeSchema,
  type Session,
  sessionSchema,
} from '#contract';
import {
  addAuditEntry,
  type Database,
  endSessionsOf,
  forgetDevices,
  hashPassword,
  inTransaction,
  newSecret,
  noteDevice,
  readAccount,
  readSessions,
  secretHash,
  setPassword,
} from '#storage';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { Access, BeforePasswordChange, CurrentPrincipal } from './access.js';
import { NoStore } from './no-store.interceptor.js';
import { shownAccount, shownSession } from './shown-account.js';
import { Authentication, type Principal } from './authentication.js';
import { clientOf } from './client.js';
import { LogIn } from './log-in.js';
import { PageSessions } from './page-sessions.js';
import { requireGoodPassword } from './password-policy.js';

/** What people do with their own account. */
@Controller('api/v1/own-account')
@UseInterceptors(NoStore)
@Access('viewer')
export class OwnAccountController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly authentication: Authentication,
    private readonly logIns: LogIn,
    private readonly sessions: PageSessions,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: accountSchema })
  async account(@CurrentPrincipal() principal: Principal): Promise<Account> {
    return shownAccount(await readAccount(this.database.manager, accountOf(principal)));
  }

  /** Ends every other session and gives this one a new secret. */
  @Put('password')
  @BeforePasswordChange()
  @ApiOkResponse({ standardSchema: sessionSchema })
  async changePassword(
    @Body({ schema: passwordChangeSchema }) { current, next }: z.infer<typeof passwordChangeSchema>,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    const name = accountOf(principal);
    const { displayName } = await readAccount(this.database.manager, name);
    requireGoodPassword(next, [name, displayName]);
    if (next.normalize('NFKC') === current.normalize('NFKC'))
      throw new AppError('weak-password', '新密码要与原来的不同。The new password must be another one.');
    const device = newSecret();
    const from = { client: clientOf(request), devices: this.sessions.devicesIn(request) };
    const { done: secret } = await this.logIns.byPassword({ name, password: current }, from, async (tx) => {
      // Only now: whoever guesses the current password must not make the service hash for it.
      await setPassword(tx, name, await hashPassword(next), false);
      // Whoever knew the old password may have left a browser that the account knows.
      await forgetDevices(tx, name);
      await noteDevice(tx, secretHash(device), name, this.clock());
      await addAuditEntry(tx, {
        at: this.clock(),
        who: name,
        action: 'change-password',
        subject: `account ${name}`,
        details: { address: from.client.address },
      });
      return this.sessions.begin(tx, request, { account: name });
    });
    this.sessions.handOutDevice(request, response, device);
    this.sessions.handOut(response, secret);
    return this.sessions.describe(await this.authentication.ofSession(secret));
  }

  @Get('sessions')
  @ApiOkResponse({ standardSchema: z.array(listedSessionSchema) })
  async list(@CurrentPrincipal() principal: Principal): Promise<ListedSession[]> {
    const { sessionIdleMinutes } = this.configuration;
    const found = await readSessions(
      this.database.manager,
      accountOf(principal),
      this.clock(),
      sessionIdleMinutes,
    );
    return found.map((session) => shownSession(session, principal.session?.id ?? null));
  }

  /** Logs out everywhere, here too. */
  @Delete('sessions')
  @ApiOkResponse({ standardSchema: endedSchema })
  async endAll(
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof endedSchema>> {
    const ended = await this.end(accountOf(principal));
    this.sessions.takeAway(response);
    return { ended };
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async endOne(
    @Param('id', ParseIntPipe) id: number,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    if ((await this.end(accountOf(principal), id)) === 0) throw noSession(id);
  }

  private end(account: string, only?: number): Promise<number> {
    return inTransaction(this.database, async (tx) => {
      const ended = await endSessionsOf(tx, account, only === undefined ? {} : { only });
      if (ended > 0)
        await addAuditEntry(tx, {
          at: this.clock(),
          who: account,
          action: 'end-sessions',
          subject: `account ${account}`,
          details: { ended },
        });
      return ended;
    });
  }
}

/** The refusal of a session that is not the account's, or has ended. */
export function noSession(id: number): AppError {
  return new AppError(
    'not-found',
    `没有这个登录（${id}），或者它已经结束。There is no such log-in, or it has ended.`,
  );
}

function accountOf({ session }: Principal): string {
  if (session?.account == null)
    throw new AppError('not-found', '令牌没有账号。A token has no account; log in with name and password.');
  return session.account;
}
