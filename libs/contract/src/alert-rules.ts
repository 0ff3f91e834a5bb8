/** Alert rules: what is watched for, on which subjects, for how long, and what is said. */
import { z } from 'zod';
import { ruleFaults, type Rule, type RuleFault } from '#alerting';
import {
  conditionFaultWords,
  issueOf,
  matcherFaultWords,
  nameFault,
  type Said,
  spanFault,
  templateFaultWords,
} from './alert-faults.js';

/** Of a rule, a receiver: part of addresses and keys. */
export const alertName = z
  .string()
  .regex(/^[a-z0-9-]{1,60}$/, 'up to 60 lower-case letters, digits and hyphens');

/** One condition on one label, with Alertmanager's meaning. */
export const matcherSchema = z.strictObject({
  label: z.string(),
  operator: z.enum(['=', '!=', '=~', '!~']),
  value: z.string(),
});

export const matchersSchema = z.array(matcherSchema).max(50);

export const severity = z.enum(['info', 'warning', 'critical']);

const amount = z.number().int();

/** How long something must last, in one unit; from 0 to 4,000 of it. */
export const spanSchema = z.union(
  [
    z.strictObject({ sweeps: amount }),
    z.strictObject({ days: amount }),
    z.strictObject({ workingDays: amount }),
    z.strictObject({ releases: amount }),
  ],
  { error: spanFault.message },
);

const conditions = [
  z.strictObject({
    kind: z.literal('statusWorsens'),
    level: z.enum(['atRisk', 'offTrack', 'movingAway', 'missed']),
  }),
  z.strictObject({
    kind: z.literal('forecastBelow'),
    probability: z.number(),
    recoverAt: z.exactOptional(z.number()),
  }),
  z.strictObject({ kind: z.literal('overdue'), days: z.number() }),
  z.strictObject({ kind: z.literal('importRefused') }),
  z.strictObject({ kind: z.literal('sourceSilent') }),
  z.strictObject({
    kind: z.literal('valueBeyond'),
    operator: z.enum(['>', '>=', '<', '<=']),
    threshold: z.number(),
    recoverAt: z.exactOptional(z.number()),
  }),
] as const;

const kind = z.literal('revisionLarger');
const byShare = z.strictObject({ kind, share: z.number() });
const byAmount = z.strictObject({ kind, absolute: z.number() });

/** A larger change than a share of the value or than an amount: one of the two. */
const revisionLarger = z
  .strictObject({ kind, share: z.number().optional(), absolute: z.number().optional() })
  .transform(({ share, absolute }, context): z.infer<typeof byShare> | z.infer<typeof byAmount> => {
    if (share !== undefined && absolute === undefined) return { kind: 'revisionLarger', share };
    if (share === undefined && absolute !== undefined) return { kind: 'revisionLarger', absolute };
    context.addIssue(
      issueOf({
        message:
          'Give one of share (a fraction: 0.05 is 5 %) and absolute (an amount in the indicator’s unit).',
        zh: '请填比例（小数，0.05 即 5%）或数额（按指标的单位）之一。',
      }),
    );
    return z.NEVER;
  });

const textsOfLanguage = z.strictObject({ summary: z.string(), description: z.string() });

const definition = {
  enabled: z.boolean(),
  /** Which subjects; none: all that the condition fits. */
  matchers: matchersSchema,
  /** How long the condition must hold before the alert fires. */
  for: spanSchema,
  /** How long nothing must be known, of what was known once, before that is an alert itself. */
  noDataFor: spanSchema,
  /** How long the condition must be over before the alert resolves. */
  keepFiring: spanSchema,
  severity,
  texts: z.strictObject({ zh: textsOfLanguage, en: textsOfLanguage }),
};

/** A rule as it is written: as an answer showed it, or without name and version when it is new. */
export const writtenAlertRuleSchema = z
  .strictObject({
    name: alertName.optional(),
    /** The version that it replaces; a new rule has none. */
    version: z.number().int().positive().optional(),
    /** As an answer showed them; not taken. */
    changedAt: z.string().optional(),
    changedBy: z.string().optional(),
    ...definition,
    condition: z.discriminatedUnion('kind', [...conditions, revisionLarger]),
  })
  .superRefine((written, context) => {
    const rule = ruleOf(written, written.name ?? 'unnamed', 1);
    for (const fault of ruleFaults(rule))
      context.addIssue(issueOf({ path: fault.at.split('.'), ...wordsOf(fault, rule) }));
  });
export type WrittenAlertRule = z.infer<typeof writtenAlertRuleSchema>;

/** The rule that was written, as a version of the rule of that name. */
export function ruleOf(written: Omit<Rule, 'name' | 'version'>, name: string, version: number): Rule {
  const {
    enabled,
    condition,
    matchers,
    for: lasting,
    noDataFor,
    keepFiring,
    severity: urgency,
    texts,
  } = written;
  return {
    name,
    version,
    enabled,
    condition,
    matchers,
    for: lasting,
    noDataFor,
    keepFiring,
    severity: urgency,
    texts,
  };
}

/** A rule as it is, with who made it so. */
export const alertRuleSchema = z.object({
  name: alertName,
  /** From 1, one more with every change. */
  version: z.number().int(),
  ...definition,
  condition: z.union([...conditions, byShare, byAmount]),
  changedAt: z.string(),
  changedBy: z.string(),
});
export type AlertRule = Rule & { readonly changedAt: string; readonly changedBy: string };

function wordsOf(fault: RuleFault, { condition }: Rule): Said {
  switch (fault.at) {
    case 'name':
      return nameFault;
    case 'version':
      return { message: 'Versions are whole numbers from 1.', zh: '版本是从 1 起的整数。' };
    case 'for':
    case 'keepFiring':
    case 'noDataFor':
      if (fault.code === 'zero')
        return {
          message: 'Give at least 1: with 0 there would be an alert about every gap between two figures.',
          zh: '至少填 1：填 0 的话，两次数据之间一有间隔就会告警。',
        };
      if (fault.code === 'no-releases')
        return {
          message:
            'Sources and projects have no releases, so this would never come: count sweeps, days or working days.',
          zh: '数据来源和项目没有发布次数，永远等不到：请按评估次数、天或工作日计。',
        };
      return spanFault;
    case 'condition':
      return conditionFaultWords(condition, fault.code);
    default:
      if (!('fault' in fault) || fault.fault === undefined)
        return { message: 'Write a text: it is what people read.', zh: '请写文字：这是给人看的。' };
      return 'label' in fault.fault
        ? matcherFaultWords(fault.fault)
        : templateFaultWords(fault.fault, condition);
  }
}
