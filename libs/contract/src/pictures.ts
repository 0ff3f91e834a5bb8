/** Charts as pictures: `chart.png` and `chart.svg` of a target or of series. */
import { z } from 'zod';
import { listParameter } from './verdict.js';

/** Of the picture in all, width × height × scale². Twice the pixels take twice the time and memory. */
export const mostPicturePixels = 8_000_000;

const look = z.object({
  /** In CSS pixels; a picture of `scale` 2 has twice as many of its own. */
  width: z.coerce.number().int().min(320).max(1600).default(800),
  height: z.coerce.number().int().min(300).max(1200).default(450),
  /** 2 or 3 for sharp screens and print; an SVG is sharp at any size and takes no heed of it. */
  scale: z.coerce.number().min(1).max(3).default(1),
  lang: z.enum(['zh', 'en']).default('zh'),
  theme: z.enum(['light', 'dark']).default('light'),
  asOf: z.string().optional(),
});

const ofBearableSize = ({ width, height, scale }: z.infer<typeof look>): boolean =>
  width * height * scale ** 2 <= mostPicturePixels;

const tooManyPixels = {
  path: ['scale'],
  error: `width × height × scale² is at most ${mostPicturePixels.toLocaleString('en-US')} pixels`,
};

/** `GET /api/v1/targets/{code}/chart.png`, `…/chart.svg`. */
export const targetPictureQuerySchema = look.refine(ofBearableSize, tooManyPixels);
export type TargetPictureQuery = z.infer<typeof targetPictureQuerySchema>;

/** `GET /api/v1/observations/chart.png`, `…/chart.svg`; `breakdown.DIMENSION=codes` besides. */
export const seriesPictureQuerySchema = look
  .extend({
    indicator: listParameter.pipe(z.array(z.string()).min(1)),
    area: listParameter.optional(),
    frequency: listParameter.pipe(z.array(z.enum(['A', 'S', 'Q', 'M', 'D']))).optional(),
    accumulation: z.enum(['period', 'yearToDate']).optional(),
    from: z.string().optional(),
    to: z.string().optional(),
  })
  .refine(ofBearableSize, tooManyPixels);
export type SeriesPictureQuery = z.infer<typeof seriesPictureQuerySchema>;
