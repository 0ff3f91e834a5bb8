import type { Account, ListedSession, Token } from '#contract';
import type { Account as StoredAccount, ListedSession as StoredSession, StoredToken } from '#storage';

const text = (instant: Date | null) => instant?.toISOString() ?? null;

export function shownAccount(account: StoredAccount): Account {
  return {
    ...account,
    organisations: account.organisations === null ? null : [...account.organisations],
    createdAt: account.createdAt.toISOString(),
    lastLogInAt: text(account.lastLogInAt),
    disabledAt: text(account.disabledAt),
  };
}

/** @param current number of the session that asks. */
export function shownSession(session: StoredSession, current: number | null): ListedSession {
  return {
    ...session,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    current: session.id === current,
  };
}

export function shownToken(token: StoredToken): Token {
  return {
    ...token,
    organisations: token.organisations === null ? null : [...token.organisations],
    createdAt: token.createdAt.toISOString(),
    expiresAt: text(token.expiresAt),
    lastUsedAt: text(token.lastUsedAt),
    revokedAt: text(token.revokedAt),
  };
}
