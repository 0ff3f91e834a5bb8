import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import { assess, type Observation, usableObservations, type Verdict } from '#assessment';
import { type JudgementInputs, observationOf, readJudgementInputs, trajectoryOf } from '#monitoring';
import { type Database, readTargetVersions, readVintages, type StoredVintage } from '#storage';
import { withdrawnOrUnknown } from '../assessments/withdrawn-or-unknown.js';
import { readNames } from '../observations/observation-query.js';
import { areaName } from '../observations/series-name.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import type { Look, Picture } from './picture.js';
import { breakdownNames } from './series-picture.js';
import { targetPicture } from './target-picture.js';

/** Reads what a target's chart shows, by the readers that its verdict is made by. */
@Injectable()
export class TargetPictures {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * The chart of a target as of an instant (null: now), and the verdict that it shows.
   * @throws AppError not-found
   */
  async read(code: string, asOf: Date | null, look: Look): Promise<{ picture: Picture; verdict: Verdict }> {
    const { manager } = this.database;
    const { timeZone } = this.configuration;
    const instant = asOf ?? this.clock();
    const [inputs] = await readJudgementInputs(manager, { asOf: instant, timeZone, targetCodes: [code] });
    if (!inputs) throw withdrawnOrUnknown(code, await readTargetVersions(manager, code));
    const { target, indicator, spec, observations, day } = inputs;
    const [names, vintages] = await Promise.all([
      readNames(manager, {}),
      readVintages(manager, {
        indicators: [target.indicator],
        areas: [target.area],
        accumulation: 'period',
        breakdown: Object.fromEntries(
          Object.entries(target.breakdown).map(([dimension, value]) => [dimension, [value]]),
        ),
        asOf: instant,
      }),
    ]);
    const usable = usableObservations(spec, observations, day);
    const verdict = assess(spec, observations, day);
    const subject = (language: 'zh' | 'en') =>
      [
        areaName(names, target.area, language),
        ...breakdownNames(target.breakdown, indicator, names, language),
      ].join(' · ');
    const picture = targetPicture(
      {
        target,
        indicator,
        subject: { zh: subject('zh'), en: subject('en') },
        verdict,
        observations: usable,
        earlier: earlierOf(inputs, vintages, usable),
        trajectory: trajectoryOf({ target, indicator, verdict }, timeZone),
        day,
        timeZone,
      },
      look,
    );
    return { picture, verdict };
  }
}

/** What was said of the periods shown before it was revised; a value that only gained another status is not earlier. */
function earlierOf(
  { spec, day }: JudgementInputs,
  vintages: readonly StoredVintage[],
  usable: readonly Observation[],
): Observation[] {
  const now = new Map(usable.map((one) => [one.period.end, one]));
  return vintages
    .filter(({ knownTo }) => knownTo !== null)
    .flatMap((vintage) => usableObservations(spec, [observationOf(vintage)], day))
    .filter(({ period, value }) => {
      const present = now.get(period.end);
      return (
        present !== undefined && present.period.frequency === period.frequency && present.value !== value
      );
    });
}
