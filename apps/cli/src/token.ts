import { AppError, type Role } from '#contract';
import {
  addAuditEntry,
  inTransaction,
  newSecret,
  readOrganisations,
  readTokens,
  revokeToken,
  saveToken,
  secretHash,
} from '#storage';
import type { CommandContext } from './with-database.js';

/** Makes a token (or a new secret for an existing name) and prints it, once. */
export async function makeToken(
  { database, now }: CommandContext,
  name: string,
  options: { readonly role: Role; readonly organisation?: string },
  say: (line: string) => void,
): Promise<void> {
  const organisation = options.organisation ?? null;
  if (organisation !== null) {
    const organisations = await readOrganisations(database.manager);
    if (!organisations.some(({ code }) => code === organisation))
      throw new AppError('not-found', `There is no organisation ${organisation}.`);
  }
  const secret = newSecret();
  await inTransaction(database, async (tx) => {
    await saveToken(tx, {
      name,
      role: options.role,
      organisation,
      sha256: secretHash(secret),
      createdAt: now(),
    });
    await addAuditEntry(tx, {
      at: now(),
      who: 'cli',
      action: 'token',
      subject: name,
      details: { role: options.role, organisation },
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
    if (was) await addAuditEntry(tx, { at: now(), who: 'cli', action: 'revoke', subject: name, details: {} });
    return was;
  });
  if (!revoked) throw new AppError('not-found', `There is no token in force named ${name}.`);
  say(`已吊销 Revoked: ${name}`);
}

export async function listTokens({ database }: CommandContext, say: (line: string) => void): Promise<void> {
  for (const token of await readTokens(database.manager))
    say(
      [
        token.name,
        token.role,
        token.organisation ?? '-',
        token.createdAt.toISOString(),
        token.revokedAt ? 'revoked' : 'in force',
      ].join('\t'),
    );
}
