/** A receiver while it is written: lists as lines, every channel's fields at once. */
import type { FieldFault, ShownReceiver, WrittenReceiver } from '#contract';
import { ownFault } from './field-faults';
import { linesOf, typedNumber } from './text-lines';

export const channels = [
  'email',
  'dingtalk',
  'feishu',
  'wecom',
  'webhook',
  'alertmanager',
] as const satisfies readonly ShownReceiver['channel'][];
export type Channel = (typeof channels)[number];
export const digestKinds = ['none', 'day', 'week'] as const;

export interface ReceiverDraft {
  name: string;
  channel: Channel;
  organisations: string[];
  enabled: boolean;
  url: string;
  urls: string;
  to: string;
  /** A new one; '' keeps the stored one. */
  secret: string;
  hasSecret: boolean;
  removeSecret: boolean;
  keyword: string;
  atMobiles: string;
  atAll: boolean;
  mentioned: string;
  digest: (typeof digestKinds)[number];
  digestAt: string;
  weekday: number;
  /** Of its digest and its quiet hours; undefined: the service's. */
  digestZone: string | undefined;
  quiet: boolean;
  quietFrom: string;
  quietTo: string;
  quietZone: string | undefined;
  daysOff: boolean;
  maxAlerts: string;
}

const blank = (): ReceiverDraft => ({
  name: '',
  channel: 'email',
  organisations: [],
  enabled: true,
  url: '',
  urls: '',
  to: '',
  secret: '',
  hasSecret: false,
  removeSecret: false,
  keyword: '',
  atMobiles: '',
  atAll: false,
  mentioned: '',
  digest: 'none',
  digestAt: '08:30',
  weekday: 1,
  digestZone: undefined,
  quiet: false,
  quietFrom: '22:00',
  quietTo: '08:00',
  quietZone: undefined,
  daysOff: false,
  maxAlerts: '20',
});

function channelDraft(receiver: ShownReceiver): Partial<ReceiverDraft> {
  switch (receiver.channel) {
    case 'email':
      return { to: receiver.to.join('\n') };
    case 'webhook':
      return { url: receiver.url, hasSecret: receiver.secret !== null };
    case 'feishu':
      return { url: receiver.url, hasSecret: receiver.secret !== null, keyword: receiver.keyword ?? '' };
    case 'dingtalk':
      return {
        url: receiver.url,
        hasSecret: receiver.secret !== null,
        keyword: receiver.keyword ?? '',
        atMobiles: receiver.atMobiles.join('\n'),
        atAll: receiver.atAll,
      };
    case 'wecom':
      return { url: receiver.url, mentioned: receiver.mentioned.join('\n') };
    case 'alertmanager':
      return { urls: receiver.urls.join('\n') };
  }
}

/** The draft of a receiver as it is shown; null: of a new one. */
export function draftOf(receiver: ShownReceiver | null): ReceiverDraft {
  if (receiver === null) return blank();
  const { name, channel, organisations, enabled, digest, quiet, maxAlerts } = receiver;
  return {
    ...blank(),
    ...channelDraft(receiver),
    name,
    channel,
    organisations: [...organisations],
    enabled,
    ...(digest !== null && { digest: digest.every, digestAt: digest.at, digestZone: digest.timeZone }),
    ...(digest?.every === 'week' && { weekday: digest.weekday }),
    ...(quiet !== null && {
      quiet: true,
      quietFrom: quiet.from,
      quietTo: quiet.to,
      quietZone: quiet.timeZone,
      daysOff: quiet.daysOff,
    }),
    maxAlerts: String(maxAlerts),
  };
}

/** By the name of a field in what is sent the keys of the draft that hold it, where these are others. */
const keysOf: Readonly<Record<string, readonly (keyof ReceiverDraft)[]>> = {
  secret: ['secret', 'removeSecret'],
  digest: ['digest', 'digestAt', 'weekday', 'digestZone'],
  quiet: ['quiet', 'quietFrom', 'quietTo', 'quietZone', 'daysOff'],
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether the draft says other than what it began with in a field, as the service names it. */
export function isEdited(begun: ReceiverDraft, draft: ReceiverDraft, field: string): boolean {
  const keys = keysOf[field] ?? [field as keyof ReceiverDraft];
  return keys.some((key) => !isSame(begun[key], draft[key]));
}

/** What was changed here, put on what others saved meanwhile. */
export function rebasedDraft(
  begun: ReceiverDraft,
  draft: ReceiverDraft,
  newest: ReceiverDraft,
): ReceiverDraft {
  const edited = Object.entries(draft).filter(
    ([key, value]) => !isSame(begun[key as keyof ReceiverDraft], value),
  );
  return { ...newest, ...(Object.fromEntries(edited) as Partial<ReceiverDraft>) };
}

function digestOf({ digest, digestAt: at, weekday, digestZone }: ReceiverDraft): WrittenReceiver['digest'] {
  const zone = digestZone === undefined ? {} : { timeZone: digestZone };
  if (digest === 'none') return null;
  return digest === 'day' ? { every: 'day', at, ...zone } : { every: 'week', weekday, at, ...zone };
}

function quietOf(draft: ReceiverDraft): WrittenReceiver['quiet'] {
  if (!draft.quiet) return null;
  const zone = draft.quietZone === undefined ? {} : { timeZone: draft.quietZone };
  return { from: draft.quietFrom, to: draft.quietTo, daysOff: draft.daysOff, ...zone };
}

/** Absent keeps the stored one, null takes it away. */
function secretOf({ secret, removeSecret }: ReceiverDraft): { secret?: string | null } {
  if (removeSecret) return { secret: null };
  return secret === '' ? {} : { secret };
}

function keywordOf({ keyword }: ReceiverDraft): { keyword?: string } {
  return keyword.trim() === '' ? {} : { keyword };
}

/** The receiver as it is sent. */
export function writtenReceiver(
  draft: ReceiverDraft,
  notANumber: string,
): { receiver: WrittenReceiver } | { faults: FieldFault[] } {
  const { channel, enabled, organisations, url } = draft;
  const maxAlerts = channel === 'alertmanager' ? 0 : typedNumber(draft.maxAlerts);
  if (maxAlerts === null) return { faults: [ownFault('maxAlerts', notANumber)] };
  const base = { organisations, enabled, digest: digestOf(draft), quiet: quietOf(draft), maxAlerts };
  const robot = { ...base, url, ...secretOf(draft) };
  switch (channel) {
    case 'email':
      return { receiver: { ...base, channel, to: linesOf(draft.to) } };
    case 'webhook':
      return { receiver: { ...robot, channel } };
    case 'feishu':
      return { receiver: { ...robot, ...keywordOf(draft), channel } };
    case 'dingtalk': {
      const { atAll } = draft;
      return {
        receiver: { ...robot, ...keywordOf(draft), channel, atMobiles: linesOf(draft.atMobiles), atAll },
      };
    }
    case 'wecom':
      return { receiver: { ...base, channel, url, mentioned: linesOf(draft.mentioned) } };
    case 'alertmanager':
      return { receiver: { ...base, channel, urls: linesOf(draft.urls) } };
  }
}
