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

export const spanWords =
  'Give one of sweeps, days, workingDays and releases, as a whole number from 0 to 4000: {"days": 3}.';

export function matcherWords(fault: MatcherFault): string {
  switch (fault.code) {
    case 'label-name':
      return `${fault.label} is no name of a label: letters, digits and _, up to 60, no digit first.`;
    case 'value-too-long':
      return `A value has ${fault.most} characters at most; for several values use =~ with a|b.`;
    case 'pattern':
      return `This regular expression of ${fault.label} cannot be used: ${fault.why}`;
  }
}

export function conditionWords(
  condition: Condition,
  code: 'out-of-range' | 'recovers-before-it-holds',
): string {
  const recovers = code === 'recovers-before-it-holds';
  switch (condition.kind) {
    case 'forecastBelow':
      return recovers
        ? 'recoverAt lies below probability: the alert would end before it begins. Give a higher one.'
        : 'Probabilities are fractions: probability above 0, recoverAt up to 1.';
    case 'valueBeyond':
      return recovers
        ? 'recoverAt lies on the bad side of the threshold: the alert would end before it begins. Give one on the good side.'
        : 'threshold and recoverAt are finite numbers.';
    case 'overdue':
      return 'days is a whole number from 1 to 3660.';
    case 'revisionLarger':
      return 'share (a fraction: 0.05 is 5 %) or absolute is 0 or more.';
    case 'statusWorsens':
      return 'level is one of atRisk, offTrack, movingAway and missed.';
    case 'importRefused':
    case 'sourceSilent':
      return 'This condition has no numbers.';
  }
}

export function templateWords(fault: TemplateFault, condition: Condition): string {
  switch (fault.code) {
    case 'unknown-place':
      return `There is no {{${fault.name}}} here; there are ${[...placesOf(condition)].join(', ')}.`;
    case 'not-a-place':
      return `At character ${fault.at + 1} there is a {{ or }} that is no place: write {{name}}, nothing else between.`;
    case 'too-long':
      return `A text has ${fault.most} characters at most.`;
  }
}

/** A fault of a tree of routes, with the path of its field below the root. */
export function routeFault(fault: RouteFault): { readonly path: string[]; readonly message: string } {
  const way = fault.at === '' ? [] : fault.at.split('.').flatMap((index) => ['routes', index]);
  switch (fault.code) {
    case 'root-has-matchers':
      return {
        path: [...way, 'matchers'],
        message: 'The root takes every alert: put the matchers into a route below it.',
      };
    case 'root-incomplete':
      return {
        path: way,
        message:
          'The root gives what the routes below leave out: it needs receiver, groupBy, groupWaitSeconds, groupIntervalSeconds and repeatSeconds.',
      };
    case 'too-deep':
      return { path: way, message: 'This is more than 20 levels below the root: put it higher up.' };
    case 'unknown-receiver':
      return {
        path: [...way, 'receiver'],
        message: `There is no receiver ${fault.receiver}: set it up first, or name another.`,
      };
    case 'out-of-range':
      return {
        path: [...way, fault.field],
        message:
          fault.field === 'repeatSeconds'
            ? 'It lies between 60 seconds and 366 days, or is "never".'
            : 'It lies between 0 seconds and 366 days.',
      };
    case 'label-name':
      return { path: [...way, 'groupBy'], message: matcherWords(fault) };
    case 'matcher':
      return { path: [...way, 'matchers'], message: matcherWords(fault.fault) };
  }
}

/** A fault of a calendar, with the list that it stands in. */
export function calendarFault(fault: CalendarFault): { readonly path: string[]; readonly message: string } {
  switch (fault.code) {
    case 'not-a-day':
      return { path: [], message: `${fault.text} is no day of the calendar: write YYYY-MM-DD.` };
    case 'both':
      return {
        path: ['workedWeekends'],
        message: `${fault.day} is among the holidays too: leave it in one of the two lists.`,
      };
    case 'not-a-weekend':
      return {
        path: ['workedWeekends'],
        message: `${fault.day} is no Saturday or Sunday, so it is worked anyway: see whether the year is right.`,
      };
  }
}

/** A fault of a silence, with its field. */
export function silenceFault(fault: SilenceFault): { readonly path: string[]; readonly message: string } {
  switch (fault.code) {
    case 'no-matchers':
      return { path: ['matchers'], message: 'Say by at least one matcher which alerts are meant.' };
    case 'matches-everything':
      return {
        path: ['matchers'],
        message: 'These match every alert: add a matcher that needs a value, such as organisation="…".',
      };
    case 'matcher':
      return { path: ['matchers'], message: matcherWords(fault.fault) };
    case 'no-author':
      return { path: [], message: 'Somebody must answer for it.' };
    case 'no-comment':
      return { path: ['comment'], message: 'Say why, for whoever misses the alert.' };
    case 'not-an-instant':
      return { path: ['endsAt'], message: 'Write instants as 2026-11-23T18:00:00+08:00.' };
    case 'ends-before-it-starts':
      return { path: ['endsAt'], message: 'It ends before it begins: give a later end.' };
  }
}

/** A fault of how a receiver wants to be told, with its field. */
export function receiverFault({ at, code }: ReceiverFault): {
  readonly path: string[];
  readonly message: string;
} {
  switch (code) {
    case 'clock-time':
      return { path: [at], message: 'Times are written HH:MM, from 00:00 to 23:59.' };
    case 'time-zone':
      return {
        path: [at, 'timeZone'],
        message: 'This time zone is not known: write one such as Asia/Shanghai, or leave it out.',
      };
    case 'weekday':
      return { path: [at, 'weekday'], message: 'A whole number from 1 (Monday) to 7 (Sunday).' };
    case 'no-time-left':
      return { path: [at, 'to'], message: 'from and to are the same time: give the end of the quiet hours.' };
    case 'out-of-range':
      return { path: [at], message: 'A whole number of alerts; 0 for all of them.' };
  }
}
