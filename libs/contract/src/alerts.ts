/** Alerts, what became of them, and deliveries. */
import { z } from 'zod';
import { alertName, severity } from './alert-rules.js';
import { bilingual } from './catalogue.js';
import { status } from './verdict.js';

export const alertState = z.enum(['pending', 'firing', 'acknowledged', 'resolved']);
export type AlertState = z.infer<typeof alertState>;

const unit = z.strictObject({ zh: z.string(), en: z.string() });

/** A number or a word of an alert, with what is needed to write it. */
const quantity = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('value'),
    value: z.number(),
    decimals: z.number().int(),
    unit: unit.nullable(),
  }),
  /** 0.4 is 40 %. */
  z.object({ kind: z.literal('share'), value: z.number() }),
  z.object({ kind: z.literal('count'), value: z.number() }),
  z.object({ kind: z.literal('day'), day: z.string() }),
  z.object({ kind: z.literal('period'), period: z.string() }),
  z.object({ kind: z.literal('status'), status }),
  z.object({ kind: z.literal('text'), zh: z.string(), en: z.string() }),
]);

/** One episode of one alert, from its firing until it resolved; or what may become one. */
export const alertSchema = z.object({
  /** Of the episode; null while it is pending. */
  id: z.number().int().nullable(),
  rule: z.string(),
  severity,
  state: alertState,
  /** The rule's condition, or that this cannot be told: what was known once is gone, or could not be got. */
  about: z.enum(['condition', 'noData', 'error']),
  /** The same for every episode of the alert, whatever its numbers. */
  fingerprint: z.string(),
  /** What it is about: target/CODE, series/KEY, source/NAME or project/CODE/STAGE. */
  subject: z.string(),
  /** By these it is routed, grouped and silenced. */
  labels: z.record(z.string(), z.string()),
  /** Names of what the labels give as codes, by label. */
  names: z.record(z.string(), unit),
  target: z.string().nullable(),
  organisation: z.string().nullable(),
  /** Of a slip: the status it stands at, and the one it came from. */
  status: status.nullable(),
  from: status.nullable(),
  /** What the rule's texts are filled with. */
  numbers: z.record(z.string(), quantity),
  summary: bilingual,
  description: bilingual,
  /** Of a pending one: since when it holds. */
  startsAt: z.string(),
  /** When it fired or last became something else that is told again. */
  changedAt: z.string(),
  endsAt: z.string().nullable(),
  acknowledged: z.object({ by: z.string(), at: z.string(), comment: z.string() }).nullable(),
  /** Ids of the silences for which it is not told just now, the one that lasts longest first. */
  silencedBy: z.array(z.number().int()),
  /** The inhibition for which it is not told just now, and the fingerprint of an alert that is the reason. */
  inhibitedBy: z.object({ rule: z.string(), source: z.string() }).nullable(),
  /** Organisations above the responsible one that it was taken up to. */
  escalatedTo: z.array(z.string()),
});
export type Alert = z.infer<typeof alertSchema>;

/** `POST /api/v1/alerts/{id}/acknowledgement`: somebody sees to it. */
export const acknowledgementSchema = z.strictObject({ comment: z.string().trim().max(2_000).default('') });

/** What became of an alert, by decision of the service or by word of a person. */
export const alertEventSchema = z.object({
  id: z.number().int(),
  at: z.string(),
  action: z.enum([
    'pending',
    'cancel',
    'fire',
    'update',
    'resolve',
    'acknowledge',
    'unacknowledge',
    'escalate',
  ]),
  reason: z.string(),
  /** The sweep that decided it; null of what people did. */
  sweep: z.number().int().nullable(),
  numbers: z.record(z.string(), quantity),
  /** Whoever did it; of an escalation the organisation that it was taken up to. */
  who: z.string().nullable(),
  comment: z.string().nullable(),
});
export type AlertEvent = z.infer<typeof alertEventSchema>;

export const deliverySchema = z.object({
  id: z.number().int(),
  /** The alerts that the message tells of by name; none of a heartbeat or a test. */
  alerts: z.array(z.number().int()),
  /** Messages to one receiver about one group go out in their order. */
  groupKey: z.string(),
  receiver: z.string(),
  kind: z.enum(['firing', 'resolved', 'heartbeat', 'test']),
  state: z.enum(['due', 'sent', 'givenUp']),
  attempts: z.number().int(),
  createdAt: z.string(),
  nextAttemptAt: z.string(),
  sentAt: z.string().nullable(),
  lastError: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** `POST /api/v1/deliveries/retry`: everything that was given up for a receiver is due again, in its order. */
export const receiverRetrySchema = z.strictObject({ receiver: alertName });

/** One attempt at a delivery, as the log keeps it. */
export const deliveryAttemptSchema = z.object({
  id: z.number().int(),
  at: z.string(),
  /**
   * `unfinished`: a worker is at it, or died before it could note the end; then the receiver may have the message, and
   * gets it a second time.
   */
  outcome: z.enum(['sent', 'retry', 'dead', 'unfinished']),
  /** The HTTP status or SMTP reply code; null when there was no answer. */
  status: z.number().int().nullable(),
  milliseconds: z.number().int().nullable(),
  /** Why it failed, and what to do. */
  reason: z.string().nullable(),
  /** The beginning of the answer, without secrets. */
  excerpt: z.string().nullable(),
});
export type DeliveryAttempt = z.infer<typeof deliveryAttemptSchema>;

/** Alertmanager's webhook body, version 4: what receives Alertmanager's webhooks receives ours. */
export const webhookBodySchema = z.object({
  receiver: z.string(),
  status: z.enum(['firing', 'resolved']),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()),
      startsAt: z.string(),
      endsAt: z.string(),
      generatorURL: z.string(),
      fingerprint: z.string(),
    }),
  ),
  groupLabels: z.record(z.string(), z.string()),
  commonLabels: z.record(z.string(), z.string()),
  commonAnnotations: z.record(z.string(), z.string()),
  externalURL: z.string(),
  version: z.literal('4'),
  groupKey: z.string(),
  truncatedAlerts: z.number().int(),
});
export type WebhookBody = z.infer<typeof webhookBodySchema>;
