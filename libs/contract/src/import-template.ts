/** Files for filling in. */
import { z } from 'zod';

/** `GET /api/v1/import-template`. */
export const importTemplateQuerySchema = z.object({
  /** Whose indicators; an uploader limited to an organisation gets that one's unless told. */
  organisation: z.string().min(1).max(100).optional(),
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
});
