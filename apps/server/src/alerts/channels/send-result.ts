/** What a receiver said to one attempt, as the log keeps it. */
export interface Reply {
  /** HTTP status, or SMTP reply code; null when the channel has none. */
  readonly status: number | null;
  /** The beginning of the answer, without secrets. */
  readonly excerpt: string;
}

/** What became of one attempt to send. */
export type SendResult =
  /** The receiver has it. */
  | { readonly outcome: 'sent'; readonly reply: Reply }
  /** The same message may go through later, in `after` seconds at the earliest. */
  | {
      readonly outcome: 'retry';
      readonly reason: string;
      readonly after?: number;
      readonly reply: Reply | null;
    }
  /** It will never go through as things stand; the reason says what to do. */
  | { readonly outcome: 'dead'; readonly reason: string; readonly reply: Reply | null };

export const sent = (reply: Reply): SendResult => ({ outcome: 'sent', reply });

export const dead = (reason: string, reply: Reply | null = null): SendResult => ({
  outcome: 'dead',
  reason,
  reply,
});

export function retry(reason: string, reply: Reply | null = null, after?: number): SendResult {
  return { outcome: 'retry', reason, reply, ...(after !== undefined && { after }) };
}
