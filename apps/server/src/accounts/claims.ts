import type { SingleSignOn } from '#configuration';
import type { Role } from '#contract';

export interface Rights {
  readonly role: Role;
  /** Null: not limited. */
  readonly organisations: readonly string[] | null;
}

const mostFirst: readonly Role[] = ['admin', 'uploader', 'viewer'];

/**
 * What the claims of a provider make of somebody, as the settings read them; null: they may not come in. An uploader
 * whose organisation the claims do not tell uploads nothing rather than everything: a viewer, if viewers may come in.
 */
export function rightsOf(
  claims: Readonly<Record<string, unknown>>,
  settings: Pick<SingleSignOn, 'roleClaim' | 'roles' | 'organisationClaim' | 'organisations' | 'unknownUser'>,
): Rights | null {
  const given = new Set(textsOf(claims[settings.roleClaim]).map((text) => settings.roles.get(text)));
  const role = mostFirst.find((one) => given.has(one));
  const otherwise: Rights | null =
    settings.unknownUser === 'viewer' || given.has('viewer') ? { role: 'viewer', organisations: null } : null;
  if (role === undefined) return otherwise;
  if (role !== 'uploader' || settings.organisationClaim === null) return { role, organisations: null };
  const organisations = textsOf(claims[settings.organisationClaim]).map(
    (text) => settings.organisations.get(text) ?? text,
  );
  return organisations.length > 0
    ? { role, organisations: [...new Set(organisations)].toSorted() }
    : otherwise;
}

/** A claim is a text or a list of texts. */
function textsOf(claim: unknown): string[] {
  return [claim].flat().filter((text): text is string => typeof text === 'string' && text !== '');
}
