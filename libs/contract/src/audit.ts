/** The record of who changed what, and who logged in. */
import { z } from 'zod';

const filter = z.string().min(1).max(200).optional();

const filters = {
  who: filter,
  action: filter,
  /** A part of what was changed, or of the details. */
  text: filter,
  /** A day, or an instant. */
  from: filter,
  /** A day, which is meant whole, or an instant. */
  to: filter,
};

/** `GET /api/v1/audit`: the newest first; `before` is the id of the last entry of the page before. */
export const auditQuerySchema = z.object({
  ...filters,
  before: z.coerce.number().int().positive().max(2_147_483_647).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** `GET /api/v1/audit.csv`: everything that passes the filters. */
export const auditExportQuerySchema = z.object(filters);

export const auditEntrySchema = z.object({
  id: z.number().int(),
  at: z.iso.datetime({ offset: true }),
  who: z.string(),
  action: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** What one can filter by: everybody and every action that the record names. */
export const auditNamesSchema = z.object({ who: z.array(z.string()), actions: z.array(z.string()) });
export type AuditNames = z.infer<typeof auditNamesSchema>;
