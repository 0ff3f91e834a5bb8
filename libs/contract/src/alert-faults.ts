/** What is wrong with rules, routes, silences and receivers, as a sentence that says what to do. */
import {
  placesOf,
  type CalendarFault,
  type Condition,
  type MatcherFault,
  type ReceiverFault,
  type RouteFault,
  type SilenceFault,
  type TemplateFault,
} from '#alerting';
import type { FieldFault } from './problem.js';

/** A sentence in English, and the same in Chinese. */
export type Said = Required<Pick<FieldFault, 'message' | 'zh'>>;
/** A fault with the path of its field. */
export type FaultAt = Said & { readonly path: string[] };

const said = (message: string, zh: string): Said => ({ message, zh });
const at = (path: string[], message: string, zh: string): FaultAt => ({ path, message, zh });

/** As a schema adds it to what it finds; both sentences come out with the refusal. */
export function issueOf({ message, zh, path }: Said & { readonly path?: PropertyKey[] }) {
  return { code: 'custom' as const, message, params: { zh }, ...(path && { path }) };
}

export const spanFault = said(
  'Give one of sweeps, days, workingDays and releases, as a whole number from 0 to 4000: {"days": 3}.',
  '请按评估次数、天、工作日或发布次数之一填写，0 到 4000 的整数。',
);

export const nameFault = said(
  'A name has up to 60 lower-case letters, digits and hyphens.',
  '名称最多 60 个字符，只用小写字母、数字和连字符。',
);

export function matcherFaultWords(fault: MatcherFault): Said {
  switch (fault.code) {
    case 'label-name':
      return said(
        `${fault.label} is no name of a label: letters, digits and _, up to 60, no digit first.`,
        `${fault.label} 不能作标签名：最多 60 个字母、数字和下划线，不以数字开头。`,
      );
    case 'value-too-long':
      return said(
        `A value has ${fault.most} characters at most; for several values use =~ with a|b.`,
        `值最多 ${fault.most} 个字符；要匹配几个值，请用 =~ 写成 a|b。`,
      );
    case 'pattern':
      return said(
        `This regular expression of ${fault.label} cannot be used: ${fault.why}`,
        `${fault.label} 的这个正则表达式不能用：${fault.why}`,
      );
  }
}

export function conditionFaultWords(
  condition: Condition,
  code: 'out-of-range' | 'recovers-before-it-holds',
): Said {
  const recovers = code === 'recovers-before-it-holds';
  switch (condition.kind) {
    case 'forecastBelow':
      return recovers
        ? said(
            'recoverAt lies below probability: the alert would end before it begins. Give a higher one.',
            '解除的概率低于告警的概率，预警还没开始就会结束：请填高一些。',
          )
        : said(
            'Probabilities are fractions: probability above 0, recoverAt up to 1.',
            '概率用小数：告警的大于 0，解除的不超过 1。',
          );
    case 'valueBeyond':
      return recovers
        ? said(
            'recoverAt lies on the bad side of the threshold: the alert would end before it begins. Give one on the good side.',
            '解除的值在阈值坏的一侧，预警还没开始就会结束：请填在好的一侧。',
          )
        : said('threshold and recoverAt are finite numbers.', '阈值和解除的值都应是数。');
    case 'overdue':
      return said('days is a whole number from 1 to 3660.', '天数是 1 到 3660 的整数。');
    case 'revisionLarger':
      return said(
        'share (a fraction: 0.05 is 5 %) or absolute is 0 or more.',
        '比例（小数，0.05 即 5%）或数额不能小于 0。',
      );
    case 'statusWorsens':
      return said(
        'level is one of atRisk, offTrack, movingAway and missed.',
        '程度是存在风险、进度滞后、背离目标、未能实现之一。',
      );
    case 'importRefused':
    case 'sourceSilent':
      return said('This condition has no numbers.', '这种条件没有数值。');
  }
}

export function templateFaultWords(fault: TemplateFault, condition: Condition): Said {
  switch (fault.code) {
    case 'unknown-place': {
      const places = [...placesOf(condition)];
      return said(
        `There is no {{${fault.name}}} here; there are ${places.join(', ')}.`,
        `这里没有 {{${fault.name}}}；有 ${places.join('、')}。`,
      );
    }
    case 'not-a-place':
      return said(
        `At character ${fault.at + 1} there is a {{ or }} that is no place: write {{name}}, nothing else between.`,
        `第 ${fault.at + 1} 个字符处的 {{ 或 }} 不成一个位置：请写成 {{名称}}，中间没有别的。`,
      );
    case 'too-long':
      return said(`A text has ${fault.most} characters at most.`, `文字最多 ${fault.most} 个字符。`);
  }
}

/** A fault of a tree of routes, with the path of its field below the root. */
export function routeFault(fault: RouteFault): FaultAt {
  const way = fault.at === '' ? [] : fault.at.split('.').flatMap((index) => ['routes', index]);
  switch (fault.code) {
    case 'root-has-matchers':
      return at(
        [...way, 'matchers'],
        'The root takes every alert: put the matchers into a route below it.',
        '根接收所有预警：请把条件写到它下面的分支里。',
      );
    case 'root-incomplete':
      return at(
        way,
        'The root gives what the routes below leave out: it needs receiver, groupBy, groupWaitSeconds, groupIntervalSeconds and repeatSeconds.',
        '分支没写的都用根的：根要写全 receiver、groupBy、groupWaitSeconds、groupIntervalSeconds 和 repeatSeconds。',
      );
    case 'too-deep':
      return at(
        way,
        'This is more than 20 levels below the root: put it higher up.',
        '这里离根超过 20 层：请往上移。',
      );
    case 'unknown-receiver':
      return at(
        [...way, 'receiver'],
        `There is no receiver ${fault.receiver}: set it up first, or name another.`,
        `没有接收方 ${fault.receiver}：请先设置它，或改用别的。`,
      );
    case 'out-of-range':
      return fault.field === 'repeatSeconds'
        ? at(
            [...way, fault.field],
            'It lies between 60 seconds and 366 days, or is "never".',
            '应在 60 秒到 366 天之间，或写 "never"。',
          )
        : at([...way, fault.field], 'It lies between 0 seconds and 366 days.', '应在 0 秒到 366 天之间。');
    case 'label-name':
      return { path: [...way, 'groupBy'], ...matcherFaultWords(fault) };
    case 'matcher':
      return { path: [...way, 'matchers'], ...matcherFaultWords(fault.fault) };
  }
}

/** A fault of a calendar, with the list that it stands in. */
export function calendarFault(fault: CalendarFault): FaultAt {
  switch (fault.code) {
    case 'not-a-day':
      return at(
        [],
        `${fault.text} is no day of the calendar: write YYYY-MM-DD.`,
        `${fault.text} 不是日历上的一天：请写成 2026-10-01 的形式。`,
      );
    case 'both':
      return at(
        ['workedWeekends'],
        `${fault.day} is among the holidays too: leave it in one of the two lists.`,
        `${fault.day} 也在节假日里：两处只留一处。`,
      );
    case 'not-a-weekend':
      return at(
        ['workedWeekends'],
        `${fault.day} is no Saturday or Sunday, so it is worked anyway: see whether the year is right.`,
        `${fault.day} 不是周六或周日，本来就上班：请看看年份对不对。`,
      );
  }
}

/** A fault of a silence, with its field. */
export function silenceFault(fault: SilenceFault): FaultAt {
  switch (fault.code) {
    case 'no-matchers':
      return at(
        ['matchers'],
        'Say by at least one matcher which alerts are meant.',
        '请至少写一个条件，说明静默哪些预警。',
      );
    case 'matches-everything':
      return at(
        ['matchers'],
        'These match every alert: add a matcher that needs a value, such as organisation="…".',
        '这些条件会匹配所有预警：请加一个要有值的条件，如单位等于某单位。',
      );
    case 'matcher':
      return { path: ['matchers'], ...matcherFaultWords(fault.fault) };
    case 'no-author':
      return at([], 'Somebody must answer for it.', '要有人对它负责。');
    case 'no-comment':
      return at(
        ['comment'],
        'Say why, for whoever misses the alert.',
        '请写明原因，没收到预警的人要看得明白。',
      );
    case 'not-an-instant':
      return at(
        ['endsAt'],
        'Write instants as 2026-11-23T18:00:00+08:00.',
        '时间请写成 2026-11-23T18:00:00+08:00 的形式。',
      );
    case 'ends-before-it-starts':
      return at(
        ['endsAt'],
        'It ends before it begins: give a later end.',
        '结束早于开始：请填晚一些的结束时间。',
      );
  }
}

/** A fault of how a receiver wants to be told, with its field. */
export function receiverFault({ at: field, code }: ReceiverFault): FaultAt {
  switch (code) {
    case 'clock-time':
      return at(
        [field],
        'Times are written HH:MM, from 00:00 to 23:59.',
        '时刻写成 08:30 的形式，从 00:00 到 23:59。',
      );
    case 'time-zone':
      return at(
        [field, 'timeZone'],
        'This time zone is not known: write one such as Asia/Shanghai, or leave it out.',
        '不认识这个时区：请写 Asia/Shanghai 这样的名称，或者不写。',
      );
    case 'weekday':
      return at(
        [field, 'weekday'],
        'A whole number from 1 (Monday) to 7 (Sunday).',
        '1（周一）到 7（周日）的整数。',
      );
    case 'no-time-left':
      return at(
        [field, 'to'],
        'from and to are the same time: give the end of the quiet hours.',
        '免打扰的起止时刻相同：请填结束的时刻。',
      );
    case 'out-of-range':
      return at([field], 'A whole number of alerts; 0 for all of them.', '预警条数，整数；0 为全部。');
  }
}
