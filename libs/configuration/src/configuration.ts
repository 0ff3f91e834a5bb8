/**
 * The settings of a process, read once at its start. Nothing else reads `process.env` (a lint rule sees to it), so
 * this file is the whole list of what can be set.
 */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  type SingleSignOn,
  singleSignOnFaults,
  singleSignOnOf,
  singleSignOnSettings,
} from './single-sign-on.js';

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
  /** Whether the log-in cookie is sent over HTTPS only; unset: when PUBLIC_URL is https. */
  COOKIE_SECURE: flag.optional(),
  /** A log-in that is not used for so long has ended. */
  SESSION_IDLE_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(60 * 24)
    .default(60),
  /** A log-in has ended after so long, however much it is used. */
  SESSION_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 30)
    .default(12),
  /**
   * Proxies whose X-Forwarded-For is believed: addresses, networks as 10.1.0.0/16, or loopback, linklocal, uniquelocal.
   * Unset: nobody's, and the address of whoever connects counts.
   */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((part) => part.trim()))
    .transform((parts) => parts.filter((part) => part !== ''))
    .refine(
      (parts) => parts.every(isProxy),
      'must be addresses, networks as 10.1.0.0/16, or loopback, linklocal, uniquelocal',
    ),
  /** One address may send so many requests a minute to one process; 0: as many as it likes. */
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).default(6000),
  /** Whoever uploads may begin so many imports a minute; 0: as many as they like. */
  UPLOADS_PER_MINUTE: z.coerce.number().int().min(0).default(120),
  ...singleSignOnSettings,
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
  readonly sessionIdleMinutes: number;
  readonly sessionHours: number;
  readonly trustedProxies: readonly string[];
  /** 0: no limit. */
  readonly requestsPerMinute: number;
  /** 0: no limit. */
  readonly uploadsPerMinute: number;
  /** Null: off. */
  readonly singleSignOn: SingleSignOn | null;
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
  const faults = singleSignOnFaults(set);
  if (faults.length > 0) return { faults };
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
      cookieSecure: set.COOKIE_SECURE ?? set.PUBLIC_URL?.startsWith('https:') ?? false,
      sessionIdleMinutes: set.SESSION_IDLE_MINUTES,
      sessionHours: set.SESSION_HOURS,
      trustedProxies: set.TRUSTED_PROXIES,
      requestsPerMinute: set.REQUESTS_PER_MINUTE,
      uploadsPerMinute: set.UPLOADS_PER_MINUTE,
      singleSignOn: singleSignOnOf(set),
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

function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    rest.length === 0 && (bits === undefined ? most > 0 : /^\d{1,3}$/.test(bits) && Number(bits) <= most)
  );
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
