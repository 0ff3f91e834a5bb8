import { AppError, type Receiver, type ShownReceiver, type WrittenReceiver } from '#contract';
import { redactedUrl } from './redacted-url.js';

/** So many alerts a message lists by name; more is not read. */
const usualMaxAlerts = 20;

/** A receiver as anybody may see it, administrators and the audit log included: secrets are written, never read. */
export function shownReceiver(receiver: Receiver): ShownReceiver {
  switch (receiver.channel) {
    case 'email':
      return receiver;
    case 'wecom':
      return { ...receiver, url: redactedUrl(receiver.url) };
    case 'alertmanager':
      return { ...receiver, urls: receiver.urls.map(redactedUrl) };
    case 'webhook':
    case 'dingtalk':
    case 'feishu':
      return {
        ...receiver,
        url: redactedUrl(receiver.url),
        secret: receiver.secret === undefined ? null : 'set',
      };
  }
}

/**
 * A receiver as it is to be stored: what was written, with the stored secret where none was, and the stored addresses
 * where they came back as they had been shown.
 *
 * @param stored the receiver of that name, if there is one; of another channel it lends nothing
 * @throws AppError invalid-request for an address that was never a whole one
 */
export function storedReceiver(name: string, given: WrittenReceiver, stored: Receiver | null): Receiver {
  const { maxAlerts = given.channel === 'alertmanager' ? 0 : usualMaxAlerts } = given;
  const { version: _v, changedAt: _a, changedBy: _b, ...written } = { ...given, maxAlerts };
  const before = stored?.channel === written.channel ? stored : null;
  switch (written.channel) {
    case 'email':
      return { ...written, name };
    case 'wecom':
      return { ...written, name, url: wholeUrl(written.url, urlsOf(before), 'url') };
    case 'alertmanager': {
      const known = urlsOf(before);
      const urls = written.urls.map((url, index) => {
        const same = known[index];
        // In its old place it is itself; else any that looks like it.
        const candidates = same !== undefined && redactedUrl(same) === url ? [same] : known;
        return wholeUrl(url, candidates, `urls.${index}`);
      });
      return { ...written, name, urls };
    }
    case 'webhook':
    case 'dingtalk':
    case 'feishu': {
      const { secret: asked, ...rest } = written;
      const secret = asked === undefined || asked === 'set' ? secretOf(before) : asked;
      const url = wholeUrl(written.url, urlsOf(before), 'url');
      return { ...rest, name, url, ...(secret !== null && { secret }) };
    }
  }
}

function secretOf(receiver: Receiver | null): string | null {
  return receiver && 'secret' in receiver ? (receiver.secret ?? null) : null;
}

function urlsOf(receiver: Receiver | null): readonly string[] {
  if (receiver === null || receiver.channel === 'email') return [];
  return receiver.channel === 'alertmanager' ? receiver.urls : [receiver.url];
}

function wholeUrl(written: string, known: readonly string[], path: string): string {
  const meant = known.filter((url) => redactedUrl(url) === written);
  if (meant.length === 1 && meant[0] !== undefined) return meant[0];
  if (new URL(written).pathname !== '/***') return written;
  const message =
    'This address is one that was shown without its secret part, and it is not clear which is meant: give it whole.';
  throw new AppError('invalid-request', message, [
    {
      path,
      code: 'redacted-url',
      message,
      zh: '这个地址是隐去机密部分后显示的，不清楚是哪一个：请填完整的地址。',
    },
  ]);
}
