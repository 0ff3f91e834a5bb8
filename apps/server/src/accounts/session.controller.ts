import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Post,
  Req,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import {
  type LogInWays,
  logInSchema,
  logInWaysSchema,
  type LogOut,
  logOutSchema,
  type Session,
  sessionSchema,
} from '#contract';
import { addAuditEntry, type Database, endSession, hasAccounts, inTransaction, secretHash } from '#storage';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { Access, BeforePasswordChange, CurrentPrincipal } from './access.js';
import { NoStore } from './no-store.interceptor.js';
import { Authentication, type Principal } from './authentication.js';
import { clientOf } from './client.js';
import { refuseOtherSites, requireCsrfToken } from './csrf.js';
import { LogIn } from './log-in.js';
import { PageSessions } from './page-sessions.js';
import { SingleSignOn } from './single-sign-on.js';

/** Logging the page in and out. */
@Controller('api/v1/session')
@UseInterceptors(NoStore)
export class SessionController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly authentication: Authentication,
    private readonly logIns: LogIn,
    private readonly sessions: PageSessions,
    private readonly singleSignOn: SingleSignOn,
  ) {}

  @Get('ways')
  @ApiOkResponse({ standardSchema: logInWaysSchema })
  @Access('public')
  async ways(): Promise<LogInWays> {
    const { settings } = this.singleSignOn;
    return {
      password: await hasAccounts(this.database.manager),
      singleSignOn: settings && { label: settings.label, address: '/api/v1/session/oidc' },
    };
  }

  @Post()
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: sessionSchema })
  @Access('public')
  async logIn(
    @Body({ schema: logInSchema }) body: z.infer<typeof logInSchema>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    refuseOtherSites(request);
    const secret =
      'token' in body
        ? await this.byToken(body.token.trim(), request)
        : await this.byPassword(body, request, response);
    this.sessions.handOut(response, secret);
    return this.sessions.describe(await this.authentication.ofSession(secret));
  }

  @Get()
  @ApiOkResponse({ standardSchema: sessionSchema })
  @Access('viewer')
  @BeforePasswordChange()
  current(@CurrentPrincipal() principal: Principal): Session {
    return this.sessions.describe(principal);
  }

  @Delete()
  @ApiOkResponse({ standardSchema: logOutSchema, description: '204 unless the provider is to be told too' })
  @Access('public')
  async logOut(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LogOut | undefined> {
    const secret = this.sessions.secretIn(request);
    if (secret !== null) requireCsrfToken(request, secret);
    const ended = secret === null ? null : await this.end(secret, request);
    this.sessions.takeAway(response);
    const endSessionAt = ended?.oidcIdToken == null ? null : await this.singleSignOn.endAt(ended.oidcIdToken);
    response.status(endSessionAt === null ? 204 : 200);
    return endSessionAt === null ? undefined : { endSessionAt };
  }

  private end(secret: string, request: Request) {
    return inTransaction(this.database, async (tx) => {
      const ended = await endSession(tx, secretHash(secret));
      if (ended)
        await addAuditEntry(tx, {
          at: this.clock(),
          who: ended.who,
          action: 'log-out',
          subject: 'session',
          details: { address: clientOf(request).address },
        });
      return ended;
    });
  }

  private async byToken(token: string, request: Request): Promise<string> {
    const { name } = await this.logIns.byToken(token, clientOf(request));
    return inTransaction(this.database, async (tx) => {
      const secret = await this.sessions.begin(tx, request, { token: name });
      await addAuditEntry(tx, this.logInEntry(name, 'token', request));
      return secret;
    });
  }

  private async byPassword(
    given: { name: string; password: string },
    request: Request,
    response: Response,
  ): Promise<string> {
    const from = { client: clientOf(request), devices: this.sessions.devicesIn(request) };
    const { done, newDevice } = await this.logIns.byPassword(given, from, async (tx, { name }) => {
      await addAuditEntry(tx, this.logInEntry(name, 'password', request));
      return this.sessions.begin(tx, request, { account: name });
    });
    if (newDevice !== null) this.sessions.handOutDevice(request, response, newDevice);
    return done;
  }

  private logInEntry(who: string, by: string, request: Request) {
    const { address, userAgent } = clientOf(request);
    return {
      at: this.clock(),
      who,
      action: 'log-in',
      subject: 'session',
      details: { by, address, userAgent },
    };
  }
}
