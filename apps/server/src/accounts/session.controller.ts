import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AppError, logInSchema, type Session, sessionSchema } from '#contract';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  addSession,
  type Caller,
  type Database,
  endSession,
  findToken,
  newSecret,
  secretHash,
} from '#storage';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { Access, CurrentCaller } from './access.js';
import { credentialOf, sessionCookie } from './credentials.js';

const sessionHours = 12;

/** Logging the page in and out. */
@Controller('api/v1/session')
export class SessionController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOkResponse({ standardSchema: sessionSchema })
  @Access('public')
  @HttpCode(200)
  async logIn(
    @Body({ schema: logInSchema }) body: z.infer<typeof logInSchema>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    const caller = await findToken(this.database.manager, secretHash(body.token.trim()));
    if (!caller) throw new AppError('unauthenticated', 'That token is not known, or it was revoked.');
    const secret = newSecret();
    const now = this.clock();
    const expiresAt = new Date(now.getTime() + sessionHours * 3_600_000);
    await addSession(this.database, {
      sha256: secretHash(secret),
      token: caller.name,
      createdAt: now,
      expiresAt,
    });
    response.cookie(sessionCookie, secret, { ...this.cookie(), maxAge: sessionHours * 3_600_000 });
    return this.sessionOf(caller);
  }

  @Get()
  @ApiOkResponse({ standardSchema: sessionSchema })
  @Access('viewer')
  current(@CurrentCaller() caller: Caller): Session {
    return this.sessionOf(caller);
  }

  @Delete()
  @Access('public')
  @HttpCode(204)
  async logOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const credential = credentialOf({ cookie: request.headers.cookie });
    if (credential) await endSession(this.database, secretHash(credential.secret));
    response.clearCookie(sessionCookie, this.cookie());
  }

  private sessionOf(caller: Caller): Session {
    return { ...caller, timeZone: this.configuration.timeZone };
  }

  /** Strict: another site cannot make the browser act for the one who is logged in. */
  private cookie() {
    return {
      httpOnly: true,
      sameSite: 'strict' as const,
      path: '/',
      secure: this.configuration.cookieSecure,
    };
  }
}
