import type { Role } from '#contract';
import type { Tx } from '../database.js';
import { lockNames, notForAccounts } from './access.js';
import { endSessionsOf } from './sessions.js';

/** A person as the provider of single sign-on vouches for them. */
export interface OidcPerson {
  readonly issuer: string;
  readonly subject: string;
  /** How they would be called here; another name is found when it is taken. */
  readonly suggestedName: string;
  readonly displayName: string;
  readonly role: Role;
  readonly organisations: readonly string[] | null;
}

/**
 * The account of a person who comes by single sign-on, made at the first time; role and organisations are what the
 * provider says now. Found by issuer and subject only: that somebody there has the name of an account here proves
 * nothing.
 */
export async function saveOidcAccount(
  tx: Tx,
  person: OidcPerson,
  now: Date,
): Promise<{ readonly name: string; readonly disabled: boolean; readonly isNew: boolean }> {
  // Two first log-ins of one person at once make one account.
  await lockNames(tx);
  const rows: { name: string; disabled: boolean; sameRights: boolean }[] = await tx.query(
    `select name, disabled_at is not null as disabled,
            role = $3 and organisations is not distinct from $4::text[] as "sameRights"
     from account where oidc_issuer = $1 and oidc_subject = $2`,
    [person.issuer, person.subject, person.role, person.organisations],
  );
  const [known] = rows;
  if (known) {
    await tx.query('update account set display_name = $2, role = $3, organisations = $4 where name = $1', [
      known.name,
      person.displayName,
      person.role,
      person.organisations,
    ]);
    if (!known.sameRights) await endSessionsOf(tx, known.name);
    return { name: known.name, disabled: known.disabled, isNew: false };
  }
  const name = await freeName(tx, person.suggestedName);
  await tx.query(
    `insert into account (name, display_name, role, organisations, must_change_password, created_at, created_by,
       oidc_issuer, oidc_subject)
     values ($1, $2, $3, $4, false, $5, 'oidc', $6, $7)`,
    [name, person.displayName, person.role, person.organisations, now, person.issuer, person.subject],
  );
  return { name, disabled: false, isNew: true };
}

async function freeName(tx: Tx, suggested: string): Promise<string> {
  const rows: { name: string }[] = await tx.query(
    `select name from account where name like $1 || '%' union all select name from api_token where name like $1 || '%'`,
    [suggested.replaceAll(/[\\%_]/g, String.raw`\$&`)],
  );
  const taken = new Set([...notForAccounts, ...rows.map(({ name }) => name)]);
  if (!taken.has(suggested)) return suggested;
  let number = 2;
  while (taken.has(`${suggested}-${number}`)) number += 1;
  return `${suggested}-${number}`;
}
