/** The table of an uploaded file as it stands in the file, with what was found at each of its cells. */
import { z } from 'zod';
import { previewRowSchema, rejectionCode, warningCode } from './imports.js';

/** A window of the lines that are kept of a file: its first ones, and all that have a fault. */
export const importSheetQuerySchema = z.object({
  /** Lines below this one. */
  after: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

const markPlace = {
  /** Counted from 1; null: the whole line is meant. */
  column: z.number().int().nullable(),
  message: z.string(),
};

/** Something found at a cell, or with a whole line. */
export const sheetMarkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fault'), code: rejectionCode, ...markPlace }),
  z.object({ kind: z.literal('warning'), code: warningCode, ...markPlace }),
]);
export type SheetMark = z.infer<typeof sheetMarkSchema>;

/** What a line was taken for; `passed-over`: a note, a source or a subtotal; null while the layout is not clear. */
export const sheetLineRole = z.enum(['title', 'header', 'values', 'passed-over']);
export type SheetLineRole = z.infer<typeof sheetLineRole>;

export const sheetLineSchema = z.object({
  /** Line of the file, the first being 1. */
  line: z.number().int(),
  role: sheetLineRole.nullable(),
  /** Of the header's lines: the fields that they tell. */
  fields: z.array(z.string()),
  /** As they stand in the file, long ones cut. */
  cells: z.array(z.string()),
  marks: z.array(sheetMarkSchema),
  /** What the line's values were read as; known of the first values of the file. */
  readings: z.array(previewRowSchema.omit({ line: true, column: true }).extend({ column: z.number().int() })),
});
export type SheetLine = z.infer<typeof sheetLineSchema>;

/** `GET /api/v1/imports/{id}/sheet`. */
export const importSheetSchema = z.object({
  /** What each column was taken for; one that is not named was not read, or not understood. */
  columns: z.array(z.object({ column: z.number().int(), field: z.string() })),
  /** How many columns the widest line has. */
  width: z.number().int(),
  /** In their order; lines that are missing between them are neither first ones nor marked. */
  lines: z.array(sheetLineSchema),
  /** To be asked for as `after` when there are more. */
  next: z.number().int().nullable(),
});
export type ImportSheet = z.infer<typeof importSheetSchema>;
