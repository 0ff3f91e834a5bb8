/** Uploads: what is asked, what is answered, and the codes of every reason to refuse a cell. */
import { z } from 'zod';
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
]);
export type RejectionCode = z.infer<typeof rejectionCode>;

export const rejectionSchema = z.object({
  /** Line of the file, the first line being 1. */
  line: z.number().int(),
  /** Canonical column name, or the header text of a column that is not known. */
  column: z.string(),
  code: rejectionCode,
  /** What stood in the cell. */
  value: z.string(),
  message: z.string(),
});
export type Rejection = z.infer<typeof rejectionSchema>;

export const warningSchema = z.object({ line: z.number().int(), code: z.string(), message: z.string() });
export type ImportWarning = z.infer<typeof warningSchema>;

export const importState = z.enum(['running', 'validated', 'applied', 'rejected', 'failed']);
export type ImportState = z.infer<typeof importState>;

export const verdictMoveSchema = z.object({ target: z.string(), from: status.nullable(), to: status });
export type VerdictMove = z.infer<typeof verdictMoveSchema>;

export const importReportSchema = z.object({
  id: z.number().int(),
  state: importState,
  createdAt: z.string(),
  uploadedBy: z.string(),
  dryRun: z.boolean(),
  onError: z.enum(['reject', 'skip']),
  file: z.object({
    name: z.string(),
    bytes: z.number().int(),
    sha256: z.string(),
    format: z.string(),
    encoding: z.string(),
    layout: z.string(),
  }),
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
  }),
  /** The first 1,000; all of them in `rejections.csv`. */
  rejections: z.array(rejectionSchema),
  rejectionCount: z.number().int(),
  warnings: z.array(warningSchema),
  verdictChanges: z.array(verdictMoveSchema),
  /** Only of a failed import: what happened and what to do. */
  failure: z.string().nullable(),
});
export type ImportReport = z.infer<typeof importReportSchema>;

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
export const importQuerySchema = z.object({
  dryRun: flag.default(false),
  onError: z.enum(['reject', 'skip']).default('reject'),
  async: flag.default(false),
});
