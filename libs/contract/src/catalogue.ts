/**
 * The catalogue: a plan as data. The same schemas check the files in `seeds/`, the body of
 * `POST /api/v1/catalogue` and the single `PUT`s, so that one rule is written once.
 *
 * Numbers that are compared with observations travel as decimal strings (exact); a bare JSON or YAML number is
 * accepted and turned into its shortest decimal text.
 */
import { z } from 'zod';

const code = z.string().regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, 'lower-case letters, digits, - and _');
const areaCode = z
  .string()
  .regex(/^(?:\d{6}|[a-z0-9]+(?:-[a-z0-9]+)*)$/, 'six digits (GB/T 2260) or a lower-case name');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');

const plainDecimal = /^-?\d+(?:\.\d+)?$/;

/**
 * An exact decimal number as text, e.g. "100" or "-0.25". However many digits it has, its size is one that double
 * precision has: methods reckon with doubles, and Postgres refuses to turn another into one, so that a view of all
 * targets would fail for a single number.
 */
export const decimal = z.union([z.string(), z.number().transform(String)]).pipe(
  z
    .string()
    .regex(/^-?\d+(?:\.\d+)?$/, 'a plain decimal number')
    .refine(isOfDoubleSize, 'a number between 5e-324 and 1.7e308 in size, or zero'),
);

/** Of what is no plain decimal number that is said already. */
function isOfDoubleSize(text: string): boolean {
  if (!plainDecimal.test(text)) return true;
  const double = Number(text);
  return Number.isFinite(double) && (double !== 0 || !/[1-9]/.test(text));
}

/** A pure number, such as a pace: it has no digits that doubles would lose. */
const ratio = decimal.transform(Number).pipe(z.number());

/** A text in Chinese and English; Chinese is the plan's own wording. */
export const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** Period text as SDMX writes it: 2019, 2019-S1, 2019-Q3, 2019-06, 2019-06-30. */
export const periodText = z
  .union([z.string(), z.number().int().transform(String)])
  .pipe(
    z
      .string()
      .regex(
        /^\d{4}(?:-(?:S[12]|Q[1-4]|(?:0[1-9]|1[0-2])(?:-\d{2})?))?$/,
        'a period such as 2020, 2020-Q3 or 2020-06',
      ),
  );

export const frequency = z.enum(['A', 'S', 'Q', 'M', 'D']);

export const planSchema = z.strictObject({
  code,
  title: bilingual,
  issuer: bilingual,
  issuedOn: day,
  publishedOn: day.nullable(),
  baseYear: z.number().int(),
  horizon: periodText,
  sections: z.array(z.strictObject({ code, number: z.string(), parent: code.nullable(), title: bilingual })),
});

export const organisationSchema = z.strictObject({
  code,
  name: bilingual,
  kind: z.enum(['government', 'department', 'administration', 'agency', 'enterprise', 'bank', 'group']),
  /** Only of a group such as "the cities concerned": its members where the text makes them plain, else empty. */
  members: z.array(code),
  /** The areas whose values it may upload, with all that lie in them; none: of every area. */
  areas: z.array(code).default([]),
  note: z.string().nullable(),
});

export const taskSchema = z.strictObject({
  number: z.number().int().positive(),
  section: code,
  title: bilingual,
  /** In the order of the text; the first leads. */
  organisations: z.array(code).min(1),
  /** The responsibility clause exactly as printed. */
  responsibility: z.string(),
});

export const areaSchema = z.strictObject({
  code: areaCode,
  name: bilingual,
  /** The everyday short name, e.g. 西安; also understood in uploads. */
  shortName: z.string().nullable(),
  kind: z.enum(['cluster', 'country', 'province', 'city', 'district', 'region']),
  parent: areaCode.nullable(),
  note: z.string().nullable(),
});

/** One value of a breakdown dimension, e.g. dimension destination, code 510100 Chengdu. */
export const breakdownValueSchema = z.strictObject({ dimension: code, code, name: bilingual });

/** How areas that report nothing themselves get a value from their parts. */
export const areaRollUpSchema = z.strictObject({
  /** weighted: the mean, weighted by another indicator. */
  method: z.enum(['sum', 'mean', 'weighted']),
  by: code.nullable(),
  /**
   * Which areas, and of which parts each. The tree of areas does not say: it may lack an area that a total needs, or
   * hold one below another that statistics count beside it.
   */
  areas: z.array(z.strictObject({ area: areaCode, parts: z.array(areaCode).min(2) })).min(1),
});

/** A longer formula is not read: it would be no definition. */
const longestFormula = 300;

export const indicatorSchema = z.strictObject({
  code,
  name: bilingual,
  /** stock: a count or level at a moment; flow: a total over a period; average: a mean or rate over a period. */
  kind: z.enum(['stock', 'flow', 'average']),
  unit: bilingual,
  decimals: z.number().int().min(0).max(6),
  direction: z.enum(['up', 'down', 'within']),
  lowerBound: decimal.nullable(),
  upperBound: decimal.nullable(),
  /** For a direction-only judgement near a natural limit, e.g. 100 for a share in per cent. */
  naturalLimit: decimal.nullable(),
  frequency,
  /** Days from the end of a period until its value is usually out. */
  releaseLagDays: z.number().int().min(0),
  owner: code,
  tasks: z.array(z.number().int().positive()),
  /** Breakdown dimensions that every observation of this indicator must carry. */
  dimensions: z.array(code),
  definition: bilingual,
  note: z.string().nullable(),
  /** Computed from other indicators by this formula, and never uploaded; see docs/derived-indicators.md. */
  formula: z.string().min(1).max(longestFormula).nullish(),
  areaRollUp: areaRollUpSchema.nullish(),
  /**
   * Whether the series is itself a growth rate, of which no growth rate is taken. Not said: it is where its formula
   * makes it one (changeOnYear), and else is not.
   */
  isGrowthRate: z.boolean('true or false is needed').nullish(),
});

export const operator = z.enum(['atLeast', 'atMost', 'within', 'complete', 'direction']);
export const method = z.enum([
  'growthRatio',
  'elapsedShare',
  'extrapolatedShare',
  'attainment',
  'milestone',
  'direction',
]);
export const trajectory = z.enum(['linear', 'geometric', 'milestones', 'none']);

/** The least pace for each status; below offTrack it is movingAway. Of method direction in growth per year. */
export const thresholdsSchema = z.strictObject({ onTrack: ratio, atRisk: ratio, offTrack: ratio });

export const targetSchema = z
  .strictObject({
    code,
    name: bilingual,
    indicator: code,
    area: areaCode,
    /** Dimension → code; {} when the indicator has none. */
    breakdown: z.record(z.string(), z.string()),
    frequency,
    due: periodText,
    /** direction: the plan names no number, only which way is better. */
    operator,
    value: decimal.nullable(),
    upper: decimal.nullable(),
    baseline: z
      .strictObject({
        period: periodText,
        /** null: taken from the series. */
        value: decimal.nullable(),
      })
      .nullable(),
    method,
    /** For its method alone; none: those that the method's source publishes, see docs/judging.md. */
    thresholds: thresholdsSchema.nullish(),
    /** What growthRatio and direction read a zero as, in the indicator's unit; none: they do not apply to a zero. */
    zeroAs: decimal.nullish(),
    trajectory,
    milestones: z.array(z.strictObject({ period: periodText, value: decimal })),
    clause: z.strictObject({ task: z.number().int().positive(), quote: z.string().min(1) }),
    organisation: code,
    note: bilingual.nullable(),
  })
  .superRefine((target, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: path.split('.'), message });
    if (target.operator === 'direction') {
      if (target.value !== null) fault('value', 'a direction-only target has no value');
      if (target.method !== 'direction')
        fault('method', 'a direction-only target is judged by method direction');
    } else if (target.value === null) fault('value', `operator ${target.operator} needs a value`);
    if ((target.operator === 'within') !== (target.upper !== null))
      fault('upper', 'the upper edge belongs to operator within, and only to it');
    if ((target.trajectory === 'milestones') !== target.milestones.length > 0)
      fault('milestones', 'milestones belong to trajectory milestones, and only to it');
    if (target.zeroAs && !(Number(target.zeroAs) > 0))
      fault('zeroAs', 'what a zero is read as must be more than 0');
    if (target.thresholds) {
      const { onTrack, atRisk, offTrack } = target.thresholds;
      if (atRisk > onTrack) fault('thresholds.atRisk', `atRisk is over onTrack, ${onTrack}`);
      if (offTrack > atRisk) fault('thresholds.offTrack', `offTrack is over atRisk, ${atRisk}`);
      if (target.method === 'direction' && Math.max(Math.abs(onTrack), Math.abs(offTrack)) >= 1)
        fault('thresholds', 'of method direction thresholds are growth per year: 1.5 % is 0.015');
    }
  });

/** A whole seeds folder in one document; observed values are not part of it, they are an import. */
export const catalogueSchema = z.strictObject({
  plan: planSchema,
  organisations: z.array(organisationSchema),
  tasks: z.array(taskSchema),
  areas: z.array(areaSchema),
  breakdownValues: z.array(breakdownValueSchema),
  indicators: z.array(indicatorSchema),
  targets: z.array(targetSchema),
});

export type Plan = z.infer<typeof planSchema>;
export type Organisation = z.infer<typeof organisationSchema>;
export type Task = z.infer<typeof taskSchema>;
export type Area = z.infer<typeof areaSchema>;
export type BreakdownValue = z.infer<typeof breakdownValueSchema>;
export type Indicator = z.infer<typeof indicatorSchema>;
export type AreaRollUp = z.infer<typeof areaRollUpSchema>;
export type Thresholds = z.infer<typeof thresholdsSchema>;
export type Target = z.infer<typeof targetSchema>;
export type Catalogue = z.infer<typeof catalogueSchema>;
