/** Who may do what. */
import { z } from 'zod';

export const role = z.enum(['viewer', 'uploader', 'admin']);
export type Role = z.infer<typeof role>;

/** `POST /api/v1/session`: the page's log-in. The answer sets an HttpOnly cookie. */
export const logInSchema = z.strictObject({ token: z.string().min(1).max(200) });

/** `GET /api/v1/session`: who is asking. */
export const sessionSchema = z.object({
  name: z.string(),
  role,
  /** Set when the token is limited to what one organisation owns. */
  organisation: z.string().nullable(),
  /** The calendar in which the service reads days and shows instants, e.g. Asia/Shanghai. */
  timeZone: z.string(),
});
export type Session = z.infer<typeof sessionSchema>;
