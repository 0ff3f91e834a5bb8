import {
  addAuditEntry,
  countTokens,
  type Database,
  findToken,
  inTransaction,
  newSecret,
  saveToken,
  secretHash,
} from '#storage';

/**
 * Sees to it that somebody can log in. With BOOTSTRAP_ADMIN_TOKEN that token is the administrator's; without, a
 * database that has no token yet gets one.
 * @returns the new token, to be shown once and never again; null when none was made.
 */
export async function ensureFirstToken(
  database: Database,
  bootstrapToken: string | null,
  now: Date,
): Promise<string | null> {
  const save = (secret: string) =>
    inTransaction(database, async (tx) => {
      await saveToken(tx, {
        name: 'admin',
        role: 'admin',
        organisation: null,
        sha256: secretHash(secret),
        createdAt: now,
        createdBy: 'start',
      });
      await addAuditEntry(tx, {
        at: now,
        who: 'start',
        action: 'add-token',
        subject: 'token admin',
        details: { role: 'admin', organisations: null },
      });
    });
  if (bootstrapToken !== null) {
    if (!(await findToken(database.manager, secretHash(bootstrapToken), now))) await save(bootstrapToken);
    return null;
  }
  if ((await countTokens(database.manager)) > 0) return null;
  const secret = newSecret();
  await save(secret);
  return secret;
}
