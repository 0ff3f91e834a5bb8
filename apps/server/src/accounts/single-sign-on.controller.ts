import { Controller, Get, Inject, Logger, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiFoundResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import { AppError } from '#contract';
import {
  addAuditEntry,
  type Database,
  inTransaction,
  noteLogIn,
  readOrganisations,
  saveOidcAccount,
} from '#storage';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { Access } from './access.js';
import { NoStore } from './no-store.interceptor.js';
import { clientOf } from './client.js';
import { cookieOf } from './credentials.js';
import { PageSessions } from './page-sessions.js';
import { type Journey, type Person, SingleSignOn } from './single-sign-on.js';

const log = new Logger('SingleSignOn');

/** An address of this site, never another's. */
const ownAddress = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[^\\\p{Cc}]*$/u)
  .default('/')
  .catch('/');
const beginQuerySchema = z.object({ to: ownAddress });

const journeySchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: ownAddress,
});
const path = '/api/v1/session/oidc';
const patienceMs = 10 * 60_000;

/** Logging the page in by a provider of single sign-on: there and back. */
@Controller('api/v1/session/oidc')
@UseInterceptors(NoStore)
export class SingleSignOnController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly provider: SingleSignOn,
    private readonly sessions: PageSessions,
  ) {}

  @Get()
  @Access('public')
  @ApiFoundResponse({ description: 'to the provider; 404 when single sign-on is not set up' })
  async begin(
    @Query({ schema: beginQuerySchema }) { to }: z.infer<typeof beginQuerySchema>,
    @Res() response: Response,
  ): Promise<void> {
    const { address, journey } = await this.provider.begin(to);
    const text = Buffer.from(JSON.stringify(journey)).toString('base64url');
    response.cookie(this.cookieName, text, { ...this.cookie(), maxAge: patienceMs });
    response.redirect(address);
  }

  @Get('callback')
  @Access('public')
  @ApiFoundResponse({ description: 'to the page that was wanted, or to the log-in when refused' })
  async comeBack(@Req() request: Request, @Res() response: Response): Promise<void> {
    const journey = this.journeyIn(request);
    response.clearCookie(this.cookieName, this.cookie());
    try {
      if (!journey) throw new AppError('unauthenticated', 'No log-in was begun in this browser.');
      const person = await this.provider.finish(request.originalUrl.split('?')[1] ?? '', journey);
      this.sessions.handOut(response, await this.enter(person, request));
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      log.warn(`nobody was logged in: ${error.detail}`);
      response.redirect('/log-in?refused=single-sign-on');
      return;
    }
    response.redirect(journey.to);
  }

  private async enter(person: Person, request: Request): Promise<string> {
    const { issuer } = this.provider.settings!;
    const { address, userAgent } = clientOf(request);
    const now = this.clock();
    const entry = { at: now, details: { by: 'single-sign-on', address, userAgent, subject: person.subject } };
    const rights = this.provider.rights(person.claims);
    const refused = (who: string) =>
      addAuditEntry(this.database.manager, { ...entry, who, action: 'log-in-refused', subject: 'session' });
    if (!rights || !(await this.areKnown(rights.organisations))) {
      await refused('unknown');
      throw new AppError('not-permitted', `${person.subject} has no rights here.`);
    }
    const secret = await inTransaction(this.database, async (tx) => {
      const account = await saveOidcAccount(tx, { ...person, ...rights, issuer }, now);
      if (account.disabled) return { refused: account.name };
      if (account.isNew)
        await addAuditEntry(tx, {
          at: now,
          who: 'single-sign-on',
          action: 'add-account',
          subject: `account ${account.name}`,
          details: { displayName: person.displayName, ...rights },
        });
      await noteLogIn(tx, account.name, now);
      await addAuditEntry(tx, { ...entry, who: account.name, action: 'log-in', subject: 'session' });
      return this.sessions.begin(tx, request, { account: account.name, oidcIdToken: person.idToken });
    });
    if (typeof secret === 'string') return secret;
    await refused(secret.refused);
    throw new AppError('not-permitted', `The account ${secret.refused} is disabled.`);
  }

  private async areKnown(organisations: readonly string[] | null): Promise<boolean> {
    if (organisations === null) return true;
    const known = new Set((await readOrganisations(this.database.manager)).map(({ code }) => code));
    return organisations.every((code) => known.has(code));
  }

  private journeyIn(request: Request): Journey | null {
    const text = cookieOf(request.headers.cookie, this.cookieName);
    if (text === null) return null;
    try {
      return journeySchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
      throw error;
    }
  }

  private get cookieName(): string {
    return this.configuration.cookieSecure ? '__Secure-guanzhong_oidc' : 'guanzhong_oidc';
  }

  /** Lax: the provider sends the browser back from another site, and then it has to be there. */
  private cookie() {
    return { httpOnly: true, sameSite: 'lax' as const, path, secure: this.configuration.cookieSecure };
  }
}
