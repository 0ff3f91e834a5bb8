/** Silences: that alerts of a kind need not be told for a while. */
import { z } from 'zod';
import { silenceFaults, type Silence } from '#alerting';
import { issueOf, silenceFault } from './alert-faults.js';
import { alertSchema } from './alerts.js';
import { matchersSchema } from './alert-rules.js';

const beginningOfTime = '1970-01-01T00:00:00Z';
const endOfTime = '9999-12-31T00:00:00Z';

/** In years that every calendar and database writes with four digits, whatever the offset. */
const instant = z.iso
  .datetime({ offset: true, error: 'An instant is needed, such as 2026-11-23T18:00:00+08:00.' })
  .refine(
    (text) => Date.parse(text) >= Date.parse(beginningOfTime) && Date.parse(text) <= Date.parse(endOfTime),
    'It lies between 1970 and the end of 9999.',
  );

function addFaults(asked: Omit<Silence, 'id' | 'author'>, context: z.RefinementCtx): void {
  for (const fault of silenceFaults({ ...asked, id: '', author: '-' }))
    context.addIssue(issueOf(silenceFault(fault)));
}

/** A silence as it is asked for; its author is whoever asks. */
export const newSilenceSchema = z
  .strictObject({
    matchers: matchersSchema,
    comment: z.string().max(2_000),
    /** Absent: from now on. */
    startsAt: z.exactOptional(instant),
    endsAt: instant,
  })
  .superRefine((silence, context) => {
    addFaults({ startsAt: beginningOfTime, ...silence }, context);
  });
export type NewSilence = z.infer<typeof newSilenceSchema>;

export const silenceSchema = z.object({
  id: z.number().int(),
  matchers: matchersSchema,
  author: z.string(),
  comment: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  state: z.enum(['pending', 'active', 'expired']),
});
export type ShownSilence = z.infer<typeof silenceSchema>;

/** `POST /api/v1/silences/preview`: which open alerts would be silenced by these. */
export const silencePreviewQuerySchema = z
  .strictObject({ matchers: matchersSchema })
  .superRefine(({ matchers }, context) => {
    addFaults({ matchers, comment: '-', startsAt: beginningOfTime, endsAt: endOfTime }, context);
  });

export const silencePreviewSchema = z.object({
  /** How many open alerts it would silence. */
  count: z.number().int(),
  /** The most urgent of them. */
  alerts: z.array(alertSchema),
});
export type SilencePreview = z.infer<typeof silencePreviewSchema>;
