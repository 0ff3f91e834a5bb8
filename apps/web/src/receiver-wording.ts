/** Receivers in words: where they are reached, and when they want to be told. */
import type { ShownReceiver } from '#contract';
import type { AlertWords } from './alert-language';

/** Where its messages go; what lets one in is not shown. */
export function addressWords(receiver: ShownReceiver): string {
  switch (receiver.channel) {
    case 'email':
      return receiver.to.join(', ');
    case 'alertmanager':
      return receiver.urls.join(', ');
    case 'webhook':
    case 'dingtalk':
    case 'feishu':
    case 'wecom':
      return receiver.url;
  }
}

/** When it is told: one by one or in digests, and when it is not to be disturbed. */
export function toldWords({ digest, quiet }: ShownReceiver, { receivers }: AlertWords): string[] {
  const { told, weekdays } = receivers;
  const single = digest === null ? told.each : null;
  const daily = digest?.every === 'day' ? told.day(digest.at) : null;
  const weekly = digest?.every === 'week' ? told.week(weekdays[digest.weekday - 1] ?? '', digest.at) : null;
  return [
    single,
    daily,
    weekly,
    quiet === null ? null : told.quiet(quiet.from, quiet.to),
    quiet?.daysOff === true ? told.daysOff : null,
  ].filter((part) => part !== null);
}
