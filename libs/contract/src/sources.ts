/** Periodic sources: a folder or an address that is looked at by the clock, and what it brings is imported. */
import { z } from 'zod';

export const sourceName = z
  .string()
  .max(60)
  .regex(/^[a-z0-9-]+$/, 'has lower-case letters, digits and hyphens only');

const sourceBase = {
  name: sourceName,
  /** When it is looked at, as cron writes it, in TIME_ZONE: "0 3 * * *", with seconds before them, or "@daily". */
  cron: z.string().trim().min(1).max(100),
  /** It may write only what this organisation owns, and that organisation's receivers are told; null: no limit. */
  organisation: z.string().min(1).nullable().default(null),
  onError: z.enum(['reject', 'skip']).default('reject'),
  /** Days without anything new after which it counts as silent; null: never. */
  silentAfterDays: z.number().int().min(1).max(3660).nullable().default(null),
  enabled: z.boolean().default(true),
};

const folderFields = {
  ...sourceBase,
  kind: z.literal('folder'),
  /** Absolute. Files put into it are imported and moved to its `done` or `refused`. */
  path: z
    .string()
    .min(1)
    .max(1000)
    .refine((text) => !text.includes('\0'), 'must not contain NUL'),
  /** A file is taken when it has not changed for so many seconds. */
  quietSeconds: z.number().int().min(0).max(86_400).default(10),
};

const httpFields = {
  ...sourceBase,
  kind: z.literal('http'),
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** The header of that name, e.g. "Bearer …". Kept when it is absent, removed when null; never answered. */
  authorization: z
    .string()
    .regex(/^[\x21-\x7e][\x20-\x7e]{0,3999}$/, 'must be printable ASCII')
    .nullable()
    .optional(),
  /** From the question to the last byte of the answer. */
  timeoutSeconds: z.number().int().min(1).max(3600).default(60),
  /** Whether it may lie in a private network, on this machine or at another address that is not public. */
  allowPrivateAddress: z.boolean().default(false),
};

/** `PUT /api/v1/sources/{name}`. The name may be left to the path. */
export const sourceSettingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...folderFields, name: sourceName.optional() }),
  z.strictObject({ ...httpFields, name: sourceName.optional() }),
]);
export type SourceSettings = z.infer<typeof sourceSettingsSchema>;

/**
 * How the last look ended. `refused`: something was there and was not taken. `failed`: it could not be looked at, or
 * what it brought could not be imported just then.
 */
export const sourceOutcome = z.enum(['imported', 'nothingNew', 'refused', 'failed']);
export type SourceOutcome = z.infer<typeof sourceOutcome>;

/** Why receivers are told about a source. */
export const sourceIncidentKind = z.enum(['failing', 'refused', 'silent']);
export type SourceIncidentKind = z.infer<typeof sourceIncidentKind>;

const sourceState = {
  /** Looked at just now. */
  running: z.boolean(),
  /** Null while it is disabled. */
  nextRunAt: z.string().nullable(),
  lastRunAt: z.string().nullable(),
  lastOutcome: sourceOutcome.nullable(),
  lastError: z.string().nullable(),
  /** When it last brought something that was imported. */
  lastNewAt: z.string().nullable(),
  consecutiveFailures: z.number().int(),
  /** Number of the last import that it made. */
  lastImport: z.number().int().nullable(),
  /** What receivers were told and is not over. */
  incidents: z.array(z.object({ kind: sourceIncidentKind, since: z.string() })),
};

/** A source as it is shown. */
export const sourceSchema = z.discriminatedUnion('kind', [
  z.object({ ...folderFields, ...sourceState }),
  z.object({
    ...httpFields,
    ...sourceState,
    /** Whether there is one. */
    authorization: z.boolean(),
    etag: z.string().nullable(),
    lastModified: z.string().nullable(),
  }),
]);
export type Source = z.infer<typeof sourceSchema>;
