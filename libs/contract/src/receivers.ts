/** Whom alerts go to, and over which channel. */
import { z } from 'zod';

const name = z.string().regex(/^[a-z0-9-]+$/);
const address = z.url({ protocol: /^https?$/ });
const mobile = z.string().regex(/^\+?[0-9-]{5,20}$/, 'must be a telephone number');
/** Shorter ones protect nothing, and could be taken for the word that stands for a secret. */
const secret = z.string().min(8).max(256);
/** What an answer says of a secret: that there is one. */
const secretShown = z.literal('set');
/** Words that a robot asks for in every message. */
const keyword = z.string().trim().min(1).max(100).optional();

/** The settings of every channel, whose secret and name differ with who reads or writes them. */
function settingsWith<N extends z.ZodType, S extends z.ZodType>(receiverName: N, ofSecret: S) {
  const base = {
    name: receiverName,
    /** Alerts of these organisations' targets only; empty: of every target. */
    organisations: z.array(z.string()),
    enabled: z.boolean(),
  };
  return [
    /** Alertmanager's webhook body, version 4; with a secret it is signed. */
    z.strictObject({ ...base, channel: z.literal('webhook'), url: address, secret: ofSecret }),
    z.strictObject({ ...base, channel: z.literal('email'), to: z.array(z.email()).min(1) }),
    /** A custom robot in a DingTalk group. */
    z.strictObject({
      ...base,
      channel: z.literal('dingtalk'),
      url: address,
      secret: ofSecret,
      keyword,
      /** Whose telephones ring, by their numbers in DingTalk. */
      atMobiles: z.array(mobile).max(50).default([]),
      atAll: z.boolean().default(false),
    }),
    /** A custom bot, version 2, in a Feishu (Lark) group. */
    z.strictObject({ ...base, channel: z.literal('feishu'), url: address, secret: ofSecret, keyword }),
    /** A group robot of WeCom, which knows no signature: its address is the secret. */
    z.strictObject({
      ...base,
      channel: z.literal('wecom'),
      url: address,
      /** The user ids of those who are mentioned. */
      mentioned: z
        .array(z.string().regex(/^[\w.@-]{1,64}$/, 'must be a user id'))
        .max(20)
        .default([]),
    }),
    /** Alertmanagers that get every alert, by the addresses that Prometheus would be given. */
    z.strictObject({ ...base, channel: z.literal('alertmanager'), urls: z.array(address).min(1).max(10) }),
  ] as const;
}

/** A receiver with all that is needed to reach it. It stays inside: answers show `shownReceiverSchema`. */
export const receiverSchema = z.discriminatedUnion('channel', settingsWith(name, secret.optional()));
export type Receiver = z.infer<typeof receiverSchema>;

/** A receiver as answers show it: addresses without what lets one in, of a secret only whether there is one. */
export const shownReceiverSchema = z.discriminatedUnion(
  'channel',
  settingsWith(name, secretShown.nullable()),
);
export type ShownReceiver = z.infer<typeof shownReceiverSchema>;

/**
 * A receiver as it is written. Without `secret`, or with the one that an answer showed, the stored one is kept; null
 * takes it away. An address as an answer showed it keeps the stored one too.
 */
export const writtenReceiverSchema = z.discriminatedUnion(
  'channel',
  settingsWith(name.optional(), z.union([secretShown, secret]).nullish()),
);
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
