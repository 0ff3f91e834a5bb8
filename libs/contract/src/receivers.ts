/** Whom alerts go to, and over which channel. */
import { z } from 'zod';
import { receiverFaults } from '#alerting';
import { issueOf, receiverFault } from './alert-faults.js';

const name = z.string().regex(/^[a-z0-9-]+$/);
const address = z.url({ protocol: /^https?$/ });
const mobile = z.string().regex(/^\+?[0-9-]{5,20}$/, 'must be a telephone number');
const user = z.string().regex(/^[\w.@-]{1,64}$/, 'must be a user id');
/** Who is reached, in full. */
const reached = { email: z.email(), mobile, user };
/** Whole for administrators; for others the beginning, and of a mail address its host. */
const perhapsMasked = { email: z.string(), mobile: z.string(), user: z.string() };
/** Shorter ones protect nothing, and could be taken for the word that stands for a secret. */
const secret = z.string().min(8).max(256);
/** What an answer says of a secret: that there is one. */
const secretShown = z.literal('set');
/** Words that a robot asks for in every message. */
const keyword = z.string().trim().min(1).max(100).optional();

/** The service's own where none is given. */
const timeZone = z.exactOptional(z.string());

/** Instead of single messages, one on every day or on one day of the week; null: single messages. */
const digest = z
  .discriminatedUnion('every', [
    z.strictObject({ every: z.literal('day'), at: z.string(), timeZone }),
    /** weekday: 1 is Monday, 7 is Sunday. */
    z.strictObject({ every: z.literal('week'), weekday: z.number(), at: z.string(), timeZone }),
  ])
  .nullable();

/** When it is not to be disturbed, unless it is critical; null: never. */
const quiet = z
  .strictObject({
    from: z.string(),
    /** No longer quiet; before `from` it is that time of the next day. */
    to: z.string(),
    /** Quiet on days off from midnight to midnight, too. */
    daysOff: z.boolean(),
    timeZone,
  })
  .nullable();

/** So many alerts are listed in one message at most; 0: all of them. */
const maxAlerts = z.number();

const told = { digest, quiet, maxAlerts };

/** The settings of every channel; what differs with who reads or writes them is given. */
function settingsWith<
  N extends z.ZodType,
  S extends z.ZodType,
  D extends z.ZodType,
  Q extends z.ZodType,
  M extends z.ZodType,
  E extends z.ZodType,
  P extends z.ZodType,
  U extends z.ZodType,
  V extends z.ZodRawShape,
>(own: { name: N; secret: S; digest: D; quiet: Q; maxAlerts: M; email: E; mobile: P; user: U; made: V }) {
  const base = {
    name: own.name,
    /** Alerts of these organisations' targets only; empty: of every target. */
    organisations: z.array(z.string()),
    enabled: z.boolean(),
    digest: own.digest,
    quiet: own.quiet,
    maxAlerts: own.maxAlerts,
    ...own.made,
  };
  return [
    /** Alertmanager's webhook body, version 4; with a secret it is signed. */
    z.strictObject({ ...base, channel: z.literal('webhook'), url: address, secret: own.secret }),
    z.strictObject({ ...base, channel: z.literal('email'), to: z.array(own.email).min(1) }),
    /** A custom robot in a DingTalk group. */
    z.strictObject({
      ...base,
      channel: z.literal('dingtalk'),
      url: address,
      secret: own.secret,
      keyword,
      /** Whose telephones ring, by their numbers in DingTalk. */
      atMobiles: z.array(own.mobile).max(50).default([]),
      atAll: z.boolean().default(false),
    }),
    /** A custom bot, version 2, in a Feishu (Lark) group. */
    z.strictObject({ ...base, channel: z.literal('feishu'), url: address, secret: own.secret, keyword }),
    /** A group robot of WeCom, which knows no signature: its address is the secret. */
    z.strictObject({
      ...base,
      channel: z.literal('wecom'),
      url: address,
      /** The user ids of those who are mentioned. */
      mentioned: z.array(own.user).max(20).default([]),
    }),
    /** Alertmanagers that get every alert, by the addresses that Prometheus would be given. */
    z.strictObject({
      ...base,
      channel: z.literal('alertmanager'),
      urls: z.array(address).min(1).max(10),
    }),
  ] as const;
}

const writtenReceiver = z.discriminatedUnion(
  'channel',
  settingsWith({
    name: name.optional(),
    secret: z.union([secretShown, secret]).nullish(),
    digest: digest.default(null),
    quiet: quiet.default(null),
    maxAlerts: maxAlerts.optional(),
    ...reached,
    made: {
      /** The version that it replaces; 0: there is none of that name. Left out, it replaces whatever there is. */
      version: z.number().int().min(0).optional(),
      changedAt: z.string().nullish(),
      changedBy: z.string().nullish(),
    },
  }),
);

/** A receiver with all that is needed to reach it. It stays inside: answers show `shownReceiverSchema`. */
export const receiverSchema = z.discriminatedUnion(
  'channel',
  settingsWith({ name, secret: secret.optional(), ...told, ...reached, made: {} }),
);
export type Receiver = z.infer<typeof receiverSchema>;

/**
 * A receiver as answers show it: addresses without what lets one in, of a secret only whether there is one, and to others
 * than administrators no mail address, telephone or user id whole.
 */
export const shownReceiverSchema = z.discriminatedUnion(
  'channel',
  settingsWith({ name, secret: secretShown.nullable(), ...told, ...perhapsMasked, made: {} }),
);
export type ShownReceiver = z.infer<typeof shownReceiverSchema>;

/** A receiver as it is shown, and which version of it that is; nulls: it is from before that was kept. */
export const receiverVersionSchema = z.discriminatedUnion(
  'channel',
  settingsWith({
    name,
    secret: secretShown.nullable(),
    ...told,
    ...perhapsMasked,
    made: {
      version: z.number().int(),
      changedAt: z.string().nullable(),
      changedBy: z.string().nullable(),
    },
  }),
);
export type ReceiverVersion = z.infer<typeof receiverVersionSchema>;

/**
 * A receiver as it is written. Without `secret`, or with the one that an answer showed, the stored one is kept; null
 * takes it away. An address as an answer showed it keeps the stored one too.
 */
export const writtenReceiverSchema = writtenReceiver.superRefine((written, context) => {
  const { channel, digest: asked, quiet: hours, maxAlerts: most = 0 } = written;
  if (channel === 'alertmanager' && most !== 0)
    context.addIssue(
      issueOf({
        path: ['maxAlerts'],
        message: 'Alertmanager groups by itself and must be told of every alert: leave maxAlerts out.',
        zh: 'Alertmanager 自己合并，要收到每一条预警：请不填条数上限。',
      }),
    );
  for (const [field, value] of [
    ['digest', asked],
    ['quiet', hours],
  ] as const)
    if (channel === 'alertmanager' && value !== null)
      context.addIssue(
        issueOf({
          path: [field],
          message: `Alertmanager ends what it does not hear of in time: set its own mute times, and leave ${field} out.`,
          zh: 'Alertmanager 会结束没有按时再收到的预警：请用它自己的静音时段，这里不填。',
        }),
      );
  const anyZone = { timeZone: 'UTC' };
  const faults = receiverFaults({
    name: '',
    digest: asked && { ...anyZone, ...asked },
    quiet: hours && { ...anyZone, ...hours },
    maxAlerts: most,
  });
  for (const fault of faults) context.addIssue(issueOf(receiverFault(fault)));
});
export type WrittenReceiver = z.infer<typeof writtenReceiverSchema>;

/** What a test message met. */
export const receiverTestSchema = z.object({
  ok: z.boolean(),
  error: z.string().nullable(),
  /** The receiver's answer: HTTP status or SMTP reply code, and its beginning, without secrets. */
  reply: z.object({ status: z.number().int().nullable(), excerpt: z.string() }).nullable(),
  milliseconds: z.number().int(),
});
export type ReceiverTest = z.infer<typeof receiverTestSchema>;
