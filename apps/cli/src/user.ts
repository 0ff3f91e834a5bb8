import { AppError, newAccountSchema, type Role } from '#contract';
import {
  addAccount,
  addAuditEntry,
  changeAccount,
  forgetAttempts,
  forgetDevices,
  hashPassword,
  inTransaction,
  newPassword,
  readAccount,
  readAccounts,
  readOrganisations,
  setPassword,
  type Tx,
} from '#storage';
import type { CommandContext } from './with-database.js';

type Say = (line: string) => void;

/** Makes an account and prints its first password, once; the first log-in asks for another. */
export async function addUser(
  { database, now }: CommandContext,
  name: string,
  options: { readonly role: Role; readonly name?: string; readonly organisation?: readonly string[] },
  say: Say,
): Promise<void> {
  const settings = {
    displayName: options.name ?? name,
    role: options.role,
    organisations: options.organisation ?? null,
  };
  const read = newAccountSchema.safeParse({ name, ...settings });
  if (!read.success)
    throw new AppError('invalid-request', read.error.issues.map(({ message }) => message).join('\n'));
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  await inTransaction(database, async (tx) => {
    const known = new Set((await readOrganisations(tx)).map(({ code }) => code));
    const unknown = (settings.organisations ?? []).filter((code) => !known.has(code));
    if (unknown.length > 0)
      throw new AppError('not-found', `There is no organisation ${unknown.join(', ')}.`);
    await addAccount(tx, { name, ...settings, passwordHash, createdAt: now(), createdBy: 'cli' });
    await record(tx, now(), 'add-account', name, settings);
  });
  say(password);
}

/** Gives an account a new first password, ends its log-ins, and lets it be tried again at once. */
export async function resetUser({ database, now }: CommandContext, name: string, say: Say): Promise<void> {
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  await inTransaction(database, async (tx) => {
    await setPassword(tx, name, passwordHash, true);
    await forgetDevices(tx, name);
    await forgetAttempts(tx, name);
    await record(tx, now(), 'reset-password', name, {});
  });
  say(password);
}

/** Disables an account (its log-ins end), or lets it in again. */
export async function disableUser(
  { database, now }: CommandContext,
  name: string,
  disabled: boolean,
  say: Say,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    const { displayName, role, organisations } = await readAccount(tx, name);
    await changeAccount(tx, name, { displayName, role, organisations, disabled }, now());
    await record(tx, now(), disabled ? 'disable-account' : 'enable-account', name, {});
  });
  say(disabled ? `已停用 Disabled: ${name}` : `已启用 Enabled: ${name}`);
}

export async function listUsers({ database }: CommandContext, say: Say): Promise<void> {
  for (const account of await readAccounts(database.manager))
    say(
      [
        account.name,
        account.displayName,
        account.role,
        account.organisations?.join(',') ?? '-',
        account.disabledAt ? 'disabled' : 'in force',
        account.lastLogInAt?.toISOString() ?? '-',
      ].join('\t'),
    );
}

function record(tx: Tx, at: Date, action: string, name: string, details: object): Promise<void> {
  return addAuditEntry(tx, { at, who: 'cli', action, subject: `account ${name}`, details });
}
