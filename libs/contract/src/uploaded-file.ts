/** What is told of a file that was sent, whatever it holds. */
import { z } from 'zod';

/** `true` or `false` in a query. */
export const flag = z.enum(['true', 'false']).transform((word) => word === 'true');

/** The file itself. */
export const uploadedFileSchema = z.object({
  name: z.string(),
  bytes: z.number().int(),
  sha256: z.string(),
  format: z.string(),
});

/** One cell that is refused, but for the code of the reason. */
export const refusedCellSchema = z.object({
  /** Line of the file, the first line being 1. */
  line: z.number().int(),
  /** Canonical column name, or the header text of a column that is not known. */
  column: z.string(),
  /** What stood in the cell. */
  value: z.string(),
  message: z.string(),
});
