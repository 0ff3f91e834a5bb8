import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { grafanaPayloadSchema } from '#contract';
import { readComputedObservations } from '#monitoring';
import { type Database, readSeriesOfIndicators } from '#storage';
import { refuseTooManyInputs } from '../observations/observation-query.js';
import { DATABASE } from '../runtime.module.js';
import {
  choicesIn,
  type ExistingSeries,
  labelled,
  listNamed,
  listsOfSeries,
  type Narrowing,
  narrowedIndicators,
} from './choices.js';
import { selectionOf } from './interpolation.js';
import { languageOf } from './payload.js';
import type { PlanNames } from './plan-names.js';

const { indicator, area, organisation, task, breakdown, language } = grafanaPayloadSchema.shape;

/** What an editor or a variable asks for: a list (`target`) and the entries of a payload that narrow it. */
export const askedListSchema = z.object({
  target: z.string().default(''),
  indicator,
  area,
  organisation,
  task,
  breakdown,
  language,
});
export type AskedList = z.infer<typeof askedListSchema>;

/** Reads what lists to choose from depend on. */
@Injectable()
export class ListReader {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The entries of the list asked for, narrowed by what was chosen before. */
  async entries(asked: AskedList, names: PlanNames): Promise<{ text: string; value: string }[]> {
    const list = listNamed(asked.target);
    const narrowing: Narrowing = {
      indicators: selectionOf(asked.indicator),
      areas: selectionOf(asked.area),
      organisations: selectionOf(asked.organisation),
      tasks: selectionOf(asked.task),
      breakdown: asked.breakdown,
    };
    const indicators = narrowedIndicators(narrowing, names);
    const series =
      indicators && listsOfSeries.has(list) ? await this.series(indicators.map(({ code }) => code)) : [];
    return labelled(choicesIn(list, narrowing, names, series), languageOf(asked.language));
  }

  /** The series that there are of these indicators, stored and computed. */
  private async series(indicators: readonly string[]): Promise<readonly ExistingSeries[]> {
    const { manager } = this.database;
    await refuseTooManyInputs(manager, { indicators });
    const stored: readonly ExistingSeries[] = await readSeriesOfIndicators(manager, indicators);
    return stored.concat(await readComputedObservations(manager, { indicators }));
  }
}
