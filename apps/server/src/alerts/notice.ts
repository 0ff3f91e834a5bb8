import type { HeartbeatMessage, NotificationMessage } from '#monitoring';

/** One thing to tell one receiver. */
export type Notice =
  /** What fires and what ended, of one group of alerts. */
  | { readonly kind: 'alerts'; readonly message: NotificationMessage }
  /** The service judges and sends; whoever gets it raises the alarm when it stays away. */
  | { readonly kind: 'heartbeat'; readonly heartbeat: HeartbeatMessage['heartbeat'] }
  /** Asked for by an administrator; nothing happened. */
  | { readonly kind: 'test'; readonly receiver: string; readonly at: string };

/** Where a message is made, and when. */
export interface Surroundings {
  /** The address of this service, without a slash at its end. */
  readonly publicUrl: string;
  /** The zone of the times that a message names. */
  readonly timeZone: string;
  readonly now: Date;
  /** How often its receiver gets a digest; null: it gets none. */
  readonly digest: 'day' | 'week' | null;
}
