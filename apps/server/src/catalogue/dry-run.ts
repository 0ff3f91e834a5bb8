import { z } from 'zod';

/** `?dryRun=true`: the answer of the change, without the change. */
export const dryRunSchema = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
});
