/** Uploads: what is asked, what is answered, and the codes of every reason to refuse a cell. */
import { z } from 'zod';
import { flag, refusedCellSchema, uploadedFileSchema } from './uploaded-file.js';
import { status } from './verdict.js';

/** In the order of the public contract. A stock takes points of any frequency; `>1000` is a bounded-value. */
export const rejectionCode = z.enum([
  'unknown-column',
  'missing-column',
  'duplicate-column',
  'encoding-error',
  'extra-cell',
  'missing-cell',
  'missing-value',
  'unknown-indicator',
  'unknown-area',
  'unknown-breakdown',
  'invalid-period',
  'wrong-frequency',
  'not-a-number',
  'bounded-value',
  'out-of-range',
  'wrong-unit',
  'unknown-status',
  'invalid-date',
  'future-period',
  'conflicting-duplicate',
  'not-permitted',
  // Of a table whose layout is not plain; the report's `questions` say what is needed.
  'unclear-layout',
]);
export type RejectionCode = z.infer<typeof rejectionCode>;

export const rejectionSchema = refusedCellSchema.extend({ code: rejectionCode });
export type Rejection = z.infer<typeof rejectionSchema>;

/** What the reader of a file noticed and did not refuse. A warning never changes a value; a conversion is one. */
export const warningCode = z.enum([
  'several-vintages',
  'unit-converted',
  'footnote-mark',
  'subtotal-left-out',
  'hidden-cells',
  'jump',
  'unit-slip',
  'total-mismatch',
  'same-as-previous-period',
  'late-provisional',
  'not-checked',
  'later-imports',
]);
export type WarningCode = z.infer<typeof warningCode>;

export const warningSchema = z.object({
  line: z.number().int(),
  /** As a rejection's, where a line holds several values; otherwise the line's one value is meant, or the whole line. */
  column: z.string().optional(),
  code: warningCode,
  message: z.string(),
});
export type ImportWarning = z.infer<typeof warningSchema>;

/** `undone`: was applied and was taken back later. `cancelled`: was stopped on the way and left nothing. */
export const importState = z.enum([
  'running',
  'validated',
  'applied',
  'rejected',
  'failed',
  'cancelled',
  'undone',
]);
export type ImportState = z.infer<typeof importState>;

/** What a file's layout must say of every value, and what a person may be asked. */
export const layoutField = z.enum([
  'sheet',
  'header',
  'indicator',
  'ref_area',
  'time_period',
  'obs_value',
  'unit',
]);
export type LayoutField = z.infer<typeof layoutField>;

/**
 * What a person said of a file that could not be understood alone, by field: `column:3` (counted from 1), `row:2`
 * (a line of the header), `constant:2019年` (the same for the whole file), or of `sheet` the sheet's name and of
 * `header` the first line of the header.
 */
export const layoutAnswersSchema = z.partialRecord(layoutField, z.string().min(1).max(200));
export type LayoutAnswers = z.infer<typeof layoutAnswersSchema>;

/** What must be known before a file can be read. */
export const layoutQuestionSchema = z.object({
  field: layoutField,
  /** Chinese, with what was seen: "哪一列是时期？". */
  message: z.string(),
  /** Answers that make sense, in the notation of {@link layoutAnswersSchema}, each with the words for a person. */
  options: z.array(z.object({ answer: z.string(), label: z.string() })),
  /** Whether `constant:` with any text is an answer too. */
  constant: z.boolean(),
});
export type LayoutQuestion = z.infer<typeof layoutQuestionSchema>;

/** Where one thing stands in the file: in a column, in a line of the header, or once for the whole file. */
export const understoodFieldSchema = z.object({
  /** indicator, ref_area, time_period, obs_value, unit, …; a breakdown dimension by its name. */
  field: z.string(),
  /** In the notation of {@link layoutAnswersSchema}. */
  place: z.string(),
  /** The header's text, or the constant's. */
  text: z.string(),
});

/** How a file was understood. */
export const understoodSchema = z.object({
  sheets: z.array(z.string()),
  /** Null of a text file. */
  sheet: z.string().nullable(),
  /** Lines above the header that hold text. */
  titles: z.array(z.object({ line: z.number().int(), text: z.string() })),
  /** First and last line of the header. */
  header: z.object({ first: z.number().int(), last: z.number().int() }),
  fields: z.array(understoodFieldSchema),
  /** The first 20 lines that hold no values and were passed over below the header: notes, sources, subtotals. */
  notes: z.array(z.object({ line: z.number().int(), text: z.string() })),
  /** Name of the import profile whose answers were used. */
  profile: z.string().nullable(),
});
export type Understood = z.infer<typeof understoodSchema>;

/** One value as it was read, for the eye. */
export const previewRowSchema = z.object({
  line: z.number().int(),
  /** Header text or letter of the column that the value stands in. */
  column: z.string(),
  indicator: z.string(),
  area: z.string(),
  /** SDMX text. */
  period: z.string(),
  breakdown: z.record(z.string(), z.string()),
  /** Exact decimal text, in the indicator's unit. */
  value: z.string(),
  unit: z.string(),
  status: z.string(),
  /** What stood in the cell. */
  written: z.string(),
  /** Why it was typed on the page; absent of a file's values. */
  reason: z.string().optional(),
});
export type PreviewRow = z.infer<typeof previewRowSchema>;

/** How far a running import has come. */
export const importProgressSchema = z.object({
  id: z.number().int(),
  phase: z.enum(['waiting', 'reading', 'merging', 'judging']),
  rowsRead: z.number().int(),
  /** Share of the file that was read, 0 to 1. */
  share: z.number(),
});
export type ImportProgress = z.infer<typeof importProgressSchema>;

export const verdictMoveSchema = z.object({ target: z.string(), from: status.nullable(), to: status });
export type VerdictMove = z.infer<typeof verdictMoveSchema>;

export const importReportSchema = z.object({
  id: z.number().int(),
  state: importState,
  createdAt: z.string(),
  uploadedBy: z.string(),
  dryRun: z.boolean(),
  onError: z.enum(['reject', 'skip']),
  file: uploadedFileSchema.extend({ encoding: z.string(), layout: z.string() }),
  /** Null while it is not known: of a running or failed import, and of those made before layouts were told. */
  understood: understoodSchema.nullable(),
  /** What must be answered before the file can be read; then the state is rejected. */
  questions: z.array(layoutQuestionSchema),
  /** The first values as they were read, at most 20. */
  preview: z.array(previewRowSchema),
  rows: z.object({
    read: z.number().int(),
    /** Periods that had no value before. */
    inserted: z.number().int(),
    /** Periods whose history gained a vintage: a new value for what was known already, or an older release. */
    revised: z.number().int(),
    unchanged: z.number().int(),
    /** Rows that say again, with the same value, what an earlier row of the same file says. */
    duplicate: z.number().int(),
    rejected: z.number().int(),
    /** Cells of a table across that hold a sign for a missing value, or nothing; they are no rows. */
    missing: z.number().int(),
  }),
  /** The first 1,000; all of them in `rejections.csv`. */
  rejections: z.array(rejectionSchema),
  rejectionCount: z.number().int(),
  warnings: z.array(warningSchema),
  verdictChanges: z.array(verdictMoveSchema),
  /** Only of a failed import: what happened and what to do. */
  failure: z.string().nullable(),
  /** When and by whom it was taken back. */
  undone: z.object({ at: z.string(), by: z.string() }).nullable(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/** `GET /api/v1/imports`: the newest first; `before` is the id of the last import of the page before. */
export const importListQuerySchema = z.object({
  /** A part of the file's name. */
  file: z.string().trim().min(1).max(200).optional(),
  state: importState.optional(),
  /** Who uploaded it. */
  by: z.string().min(1).max(200).optional(),
  /** `checks`: dry runs only; `imports`: only what was meant to land. */
  kind: z.enum(['checks', 'imports']).optional(),
  before: z.coerce.number().int().positive().max(2_147_483_647).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export const importQuerySchema = z.object({
  dryRun: flag.default(false),
  onError: z.enum(['reject', 'skip']).default('reject'),
  async: flag.default(false),
  /** JSON of {@link layoutAnswersSchema}. */
  answers: z
    .string()
    .transform((text, context) => {
      const parsed = layoutAnswersSchema.safeParse(jsonOf(text));
      if (parsed.success) return parsed.data;
      context.addIssue({ code: 'custom', message: 'answers is not a JSON object of layout answers' });
      return z.NEVER;
    })
    .default({}),
  /** Keep the answers as an import profile of this name, for the next file of this shape. */
  keepAs: z.string().trim().min(1).max(100).optional(),
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError || (error as Error).name === 'SyntaxError') return null;
    throw error;
  }
}

/** Answers kept for files of one shape: sheets and header alike but for years and numbers. */
export const importProfileSchema = z.object({
  name: z.string(),
  answers: layoutAnswersSchema,
  /** The header's texts, for a person to recognise the shape by. */
  header: z.array(z.string()),
  createdAt: z.string(),
  createdBy: z.string(),
});
export type ImportProfile = z.infer<typeof importProfileSchema>;

/** What taking an import back did, or would do. */
export const undoReportSchema = z.object({
  import: z.number().int(),
  dryRun: z.boolean(),
  /** Vintages of the import that no longer count. */
  removed: z.number().int(),
  /** Periods that have again the value they had before. */
  restored: z.number().int(),
  /** Periods that have no value any more. */
  emptied: z.number().int(),
  warnings: z.array(warningSchema),
  verdictChanges: z.array(verdictMoveSchema),
});
export type UndoReport = z.infer<typeof undoReportSchema>;
