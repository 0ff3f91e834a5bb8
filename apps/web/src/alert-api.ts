/** Alerts, silences, rules, receivers and deliveries over HTTP, typed by the contract. */
import type {
  Alert,
  AlertEvent,
  AlertRule,
  AlertSettingsDefinition,
  ShownAlertSettings,
  AlertState,
  Delivery,
  DeliveryAttempt,
  NewSilence,
  ReceiverTest,
  ReceiverVersion,
  ShownSilence,
  SilencePreview,
  WrittenAlertRule,
  WrittenReceiver,
} from '#contract';
import { query, request, segment } from './api';

const sends = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** The most that a page lists; who needs more asks with a filter. */
const most = '1000';

/** The newest deliveries that a page lists. */
export const mostDeliveries = 200;

export interface DeliveriesAsked {
  readonly state?: Delivery['state'] | null;
  readonly alert?: number;
  readonly receiver?: string | null;
}

export const alertApi = {
  alerts: (state: AlertState, signal: AbortSignal) =>
    request<Alert[]>(`/alerts${query({ state, limit: most })}`, { signal }),
  alert: (id: string, signal: AbortSignal) => request<Alert>(`/alerts/${segment(id)}`, { signal }),
  events: (id: string, signal: AbortSignal) =>
    request<AlertEvent[]>(`/alerts/${segment(id)}/events`, { signal }),
  acknowledge: (id: number, comment: string) =>
    request<Alert>(`/alerts/${id}/acknowledgement`, sends('POST', { comment })),
  unacknowledge: (id: number) => request<Alert>(`/alerts/${id}/acknowledgement`, { method: 'DELETE' }),

  silences: (signal: AbortSignal) =>
    request<ShownSilence[]>(`/silences${query({ limit: most })}`, { signal }),
  addSilence: (silence: NewSilence) => request<ShownSilence>('/silences', sends('POST', silence)),
  endSilence: (id: number) => request<ShownSilence>(`/silences/${id}`, { method: 'DELETE' }),
  /** Stores nothing. */
  previewSilence: (matchers: NewSilence['matchers'], signal: AbortSignal) =>
    request<SilencePreview>('/silences/preview', { ...sends('POST', { matchers }), signal }),

  rules: (signal: AbortSignal) => request<AlertRule[]>('/alert-rules', { signal }),
  ruleVersions: (name: string, signal: AbortSignal) =>
    request<AlertRule[]>(`/alert-rules/${segment(name)}/versions`, { signal }),
  saveRule: (name: string, rule: WrittenAlertRule) =>
    request<AlertRule>(`/alert-rules/${segment(name)}`, sends('PUT', rule)),

  receivers: (signal: AbortSignal) => request<ReceiverVersion[]>('/receivers', { signal }),
  receiver: (name: string, signal: AbortSignal) =>
    request<ReceiverVersion>(`/receivers/${segment(name)}`, { signal }),
  saveReceiver: (name: string, receiver: WrittenReceiver) =>
    request<ReceiverVersion>(`/receivers/${segment(name)}`, sends('PUT', receiver)),
  testReceiver: (name: string) =>
    request<ReceiverTest>(`/receivers/${segment(name)}/test`, { method: 'POST' }),

  deliveries: ({ state, alert, receiver }: DeliveriesAsked, signal: AbortSignal) =>
    request<Delivery[]>(
      `/deliveries${query({
        state,
        alert: alert === undefined ? null : String(alert),
        receiver,
        limit: String(mostDeliveries),
      })}`,
      { signal },
    ),
  attempts: (id: number, signal: AbortSignal) =>
    request<DeliveryAttempt[]>(`/deliveries/${id}/attempts`, { signal }),
  retry: (id: number) => request<{ id: number }>(`/deliveries/${id}/retry`, { method: 'POST' }),
  retryAll: (receiver: string) =>
    request<{ receiver: string; retried: number }>('/deliveries/retry', sends('POST', { receiver })),

  settings: (signal: AbortSignal) => request<ShownAlertSettings>('/alert-settings', { signal }),
  saveSettings: (settings: AlertSettingsDefinition & { readonly version: number }) =>
    request<ShownAlertSettings>('/alert-settings', sends('PUT', settings)),
};
