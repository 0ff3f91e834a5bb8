import { Inject, Injectable } from '@nestjs/common';
import { type Caller, type Database, findSession, findToken, secretHash } from '#storage';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { credentialOf } from './credentials.js';

/** Finds out who is asking. */
@Injectable()
export class Authentication {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The caller that the headers prove, or null. */
  async callerOf(headers: {
    authorization?: string | undefined;
    cookie?: string | undefined;
  }): Promise<Caller | null> {
    const credential = credentialOf(headers);
    if (!credential) return null;
    const hash = secretHash(credential.secret);
    return credential.kind === 'token'
      ? findToken(this.database.manager, hash)
      : findSession(this.database.manager, hash, this.clock());
  }
}
