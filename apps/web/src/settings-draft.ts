/** The alert settings while they are written. */
import type { AlertSettings, AlertSettingsDefinition, FieldFault } from '#contract';
import { ownFault } from './field-faults';
import { linesOf, typedNumber } from './text-lines';

/** From the smallest; how many seconds each has. */
const secondsOf = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
export type TimeUnit = keyof typeof secondsOf;
export const timeUnits = ['seconds', 'minutes', 'hours', 'days'] as const satisfies readonly TimeUnit[];

export interface DurationDraft {
  amount: string;
  unit: TimeUnit;
}

/** In the largest unit of which it is a whole number: 604,800 s are 7 days. */
export function durationDraft(seconds: number): DurationDraft {
  const unit = timeUnits.findLast((one) => seconds > 0 && seconds % secondsOf[one] === 0) ?? 'seconds';
  return { unit, amount: String(seconds / secondsOf[unit]) };
}

export interface SettingsDraft {
  root: string;
  groupBy: string;
  groupWait: DurationDraft;
  groupInterval: DurationDraft;
  repeat: DurationDraft;
  repeatNever: boolean;
  inhibitions: string;
  holidays: string;
  workedWeekends: string;
  escalation: boolean;
  afterWorkingDays: string;
  superiors: string;
  leadingGroup: string | null;
  heartbeat: boolean;
  every: DurationDraft;
  staleAfter: DurationDraft;
  heartbeatReceivers: string[];
}

type Matcher = AlertSettingsDefinition['inhibitions'][number]['source'][number];
type Route = NonNullable<AlertSettingsDefinition['root']>;

const matcherJson = ({ label, operator, value }: Matcher) => ({ label, operator, value });

/** A route with its keys in the order in which one reads them. */
function routeJson({ matchers, receiver, continue: goOn, routes, ...times }: Route): object {
  const { groupBy, groupWaitSeconds, groupIntervalSeconds, repeatSeconds } = times;
  return {
    matchers: matchers.map(matcherJson),
    receiver,
    continue: goOn,
    groupBy,
    groupWaitSeconds,
    groupIntervalSeconds,
    repeatSeconds,
    routes: routes.map(routeJson),
  };
}

/** JSON to be read and written by people: what is short stands on one line. */
function json(value: unknown): string {
  const shortest = 100;
  return JSON.stringify(value, null, 2).replaceAll(/(?:\{|\[)[^{}[\]]*(?:\}|\])/g, (inner) => {
    const line = inner
      .replaceAll(/\s*\n\s*/g, ' ')
      .replace(/^\[ /, '[')
      .replace(/ \]$/, ']');
    // A line break stands between parts only, never in a text: what has none is left alone.
    return inner.includes('\n') && line.length <= shortest ? line : inner;
  });
}

export function draftOf(settings: AlertSettings): SettingsDraft {
  const { root, grouping, inhibitions, calendar, escalation, heartbeat } = settings;
  const { groupBy, groupWaitSeconds, groupIntervalSeconds, repeatSeconds } = grouping;
  const never = repeatSeconds === 'never';
  return {
    root: json(root === null ? null : routeJson(root)),
    groupBy: groupBy === 'all' ? 'all' : groupBy.join(', '),
    groupWait: durationDraft(groupWaitSeconds),
    groupInterval: durationDraft(groupIntervalSeconds),
    repeat: durationDraft(never ? 7 * secondsOf.days : repeatSeconds),
    repeatNever: never,
    inhibitions: json(
      inhibitions.map(({ name, source, target, equal }) => ({
        name,
        source: source.map(matcherJson),
        target: target.map(matcherJson),
        equal,
      })),
    ),
    holidays: calendar.holidays.join('\n'),
    workedWeekends: calendar.workedWeekends.join('\n'),
    escalation: escalation !== null,
    afterWorkingDays: String(escalation?.afterWorkingDays ?? 5),
    superiors: Object.entries(escalation?.superiors ?? {})
      .map(([code, superior]) => `${code}=${superior}`)
      .join('\n'),
    leadingGroup: escalation?.leadingGroup ?? null,
    heartbeat: heartbeat !== null,
    every: durationDraft(heartbeat?.everySeconds ?? 300),
    staleAfter: durationDraft(heartbeat?.staleAfterSeconds ?? 7_200),
    heartbeatReceivers: [...(heartbeat?.receivers ?? [])],
  };
}

/** What the page says of what it cannot read. */
export interface SettingsFaultWords {
  readonly notANumber: string;
  readonly notJson: (why: string) => string;
  readonly superiorsFault: (line: string) => string;
}

/** The settings as they are sent. What JSON holds is the service's to judge. */
export function writtenSettings(
  draft: SettingsDraft,
  version: number,
  words: SettingsFaultWords,
): { settings: AlertSettingsDefinition & { readonly version: number } } | { faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  const number = (text: string, path: string): number => {
    const typed = typedNumber(text);
    if (typed === null) faults.push(ownFault(path, words.notANumber));
    return typed ?? 0;
  };
  const seconds = ({ amount, unit }: DurationDraft, path: string) => number(amount, path) * secondsOf[unit];
  const parsed = <T>(text: string, path: string, otherwise: T): T => {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      faults.push(ownFault(path, words.notJson(error.message)));
      return otherwise;
    }
  };
  const superiors = () =>
    Object.fromEntries(
      linesOf(draft.superiors).map((line) => {
        const [code = '', superior = '', ...more] = line.split('=').map((part) => part.trim());
        if (code === '' || superior === '' || more.length > 0)
          faults.push(ownFault('escalation.superiors', words.superiorsFault(line)));
        return [code, superior];
      }),
    );
  const settings = {
    version,
    root: parsed<AlertSettingsDefinition['root']>(draft.root, 'root', null),
    grouping: {
      groupBy: draft.groupBy.trim() === 'all' ? ('all' as const) : linesOf(draft.groupBy),
      groupWaitSeconds: seconds(draft.groupWait, 'grouping.groupWaitSeconds'),
      groupIntervalSeconds: seconds(draft.groupInterval, 'grouping.groupIntervalSeconds'),
      repeatSeconds: draft.repeatNever ? ('never' as const) : seconds(draft.repeat, 'grouping.repeatSeconds'),
    },
    inhibitions: parsed<AlertSettingsDefinition['inhibitions']>(draft.inhibitions, 'inhibitions', []),
    calendar: { holidays: linesOf(draft.holidays), workedWeekends: linesOf(draft.workedWeekends) },
    escalation: draft.escalation
      ? {
          afterWorkingDays: number(draft.afterWorkingDays, 'escalation.afterWorkingDays'),
          superiors: superiors(),
          leadingGroup: draft.leadingGroup,
        }
      : null,
    heartbeat: draft.heartbeat
      ? {
          everySeconds: seconds(draft.every, 'heartbeat.everySeconds'),
          staleAfterSeconds: seconds(draft.staleAfter, 'heartbeat.staleAfterSeconds'),
          receivers: draft.heartbeatReceivers,
        }
      : null,
  };
  return faults.length > 0 ? { faults } : { settings };
}
