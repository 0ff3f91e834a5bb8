/** Who may do what. */
import { z } from 'zod';

export const role = z.enum(['viewer', 'uploader', 'admin']);
export type Role = z.infer<typeof role>;

/** What a person types at log-in, and the name of a token. */
export const accountName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    'lower-case letters, digits, dots, hyphens and underscores, at most 63 characters',
  );

/** Longer ones protect nothing more, and hashing them costs. */
export const longestPassword = 128;
/** Counted in characters. The only other rules: not a common one, not the name. */
export const shortestPassword = 12;

const password = z
  .string()
  .min(1)
  .max(longestPassword * 4);

/** `POST /api/v1/session`: the page's log-in, by name and password or by a token. The answer sets an HttpOnly cookie. */
export const logInSchema = z.union([
  z.strictObject({ token: z.string().min(1).max(200) }),
  z.strictObject({ name: z.string().min(1).max(100), password }),
]);
export type LogIn = z.infer<typeof logInSchema>;

/** `GET /api/v1/session`: who is asking. */
export const sessionSchema = z.object({
  name: z.string(),
  /** How the person is called; null for a token. */
  displayName: z.string().nullable(),
  /** What is asking: a person, or whatever holds a token. */
  kind: z.enum(['account', 'token']),
  role,
  /** Set when the caller is limited to what organisations own: the first of them. */
  organisation: z.string().nullable(),
  otherOrganisations: z.array(z.string()),
  /** Nothing but the password can be changed until it is. */
  mustChangePassword: z.boolean(),
  /** A new password has so many characters at least. */
  shortestPassword: z.number().int(),
  /** To be sent as X-CSRF-Token with every request that changes something; null where no cookie is used. */
  csrfToken: z.string().nullable(),
  /** The calendar in which the service reads days and shows instants, e.g. Asia/Shanghai. */
  timeZone: z.string(),
});
export type Session = z.infer<typeof sessionSchema>;

/** `DELETE /api/v1/session`, when the provider of single sign-on should be told too: where the browser goes for that. */
export const logOutSchema = z.object({ endSessionAt: z.string() });
export type LogOut = z.infer<typeof logOutSchema>;

/** `GET /api/v1/session/ways`: how one can log in here. */
export const logInWaysSchema = z.object({
  /** There are accounts with passwords. */
  password: z.boolean(),
  /** What single sign-on is called here, and where it begins; null: there is none. */
  singleSignOn: z.object({ label: z.string(), address: z.string() }).nullable(),
});
export type LogInWays = z.infer<typeof logInWaysSchema>;

const organisations = z
  .array(z.string().min(1))
  .min(1)
  .max(50)
  .nullable()
  .meta({ description: 'An uploader limited to what these own; null: not limited.' });

const displayName = z.string().trim().min(1).max(100);

/** Only uploading is limited by organisation: a reader reads all, an administrator may do all. */
function organisationsOfUploadersOnly(
  { role: its, organisations: given }: { role: Role; organisations: string[] | null },
  context: z.RefinementCtx,
): void {
  if (its !== 'uploader' && given !== null)
    context.addIssue({
      code: 'custom',
      path: ['organisations'],
      message: 'only an uploader has organisations',
    });
}

/** `POST /api/v1/accounts`. */
export const newAccountSchema = z
  .strictObject({ name: accountName, displayName, role, organisations })
  .superRefine(organisationsOfUploadersOnly);

/** `PUT /api/v1/accounts/{name}`. */
const accountSettings = { displayName, role, organisations, disabled: z.boolean() };
export const accountSettingsSchema = z
  .strictObject({
    ...accountSettings,
    /** What the change was made on. When it is no longer so, the change is refused; left out, it replaces what there is. */
    was: z.strictObject(accountSettings).optional(),
  })
  .superRefine(organisationsOfUploadersOnly);

const instant = z.iso.datetime({ offset: true });

export const accountSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  role,
  organisations: z.array(z.string()).nullable(),
  mustChangePassword: z.boolean(),
  createdAt: instant,
  createdBy: z.string(),
  lastLogInAt: instant.nullable(),
  disabledAt: instant.nullable(),
  /** Comes by single sign-on, which says what the account may do. */
  singleSignOn: z.boolean(),
});
export type Account = z.infer<typeof accountSchema>;

/** A password that somebody else is to be told, shown this once. */
export const firstPasswordSchema = z.object({ account: accountSchema, password: z.string() });
export type FirstPassword = z.infer<typeof firstPasswordSchema>;

/** A log-in in force. */
export const listedSessionSchema = z.object({
  id: z.number().int(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  address: z.string(),
  userAgent: z.string(),
  /** It is the one that asks. */
  current: z.boolean(),
});
export type ListedSession = z.infer<typeof listedSessionSchema>;

/** `PUT /api/v1/own-account/password`. */
export const passwordChangeSchema = z.strictObject({ current: password, next: password });

/** How many sessions ended. */
export const endedSchema = z.object({ ended: z.number().int() });

/** `POST /api/v1/tokens`. */
export const newTokenSchema = z
  .strictObject({
    name: accountName,
    role,
    organisations,
    /** Null: it holds until it is revoked. */
    expiresAt: instant.nullable(),
  })
  .superRefine(organisationsOfUploadersOnly);

export const tokenSchema = z.object({
  name: z.string(),
  role,
  organisations: z.array(z.string()).nullable(),
  createdAt: instant,
  createdBy: z.string().nullable(),
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});
export type Token = z.infer<typeof tokenSchema>;

/** A new token with its secret, shown this once. */
export const newTokenAnswerSchema = z.object({ token: tokenSchema, secret: z.string() });
export type NewTokenAnswer = z.infer<typeof newTokenAnswerSchema>;
