/** Alert rules, receivers, alerts and deliveries. */
import { z } from 'zod';
import { status } from './verdict.js';

/** An alert fires when a verdict gets worse and is then at `level` or beyond. */
export const alertRuleSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  level: z.enum(['atRisk', 'offTrack', 'movingAway', 'missed']),
  enabled: z.boolean(),
});
export type AlertRule = z.infer<typeof alertRuleSchema>;

export const alertState = z.enum(['pending', 'firing', 'acknowledged', 'resolved']);

export const alertSchema = z.object({
  id: z.number().int(),
  rule: z.string(),
  target: z.string(),
  organisation: z.string(),
  state: alertState,
  fingerprint: z.string(),
  /** The verdict's status that the alert now stands at, and the one it came from. */
  status,
  from: status,
  startsAt: z.string(),
  endsAt: z.string().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;

export const deliverySchema = z.object({
  id: z.number().int(),
  /** Null of a message about a periodic source, which has an incident instead. */
  alert: z.number().int().nullable(),
  incident: z.number().int().nullable(),
  receiver: z.string(),
  kind: z.enum(['firing', 'resolved', 'test']),
  state: z.enum(['due', 'sent', 'givenUp']),
  attempts: z.number().int(),
  createdAt: z.string(),
  nextAttemptAt: z.string(),
  sentAt: z.string().nullable(),
  lastError: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

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
