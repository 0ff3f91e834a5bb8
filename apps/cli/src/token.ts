import { AppError, type Role } from '#contract';
import {
  addAuditEntry,
  callerOfRow,
  inTransaction,
  newSecret,
  readOrganisations,
  readTokens,
  revokeToken,
  saveToken,
  secretHash,
  type StoredToken,
} from '#storage';
import type { CommandContext } from './with-database.js';

/** Makes a token (or a new secret for an existing name) and prints it, once. */
export async function makeToken(
  { database, now }: CommandContext,
  name: string,
  options: { readonly role: Role; readonly organisation?: readonly string[]; readonly days?: number },
  say: (line: string) => void,
): Promise<void> {
  const organisations = options.organisation ?? null;
  if (organisations !== null) {
    const known = new Set((await readOrganisations(database.manager)).map(({ code }) => code));
    const unknown = organisations.filter((code) => !known.has(code));
    if (unknown.length > 0)
      throw new AppError('not-found', `There is no organisation ${unknown.join(', ')}.`);
  }
  const expiresAt = options.days === undefined ? null : new Date(now().getTime() + options.days * 86_400_000);
  const secret = newSecret();
  await inTransaction(database, async (tx) => {
    await saveToken(tx, {
      ...callerOfRow({ name, role: options.role, organisations }),
      sha256: secretHash(secret),
      createdAt: now(),
      createdBy: 'cli',
      expiresAt,
    });
    await addAuditEntry(tx, {
      at: now(),
      who: 'cli',
      action: 'add-token',
      subject: `token ${name}`,
      details: { role: options.role, organisations, expiresAt },
    });
  });
  say(secret);
}

export async function revoke(
  { database, now }: CommandContext,
  name: string,
  say: (line: string) => void,
): Promise<void> {
  const revoked = await inTransaction(database, async (tx) => {
    const was = await revokeToken(tx, name, now());
    if (was)
      await addAuditEntry(tx, {
        at: now(),
        who: 'cli',
        action: 'revoke-token',
        subject: `token ${name}`,
        details: {},
      });
    return was;
  });
  if (!revoked) throw new AppError('not-found', `There is no token in force named ${name}.`);
  say(`已吊销 Revoked: ${name}`);
}

export async function listTokens(
  { database, now }: CommandContext,
  say: (line: string) => void,
): Promise<void> {
  const stateOf = ({ revokedAt, expiresAt }: StoredToken) =>
    revokedAt ? 'revoked' : expiresAt && expiresAt <= now() ? 'expired' : 'in force';
  for (const token of await readTokens(database.manager))
    say(
      [
        token.name,
        token.role,
        token.organisations?.join(',') ?? '-',
        token.createdAt.toISOString(),
        stateOf(token),
        token.expiresAt?.toISOString() ?? '-',
        token.lastUsedAt?.toISOString() ?? '-',
      ].join('\t'),
    );
}
