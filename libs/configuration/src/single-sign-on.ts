/** The settings of single sign-on by OpenID Connect, all of which are off unless OIDC_ISSUER is set. */
import { z } from 'zod';

const claim = z.string().min(1);

export const singleSignOnSettings = {
  /** The provider, by the address under which it describes itself (…/.well-known/openid-configuration). */
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine(isSafe, 'must be https, or http on this machine')
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  /** Unset: a public client, which proves itself by PKCE alone. */
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_SCOPE: z
    .string()
    .default('openid profile')
    .refine((text) => text.split(' ').includes('openid'), 'must contain openid'),
  /** What the button at the log-in says. */
  OIDC_LABEL: z.string().min(1).default('统一身份认证 Single sign-on'),
  /** The claim from which the account's name here is made. */
  OIDC_NAME_CLAIM: claim.default('preferred_username'),
  /** The claim, a text or a list of texts, that says what somebody may do … */
  OIDC_ROLE_CLAIM: claim.default('groups'),
  /** … and what its texts mean: `monitor-admins=admin,statistics=uploader`. The most of what somebody has counts. */
  OIDC_ROLES: mapping(z.enum(['viewer', 'uploader', 'admin'])),
  /** The claim that says for which organisations an uploader uploads; unset: for all. */
  OIDC_ORGANISATION_CLAIM: claim.optional(),
  /** What its texts mean: `西安市统计局=xian-government`; a text that is not named here is a code itself. */
  OIDC_ORGANISATIONS: mapping(z.string().min(1)),
  /** What becomes of somebody to whom OIDC_ROLES gives nothing. */
  OIDC_UNKNOWN_USER: z.enum(['refuse', 'viewer']).default('refuse'),
};

/** Single sign-on as it is configured. */
export interface SingleSignOn {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly scope: string;
  readonly label: string;
  readonly nameClaim: string;
  readonly roleClaim: string;
  readonly roles: ReadonlyMap<string, 'viewer' | 'uploader' | 'admin'>;
  readonly organisationClaim: string | null;
  readonly organisations: ReadonlyMap<string, string>;
  readonly unknownUser: 'refuse' | 'viewer';
}

type Settings = z.infer<z.ZodObject<typeof singleSignOnSettings>>;

/** What OIDC_ISSUER cannot do without, as faults by setting. */
export function singleSignOnFaults(set: Settings & { readonly PUBLIC_URL?: string | undefined }) {
  if (set.OIDC_ISSUER === undefined) return [];
  const message = 'is needed when OIDC_ISSUER is set';
  return (['OIDC_CLIENT_ID', 'PUBLIC_URL'] as const)
    .filter((setting) => set[setting] === undefined)
    .map((setting) => ({ setting, message }));
}

export function singleSignOnOf(set: Settings): SingleSignOn | null {
  if (set.OIDC_ISSUER === undefined || set.OIDC_CLIENT_ID === undefined) return null;
  return {
    issuer: set.OIDC_ISSUER,
    clientId: set.OIDC_CLIENT_ID,
    clientSecret: set.OIDC_CLIENT_SECRET ?? null,
    scope: set.OIDC_SCOPE,
    label: set.OIDC_LABEL,
    nameClaim: set.OIDC_NAME_CLAIM,
    roleClaim: set.OIDC_ROLE_CLAIM,
    roles: set.OIDC_ROLES,
    organisationClaim: set.OIDC_ORGANISATION_CLAIM ?? null,
    organisations: set.OIDC_ORGANISATIONS,
    unknownUser: set.OIDC_UNKNOWN_USER,
  };
}

/** Reads `text=meaning,text=meaning`. The last `=` divides: names of directories have some of their own. */
function mapping<T extends string>(meaning: z.ZodType<T>) {
  return z
    .string()
    .default('')
    .transform((text, context): ReadonlyMap<string, T> => {
      const pairs = text.split(',').filter((part) => part.trim() !== '');
      const read = new Map<string, T>();
      for (const pair of pairs) {
        const at = pair.lastIndexOf('=');
        const means = meaning.safeParse(pair.slice(at + 1).trim());
        if (at < 1 || !means.success) {
          context.addIssue({ code: 'custom', message: `"${pair.trim()}" is not of the form text=meaning` });
          return z.NEVER;
        }
        read.set(pair.slice(0, at).trim(), means.data);
      }
      return read;
    });
}

function isSafe(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
