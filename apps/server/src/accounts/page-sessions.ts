import { Inject, Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import type { Configuration } from '#configuration';
import { type Session, shortestPassword } from '#contract';
import { addSession, endSession, newSecret, type NewSession, secretHash, type Tx } from '#storage';
import { CLOCK, type Clock, CONFIGURATION } from '../runtime.module.js';
import type { Principal } from './authentication.js';
import { clientOf } from './client.js';
import { cookieOf, deviceCookie, sessionCookieName } from './credentials.js';
import { csrfTokenOf } from './csrf.js';

const deviceDays = 180;
/** So many people may share a browser before it forgets the first. */
const mostDevices = 6;
const day = 86_400_000;

/** The page's sessions: their cookie, and what the page is told of them. */
@Injectable()
export class PageSessions {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Begins a session with a secret of its own and ends the one that the browser had: what somebody knew of that (a
   * cookie planted before the log-in) is worth nothing afterwards.
   * @returns the secret, for {@link handOut} once the transaction has landed.
   */
  async begin(
    tx: Tx,
    request: Request,
    holder: Pick<NewSession, 'account' | 'token' | 'oidcIdToken'>,
  ): Promise<string> {
    const before = this.secretIn(request);
    if (before !== null) await endSession(tx, secretHash(before));
    const secret = newSecret();
    const { address, userAgent } = clientOf(request);
    const { sessionIdleMinutes: idleMinutes, sessionHours: hours } = this.configuration;
    await addSession(
      tx,
      { ...holder, sha256: secretHash(secret), createdAt: this.clock(), address, userAgent },
      { idleMinutes, hours },
    );
    return secret;
  }

  /** Gives the browser the secret of its session. */
  handOut(response: Response, secret: string): void {
    response.cookie(this.cookieName, secret, {
      ...this.cookie('/'),
      maxAge: this.configuration.sessionHours * 3_600_000,
    });
  }

  takeAway(response: Response): void {
    response.clearCookie(this.cookieName, this.cookie('/'));
  }

  /** The secret of the session that the browser says it has. */
  secretIn(request: Request): string | null {
    return cookieOf(request.headers.cookie, this.cookieName);
  }

  /** By what accounts know the browser again. */
  devicesIn(request: Request): string[] {
    return (cookieOf(request.headers.cookie, deviceCookie) ?? '')
      .split('.')
      .filter(Boolean)
      .slice(-mostDevices);
  }

  /** Adds a secret to those by which accounts know the browser. */
  handOutDevice(request: Request, response: Response, secret: string): void {
    const all = [...this.devicesIn(request), secret].slice(-mostDevices);
    response.cookie(deviceCookie, all.join('.'), { ...this.cookie('/api/v1'), maxAge: deviceDays * day });
  }

  /** What the page is told of itself. */
  describe({ caller, session }: Principal): Session {
    const { name, role, organisation, otherOrganisations = [] } = caller;
    return {
      name,
      displayName: session?.displayName ?? null,
      kind: session?.account == null ? 'token' : 'account',
      role,
      organisation,
      otherOrganisations: [...otherOrganisations],
      mustChangePassword: session?.mustChangePassword ?? false,
      shortestPassword,
      csrfToken: session ? csrfTokenOf(session.secret) : null,
      timeZone: this.configuration.timeZone,
    };
  }

  private get cookieName(): string {
    return sessionCookieName(this.configuration.cookieSecure);
  }

  /** Strict: another site cannot make the browser act for the one who is logged in. */
  private cookie(path: string): CookieOptions {
    return { httpOnly: true, sameSite: 'strict', path, secure: this.configuration.cookieSecure };
  }
}
