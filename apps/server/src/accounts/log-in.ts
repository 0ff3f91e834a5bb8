import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '#contract';
import {
  type AccountSecret,
  addAuditEntry,
  addressRule,
  attemptKeys,
  attemptSucceeded,
  type AttemptRule,
  claimAttempt,
  type Database,
  findAccountSecret,
  findKnownDevice,
  findToken,
  hashPassword,
  inTransaction,
  isOldHash,
  isPassword,
  newSecret,
  noteDevice,
  noteLogIn,
  renewPasswordHash,
  secretHash,
  type Tx,
} from '#storage';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import type { Client } from './client.js';

type Keys = readonly (readonly [key: string, rule: AttemptRule])[];

/**
 * Whether somebody is who they say, asked so that guessing does not pay: every attempt is counted before it is looked
 * at, and a wrong name takes as long as a wrong password and is answered in the same words.
 */
@Injectable()
export class LogIn {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Checks a password, and when it is right does `work` in one transaction with the notes of that.
   * @param devices the secrets by which accounts know the browser.
   * @param work what the log-in is for.
   * @returns what `work` gave, and a new secret by which this account will know the browser; null where it does.
   * @throws AppError wrong-password, too-many-requests.
   */
  async byPassword<T>(
    given: { readonly name: string; readonly password: string },
    { client, devices }: { readonly client: Client; readonly devices: readonly string[] },
    work: (tx: Tx, account: AccountSecret) => Promise<T>,
  ): Promise<{ readonly done: T; readonly newDevice: string | null }> {
    const name = given.name.normalize('NFKC').trim().toLowerCase();
    const known = await findKnownDevice(this.database.manager, devices.map(secretHash), name);
    const keys = attemptKeys(name, client.counted, known);
    await this.claim(keys);
    const account = await findAccountSecret(this.database.manager, name);
    const matches = await isPassword(account?.passwordHash ?? null, given.password);
    if (!account || !matches || account.disabled) {
      const reason = account ? (account.disabled ? 'disabled' : 'wrong-password') : 'unknown-account';
      await this.noteFailure(account?.name ?? null, client, reason);
      throw wrongPassword();
    }
    // Never one that the browser brought: whoever planted it would be counted as this account's own.
    const newDevice = known === null ? newSecret() : null;
    const renewed = isOldHash(account.passwordHash!) ? await hashPassword(given.password) : null;
    const done = await inTransaction(this.database, async (tx) => {
      // The password may have been changed, or the account disabled, since it was read.
      const still = await findAccountSecret(tx, name, { lock: true });
      if (still?.passwordHash !== account.passwordHash || still.disabled) throw wrongPassword();
      const now = this.clock();
      await attemptSucceeded(tx, keys, now);
      await noteDevice(tx, known ?? secretHash(newDevice!), name, now);
      await noteLogIn(tx, name, now);
      if (renewed !== null) await renewPasswordHash(tx, name, account.passwordHash!, renewed);
      return work(tx, account);
    });
    return { done, newDevice };
  }

  /** @throws AppError unauthenticated, too-many-requests. */
  async byToken(secret: string, client: Client) {
    const keys: Keys = [[`address:${client.counted}`, addressRule]];
    await this.claim(keys);
    const caller = await findToken(this.database.manager, secretHash(secret), this.clock());
    if (!caller) {
      await this.noteFailure(null, client, 'unknown-token');
      throw new AppError('unauthenticated', 'That token is not known, or it was revoked or has expired.');
    }
    await inTransaction(this.database, (tx) => attemptSucceeded(tx, keys, this.clock()));
    return caller;
  }

  private async claim(keys: Keys): Promise<void> {
    const now = this.clock();
    const until = await inTransaction(this.database, (tx) => claimAttempt(tx, keys, now));
    if (until === null) return;
    const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
    throw new AppError(
      'too-many-requests',
      `登录失败次数太多，请 ${seconds} 秒后再试。Too many log-ins failed; try again in ${seconds} seconds.`,
      [],
      { retryAfterSeconds: seconds },
    );
  }

  /** A name that no account has is not written down: people type passwords into that field. */
  private async noteFailure(name: string | null, client: Client, reason: string): Promise<void> {
    await addAuditEntry(this.database.manager, {
      at: this.clock(),
      who: name ?? 'unknown',
      action: 'log-in-failed',
      subject: name === null ? 'log-in' : `account ${name}`,
      details: { reason, address: client.address, userAgent: client.userAgent },
    });
  }
}

function wrongPassword(): AppError {
  return new AppError('wrong-password', '账号或密码不对。Name or password is wrong.');
}
