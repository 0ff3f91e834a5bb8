import { z } from 'zod';

/** Ids are whole numbers from 1 that Postgres reads as integers. */
export const idPath = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
export type IdPath = z.infer<typeof idPath>;

/** How many to list at most. */
export const limit = z.coerce.number().int().min(1).max(10_000).default(1000);
