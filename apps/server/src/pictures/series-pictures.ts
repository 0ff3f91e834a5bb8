import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Configuration } from '#configuration';
import { AppError, type Indicator, type SeriesPictureQuery } from '#contract';
import { readWithComputed } from '#monitoring';
import { type Database, hasMoreVintages } from '#storage';
import { dayInZone } from '#time-period';
import { filterOf, readNames, refuseTooManyInputs } from '../observations/observation-query.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import type { Look, Picture } from './picture.js';
import { mostSeries, seriesOf, seriesPicture } from './series-picture.js';

/** A day's value for 17 years in each of eight series. */
const mostValues = 50_000;

/** Reads the series that a chart of several shows. */
@Injectable()
export class SeriesPictures {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AppError unknown-name, invalid-request: too many series for one chart, or of several units. */
  async read(asked: SeriesPictureQuery, request: Request, look: Look): Promise<Picture> {
    const { manager } = this.database;
    const { timeZone } = this.configuration;
    const names = await readNames(manager, asked);
    const indicators = asked.indicator.flatMap((code) => names.indicators.get(code) ?? []);
    refuseUnits(indicators);
    const filter = filterOf(asked, request, timeZone);
    refuseDimensions(Object.keys(filter.breakdown ?? {}), indicators);
    // Counted first: what is refused must not have filled the memory before.
    if (await hasMoreVintages(manager, filter, mostValues))
      throw refusal(
        'indicator',
        'too-many-values',
        `These are more than ${mostValues} values, more than a chart shows. Narrow area, frequency, breakdown, from or to.`,
      );
    await refuseTooManyInputs(manager, filter);
    const observations = await readWithComputed(manager, filter);
    const series = seriesOf(observations, indicators);
    if (series.length > mostSeries)
      throw refusal(
        'indicator',
        'too-many-series',
        `These are ${series.length} series; a chart shows at most ${mostSeries}. Narrow area, frequency, accumulation or breakdown.`,
      );
    return seriesPicture(
      {
        series,
        asked: { indicators, areas: asked.area ?? [] },
        names,
        day: dayInZone(filter.asOf ?? this.clock(), timeZone),
        timeZone,
      },
      look,
    );
  }
}

function refuseDimensions(asked: readonly string[], indicators: readonly Indicator[]): void {
  const dimensions = new Set(indicators.flatMap((indicator) => indicator.dimensions));
  const unknown = asked.filter((dimension) => !dimensions.has(dimension));
  if (unknown.length > 0)
    throw new AppError('unknown-name', `These indicators have no dimension ${unknown.join(', ')}.`);
}

/** One vertical axis means one unit. */
function refuseUnits(indicators: readonly Indicator[]): void {
  const units = [...new Set(indicators.map((indicator) => indicator.unit.zh))];
  if (units.length > 1)
    throw refusal(
      'indicator',
      'several-units',
      `These indicators are measured in ${units.join(', ')}; a chart has one axis. Ask for one picture each.`,
    );
}

const refusal = (path: string, code: string, message: string) =>
  new AppError('invalid-request', message, [{ path, code, message }]);
