import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import { AppError } from '#contract';
import {
  type Caller,
  type Database,
  findSession,
  findToken,
  noteSessionUse,
  noteTokenUse,
  secretHash,
  type SessionHolder,
} from '#storage';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { credentialOf, sessionCookieName } from './credentials.js';
import { requireCsrfToken } from './csrf.js';
import { OnceAMinute } from './once-a-minute.js';

/** Who is asking, and by what they proved it. */
export interface Principal {
  readonly caller: Caller;
  /** The logged-in page; null for a token. */
  readonly session: (SessionHolder & { readonly secret: string }) | null;
}

/** Finds out who is asking. */
@Injectable()
export class Authentication {
  private readonly tokensUsed = new OnceAMinute();
  private readonly sessionsUsed = new OnceAMinute();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Whom the headers prove, or null.
   * @throws AppError csrf-token-missing when the request changes something and has only the cookie to show.
   */
  async principalOf(request: IncomingMessage): Promise<Principal | null> {
    const credential = credentialOf(request.headers, sessionCookieName(this.configuration.cookieSecure));
    if (!credential) return null;
    const now = this.clock();
    const hash = secretHash(credential.secret);
    if (credential.kind === 'token') {
      const caller = await findToken(this.database.manager, hash, now);
      if (!caller) return null;
      await this.noteTokenUse(caller);
      return { caller, session: null };
    }
    const { sessionIdleMinutes } = this.configuration;
    const session = await findSession(this.database.manager, hash, now, sessionIdleMinutes);
    if (!session) return null;
    requireCsrfToken(request, credential.secret);
    if (this.sessionsUsed.isDue(String(session.id), now))
      await noteSessionUse(this.database.manager, session.id, now);
    return { caller: session.caller, session: { ...session, secret: credential.secret } };
  }

  /** The holder of a session that has just begun. */
  async ofSession(secret: string): Promise<Principal> {
    const { sessionIdleMinutes } = this.configuration;
    const session = await findSession(
      this.database.manager,
      secretHash(secret),
      this.clock(),
      sessionIdleMinutes,
    );
    if (!session) throw new AppError('unauthenticated', 'The log-in has ended already.');
    return { caller: session.caller, session: { ...session, secret } };
  }

  /**
   * Whoever may read.
   * @throws AppError unauthenticated, password-change-needed.
   */
  async readerOf(request: IncomingMessage): Promise<Caller> {
    const principal = await this.principalOf(request);
    if (!principal) throw new AppError('unauthenticated', 'Log in, or send a token.');
    requireOwnPassword(principal);
    return principal.caller;
  }

  /** Writes down that a token was used; null when that was done within the last minute. */
  noteTokenUse({ name }: Caller): Promise<void> | null {
    const now = this.clock();
    return this.tokensUsed.isDue(name, now) ? noteTokenUse(this.database.manager, name, now) : null;
  }
}

/**
 * Refuses somebody whose password was given by somebody else.
 * @throws AppError password-change-needed.
 */
export function requireOwnPassword({ session }: Principal): void {
  if (session?.mustChangePassword)
    throw new AppError(
      'password-change-needed',
      '请先修改初始密码。Change the password that you were given first: PUT /api/v1/own-account/password.',
    );
}
