/** Reports of progress on tasks and projects, with their evidence. */
import { z } from 'zod';
import { periodText, taskSchema } from './catalogue.js';
import { datedStage } from './projects.js';
import { rollUpsSchema } from './roll-ups.js';

/** A file may have so many bytes, and a report so many files. */
export const mostEvidenceBytes = 10_000_000;
export const mostEvidenceFiles = 5;

const text = (longest: number) => z.string().trim().min(1).max(longest);

/** `POST …/reports`: as JSON, or as a form with the same fields in `report` and files in `evidence`. */
export const newReportSchema = z.strictObject({
  /** What was done, in words. */
  text: text(5000),
  /** How far it has come, 0 to 100, at most one decimal. */
  percent: z
    .number()
    .min(0)
    .max(100)
    .refine((percent) => Math.abs(percent * 10 - Math.round(percent * 10)) < 1e-9, 'one decimal at most')
    .nullish(),
  /** For whom; an uploader's own organisation unless told. */
  organisation: z.string().max(100).nullish(),
  /** The earlier report that this one corrects. */
  corrects: z.number().int().positive().nullish(),
  /** Of a project: a stage that has begun, and when. */
  stage: z.strictObject({ stage: datedStage, on: periodText }).nullish(),
});
export type NewReport = z.infer<typeof newReportSchema>;

export const withdrawalSchema = z.strictObject({ reason: text(1000) });

export const evidenceSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** A report never changes; a correction is another one. Withdrawn, it stays readable. */
export const progressReportSchema = z.object({
  id: z.number().int(),
  /** What it is about: one of the two. */
  task: z.number().int().nullable(),
  project: z.string().nullable(),
  organisation: z.string(),
  author: z.string(),
  createdAt: z.string(),
  text: z.string(),
  percent: z.number().nullable(),
  stage: z.object({ stage: datedStage, on: z.string() }).nullable(),
  corrects: z.number().int().nullable(),
  /** The newest report in force that corrects this one. */
  correctedBy: z.number().int().nullable(),
  withdrawn: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  evidence: z.array(evidenceSchema),
});
export type ProgressReport = z.infer<typeof progressReportSchema>;

/** `GET …/reports`: the newest first. */
export const reportsQuerySchema = z.object({
  /** Only those made before this one: the next page. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const progress = {
  /** Reports in force: not withdrawn. */
  reportCount: z.number().int(),
  /** The newest in force. */
  newestReport: progressReportSchema.nullable(),
  /** Projects of the library that serve the task, and how many of them are late. */
  projects: z.object({ total: z.number().int(), late: z.number().int() }),
};

/** `GET /api/v1/tasks`. */
export const taskRowSchema = z.object({ ...taskSchema.shape, ...progress });
export type TaskRow = z.infer<typeof taskRowSchema>;

/** `GET /api/v1/tasks/{number}`: with the verdicts of its targets together; null when it has no target. */
export const taskAnswerSchema = taskRowSchema.extend({
  rollUp: rollUpsSchema.shape.groups.element.nullable(),
});
export type TaskAnswer = z.infer<typeof taskAnswerSchema>;
