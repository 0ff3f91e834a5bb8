/** A month's or a quarter's report on the plan (督查通报): its facts, and the document that page, PDF and .docx show. */
import { z } from 'zod';
import { bilingual } from './catalogue.js';
import { status } from './verdict.js';

const day = z.string();

/** `GET /api/v1/briefings/{period}`: a month (2026-10) or a quarter (2026-Q3) of the years 1900 to 2099. */
export const briefingPathSchema = z.object({
  period: z
    .string()
    .regex(
      /^(?:19|20)\d{2}-(?:Q[1-4]|0[1-9]|1[0-2])$/,
      'a month such as 2026-10 or a quarter such as 2026-Q3',
    ),
});

/** `GET /api/v1/briefings/{period}.pdf`, `….docx`. */
export const briefingFileQuerySchema = z.object({ lang: z.enum(['zh', 'en']).default('zh') });

/**
 * What became of a target between the ends of two periods. missed: its due date passed and it was not met, or that
 * became known. slipped, recovered: a worse, a better status. newlyAssessed: there was no verdict before.
 * notAssessable: there was one, and is none. added, withdrawn: the target itself.
 */
export const briefingChangeKind = z.enum([
  'missed',
  'slipped',
  'notAssessable',
  'recovered',
  'newlyAssessed',
  'added',
  'withdrawn',
]);
export type BriefingChangeKind = z.infer<typeof briefingChangeKind>;

const cellSchema = z.object({
  text: bilingual,
  /** The text is this status, to be shown with its sign. */
  status: status.optional(),
  /** The text names this target. */
  target: z.string().optional(),
});
export type BriefingCell = z.infer<typeof cellSchema>;

const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paragraph'), text: bilingual }),
  z.object({ kind: z.literal('list'), items: z.array(bilingual) }),
  /** Below the section's own heading; of a target with its status. */
  z.object({
    kind: z.literal('heading'),
    text: bilingual,
    target: z.string().optional(),
    status: status.optional(),
  }),
  z.object({
    kind: z.literal('table'),
    caption: bilingual,
    columns: z.array(
      z.object({
        head: bilingual,
        /** Share of the table's width; together 1. */
        width: z.number(),
        numeric: z.boolean(),
      }),
    ),
    rows: z.array(z.array(cellSchema)),
  }),
  /** The target's chart as of the briefing's instant. */
  z.object({ kind: z.literal('chart'), target: z.string(), alt: bilingual }),
]);
export type BriefingBlock = z.infer<typeof blockSchema>;

export const briefingSectionSchema = z.object({
  code: z.enum(['summary', 'changes', 'behind', 'organisations', 'coming', 'method']),
  heading: bilingual,
  blocks: z.array(blockSchema),
});
export type BriefingSection = z.infer<typeof briefingSectionSchema>;

const counts = z.record(status, z.number().int());

export const briefingSchema = z.object({
  period: z.string(),
  periodName: bilingual,
  previous: z.string(),
  /** null: it has not begun. */
  next: z.string().nullable(),
  from: day,
  to: day,
  /** The day that everything is told as of: the last of the period, or today while it runs. */
  day,
  asOf: z.string(),
  /** The period has not ended: the figures are those of today. */
  unfinished: z.boolean(),
  /** The day before the period, with whose verdicts these are compared. */
  comparedDay: day,
  targets: z.number().int(),
  assessed: z.number().int(),
  counts,
  countsBefore: counts,
  changes: z.array(
    z.object({
      target: z.string(),
      name: bilingual,
      kind: briefingChangeKind,
      from: status.nullable(),
      to: status.nullable(),
      /** null of a target that was withdrawn. */
      why: bilingual.nullable(),
      organisation: z.string(),
    }),
  ),
  /** At risk, off track, moving away, or missed in this period; the worst news first. */
  behind: z.array(z.object({ target: z.string(), name: bilingual, status })),
  /** Whoever answers for a target or owes something; who owes most first. */
  organisations: z.array(
    z.object({
      organisation: z.string(),
      name: bilingual,
      targets: z.number().int(),
      counts,
      lateData: z.number().int(),
      lateStages: z.number().int(),
    }),
  ),
  document: z.object({
    title: bilingual,
    subtitle: bilingual,
    dateline: bilingual,
    sections: z.array(briefingSectionSchema),
  }),
});
export type BriefingAnswer = z.infer<typeof briefingSchema>;
export type BriefingDocument = BriefingAnswer['document'];
