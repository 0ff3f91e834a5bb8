/**
 * The settings of a process, read once at its start. Nothing else reads `process.env` (a lint rule sees to it), so
 * this file is the whole list of what can be set.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);
const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

const settings = z.object({
  /** Postgres to use; unset: an embedded one under DATA_DIR. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
  /** Where the embedded Postgres and uploads in progress live. */
  DATA_DIR: z.string().min(1).optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  /** Which modules this process mounts. */
  ROLES: z
    .string()
    .default('api,worker')
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.enum(['api', 'worker'])).min(1)),
  /** The calendar of dates without a zone. */
  TIME_ZONE: z
    .string()
    .default('Asia/Shanghai')
    .refine(isTimeZone, 'must be an IANA zone such as Asia/Shanghai'),
  /** The address under which people reach this service; stands in alerts. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The first administrator's token; unset: the first start makes one and prints it once. */
  BOOTSTRAP_ADMIN_TOKEN: z.string().min(16, 'needs at least 16 characters').optional(),
  /** The folder with the plan; loaded when the database has none. */
  SEEDS_DIR: z.string().min(1).optional(),
  /** An upload may have this many bytes. */
  MAX_UPLOAD_BYTES: z.coerce.number().int().positive().default(100_000_000),
  /** Mail server for alerts by e-mail, smtp://user:password@host:port or smtps://…; unset: none are sent. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  /** Sender of alerts by e-mail. */
  SMTP_FROM: z.string().min(3).default('guanzhong@localhost'),
  /** A delivery of an alert that has failed for so many hours is given up. */
  DELIVERY_GIVE_UP_HOURS: z.coerce
    .number()
    .positive()
    .max(24 * 31)
    .default(24),
  /** Whether the log-in cookie is sent over HTTPS only. */
  COOKIE_SECURE: flag.default(false),
});

export interface Configuration {
  readonly databaseUrl: string | null;
  readonly dataDir: string | null;
  readonly host: string;
  readonly port: number;
  readonly roles: ReadonlySet<'api' | 'worker'>;
  readonly timeZone: string;
  readonly publicUrl: string | null;
  readonly bootstrapAdminToken: string | null;
  readonly seedsDir: string;
  readonly maxUploadBytes: number;
  readonly smtpUrl: string | null;
  readonly smtpFrom: string;
  readonly deliveryGiveUpHours: number;
  readonly cookieSecure: boolean;
}

/** A setting that cannot be used. */
export interface ConfigurationFault {
  readonly setting: string;
  readonly message: string;
}

/**
 * Checks all settings at once.
 * @param environment names to texts; an empty text counts as unset.
 * @param folder what relative paths are relative to.
 */
export function parseConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): { configuration: Configuration } | { faults: ConfigurationFault[] } {
  const given = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== ''));
  const parsed = settings.safeParse(given);
  if (!parsed.success)
    return {
      faults: parsed.error.issues.map((issue) => ({
        setting: String(issue.path[0]),
        message: issue.message,
      })),
    };
  const set = parsed.data;
  return {
    configuration: {
      databaseUrl: set.DATABASE_URL ?? null,
      dataDir: set.DATA_DIR ? resolve(folder, set.DATA_DIR) : null,
      host: set.HOST,
      port: set.PORT,
      roles: new Set(set.ROLES),
      timeZone: set.TIME_ZONE,
      publicUrl: set.PUBLIC_URL?.replace(/\/$/, '') ?? null,
      bootstrapAdminToken: set.BOOTSTRAP_ADMIN_TOKEN ?? null,
      seedsDir: set.SEEDS_DIR ? resolve(folder, set.SEEDS_DIR) : join(folder, 'seeds'),
      maxUploadBytes: set.MAX_UPLOAD_BYTES,
      smtpUrl: set.SMTP_URL ?? null,
      smtpFrom: set.SMTP_FROM,
      deliveryGiveUpHours: set.DELIVERY_GIVE_UP_HOURS,
      cookieSecure: set.COOKIE_SECURE,
    },
  };
}

/** Settings that cannot be used; `detail` says which and why, for whoever set them. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/**
 * Reads the process's settings: the environment, and below it a file `.env` in `folder` if there is one.
 * Ends the process's start with every fault named when something cannot be used.
 */
export function readConfiguration(folder: string): Configuration {
  const file = join(folder, '.env');
  let fromFile: Record<string, string | undefined> = {};
  if (existsSync(file)) {
    try {
      fromFile = parseEnv(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new ConfigurationError(
        `设置文件 .env 无法读取。The settings file .env cannot be read: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }
  const result = parseConfiguration({ ...fromFile, ...process.env }, folder);
  if ('faults' in result) {
    const lines = result.faults.map((fault) => `  ${fault.setting}: ${fault.message}`);
    throw new ConfigurationError(
      `These settings cannot be used; mend them in the environment or in .env:\n${lines.join('\n')}`,
    );
  }
  return result.configuration;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
