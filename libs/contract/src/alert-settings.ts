/** Who is told of what: routes, grouping, inhibitions, the calendar, escalation, the heartbeat. */
import { z } from 'zod';
import {
  calendarFaults,
  inhibitionFaults,
  matcherFault,
  routeFaults,
  type Calendar,
  type EscalationChain,
  type Heartbeat,
  type InhibitionRule,
  type Route,
} from '#alerting';
import { calendarFault, issueOf, matcherFaultWords, routeFault, type Said } from './alert-faults.js';
import { alertName, matchersSchema } from './alert-rules.js';

const mostSeconds = 366 * 86_400;
const seconds = z.number().min(0).max(mostSeconds);
/** Alerts with the same values of these labels are told together; 'all': each alert by itself. */
const groupBy = z.union([z.array(z.string()).max(20), z.literal('all')]);
const repeatSeconds = z.union([z.number().min(60).max(mostSeconds), z.literal('never')], {
  error: 'From 60 seconds to 366 days, or "never".',
});

/** A node of the tree that leads alerts to receivers. What is null is its parent's. */
export const routeSchema = z.strictObject({
  matchers: matchersSchema.default([]),
  /** Look among the following siblings too, although this one matched. */
  continue: z.boolean().default(false),
  receiver: alertName.nullable().default(null),
  groupBy: groupBy.nullable().default(null),
  groupWaitSeconds: z.number().nullable().default(null),
  groupIntervalSeconds: z.number().nullable().default(null),
  repeatSeconds: z
    .union([z.number(), z.literal('never')])
    .nullable()
    .default(null),
  get routes(): z.ZodDefault<z.ZodArray<z.ZodType<Route>>> {
    return z.array(routeSchema).max(500).default([]);
  },
});

/** While an alert fires that matches `source`, those that match `target` and agree in `equal` are not told. */
const inhibitionSchema = z.strictObject({
  name: alertName,
  source: matchersSchema,
  target: matchersSchema,
  equal: z.array(z.string()).max(20),
});

const definition = {
  /** The tree; null: each receiver gets the alerts of its organisations. */
  root: routeSchema.nullable(),
  /** How messages are put together when there is no tree. */
  grouping: z.strictObject({
    groupBy,
    groupWaitSeconds: seconds,
    groupIntervalSeconds: seconds,
    repeatSeconds,
  }),
  inhibitions: z.array(inhibitionSchema).max(100),
  /** Days off besides weekends, and weekends that are worked. Empty: Monday to Friday. */
  calendar: z.strictObject({
    holidays: z.array(z.string()).max(5_000),
    workedWeekends: z.array(z.string()).max(5_000),
  }),
  /** Who hears of what nobody acknowledges; null: nobody. */
  escalation: z
    .strictObject({
      /** Working days that each level has. */
      afterWorkingDays: z.number().int().min(1).max(250),
      /** The superior of each organisation that has one, by code. */
      superiors: z.record(z.string(), z.string()),
      /** At the end of every chain; null: the last superior is. */
      leadingGroup: z.string().nullable(),
    })
    .nullable(),
  /** A message at regular times to whoever raises the alarm when it stays away; null: none. */
  heartbeat: z
    .strictObject({
      everySeconds: z.number().int().min(60).max(mostSeconds),
      /** Older than this, the last sweep counts as stopped, and so does the heartbeat. */
      staleAfterSeconds: z.number().int().min(60).max(mostSeconds),
      receivers: z.array(alertName).min(1).max(50),
    })
    .nullable(),
};

/** The settings as they are written: whole, as an answer showed them. */
export const writtenAlertSettingsSchema = z
  .strictObject({
    /** The version that they replace; the first replace none, or 0. */
    version: z.number().int().min(0).optional(),
    /** As an answer showed them; not taken. */
    changedAt: z.string().nullish(),
    changedBy: z.string().nullish(),
    /** As an answer showed them; not taken. */
    warnings: z.array(z.unknown()).optional(),
    ...definition,
  })
  .superRefine(({ root, grouping, inhibitions, calendar }, context) => {
    const add = (path: PropertyKey[], what: Said) => context.addIssue(issueOf({ ...what, path }));
    if (root) {
      // Which receivers there are is looked up where they are stored.
      const faults = routeFaults(root, new Set(receiversIn(root)));
      for (const fault of faults.map(routeFault)) add(['root', ...fault.path], fault);
    }
    for (const fault of labelFaults(grouping.groupBy)) add(['grouping', 'groupBy'], fault);
    const names = inhibitions.map(({ name }) => name);
    for (const [index, rule] of inhibitions.entries()) {
      if (names.indexOf(rule.name) !== index)
        add(['inhibitions', index, 'name'], {
          message: `Another inhibition has the name ${rule.name}: give it its own.`,
          zh: `另有一条抑制也叫 ${rule.name}：请另起名称。`,
        });
      for (const fault of inhibitionFaults(rule))
        add(
          ['inhibitions', index],
          fault.code === 'empty'
            ? {
                message:
                  'Give matchers for source and for target: without them one alert would inhibit every other.',
                zh: '来源和对象都要写条件：否则一条预警会抑制所有别的。',
              }
            : matcherFaultWords(fault),
        );
      for (const fault of labelFaults(rule.equal)) add(['inhibitions', index, 'equal'], fault);
    }
    for (const fault of calendarFaults(calendar).map(calendarFault)) add(['calendar', ...fault.path], fault);
  });
export type WrittenAlertSettings = z.infer<typeof writtenAlertSettingsSchema>;

/** What the settings say, without who said it and when. */
export interface AlertSettingsDefinition {
  readonly root: Route | null;
  readonly grouping: {
    readonly groupBy: readonly string[] | 'all';
    readonly groupWaitSeconds: number;
    readonly groupIntervalSeconds: number;
    readonly repeatSeconds: number | 'never';
  };
  readonly inhibitions: readonly InhibitionRule[];
  readonly calendar: Calendar;
  readonly escalation: EscalationChain | null;
  readonly heartbeat: (Heartbeat & { readonly receivers: readonly string[] }) | null;
}

export function settingsOf(written: AlertSettingsDefinition): AlertSettingsDefinition {
  const { root, grouping, inhibitions, calendar, escalation, heartbeat } = written;
  return { root, grouping, inhibitions, calendar, escalation, heartbeat };
}

/** The settings as they are, with who made them so. */
export const alertSettingsSchema = z.object({
  ...definition,
  version: z.number().int(),
  /** null: these are the usual ones, which nobody set. */
  changedAt: z.string().nullable(),
  changedBy: z.string().nullable(),
});
export interface AlertSettings extends AlertSettingsDefinition {
  readonly version: number;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
}

/** What the settings allow and hardly anybody wants: alerts that nobody is told of. */
export const alertSettingsWarningSchema = z.object({
  /** disabled-receiver: what is sent to it goes nowhere. no-receiver: there is none that is enabled. */
  code: z.enum(['disabled-receiver', 'no-receiver']),
  /** The field that names it; empty of no-receiver. */
  path: z.string(),
  receiver: z.string().nullable(),
  message: z.string(),
});
export type AlertSettingsWarning = z.infer<typeof alertSettingsWarningSchema>;

/** The settings as they are, with what of them goes nowhere as receivers stand now. */
export const shownAlertSettingsSchema = alertSettingsSchema.extend({
  warnings: z.array(alertSettingsWarningSchema),
});
export interface ShownAlertSettings extends AlertSettings {
  readonly warnings: readonly AlertSettingsWarning[];
}

/** The receivers that a tree names. */
function receiversIn({ receiver, routes }: Route): string[] {
  return [...(receiver === null ? [] : [receiver]), ...routes.flatMap(receiversIn)];
}

function labelFaults(labels: readonly string[] | 'all'): Said[] {
  if (labels === 'all') return [];
  return labels
    .map((label) => matcherFault({ label, operator: '=', value: '' }))
    .filter((fault) => fault !== null)
    .map(matcherFaultWords);
}
