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

const receiverBase = {
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** Alerts of these organisations' targets only; empty: of every target. */
  organisations: z.array(z.string()),
  enabled: z.boolean(),
};
export const receiverSchema = z.discriminatedUnion('channel', [
  z.strictObject({ ...receiverBase, channel: z.literal('webhook'), url: z.url({ protocol: /^https?$/ }) }),
  z.strictObject({ ...receiverBase, channel: z.literal('email'), to: z.array(z.email()).min(1) }),
]);
export type Receiver = z.infer<typeof receiverSchema>;

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
