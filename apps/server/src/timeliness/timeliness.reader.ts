import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import {
  AppError,
  type Area,
  type Indicator,
  type Organisation,
  type ReleaseCalendar,
  type TimelinessResponse,
} from '#contract';
import { countTimeliness, type OwedSeries, readOwedSeries, releasesBetween, timelinessOf } from '#monitoring';
import { type Database, hasMoreSeries, readAreas, readIndicators, readOrganisations } from '#storage';
import { type Day, dayInZone, formatPeriod } from '#time-period';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';

/** More series than these are not listed in one answer. */
const mostListed = 10_000;

/** The owed series of whom was asked about, with the names that an answer carries. */
interface Owed {
  readonly series: readonly { readonly indicator: Indicator; readonly series: OwedSeries }[];
  readonly organisations: ReadonlyMap<string, Organisation>;
  readonly areas: ReadonlyMap<string, Area>;
}

interface Narrower {
  readonly indicators?: readonly string[];
  readonly areas?: readonly string[] | undefined;
}

/** A value that is to come, and the day by which it is. */
export interface ComingRelease {
  readonly dueOn: Day;
  readonly release: ReleaseCalendar['days'][number]['releases'][number];
}

/** How far the series are kept up, for whoever shows it: the API and Grafana's tables. */
@Injectable()
export class TimelinessReader {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Whether the series that these organisations owe (null: all) are kept up as of an instant (null: now).
   * @param of these indicators and areas only; what is absent means all.
   */
  async timeliness(
    asked: Date | null,
    organisations: readonly string[] | null,
    of: Narrower = {},
  ): Promise<TimelinessResponse> {
    const asOf = asked ?? this.clock();
    const day = dayInZone(asOf, this.configuration.timeZone);
    const owed = await this.owed(day, organisations, asked, of);
    const judged = owed.series.map(({ indicator, series }) => ({
      indicator,
      key: series.key,
      newest: series.newest,
      ...timelinessOf(series, indicator.releaseLagDays, day),
    }));
    return {
      asOf: asOf.toISOString(),
      day,
      organisations: [...new Set(judged.map(({ indicator }) => indicator.owner))]
        .map((organisation) => ({
          organisation,
          name: owed.organisations.get(organisation)!.name,
          ...countTimeliness(judged.filter(({ indicator }) => indicator.owner === organisation)),
        }))
        .toSorted((a, b) => a.shareOnTime - b.shareOnTime || (a.organisation < b.organisation ? -1 : 1)),
      series: judged
        .toSorted((a, b) => b.daysLate - a.daysLate || (a.dueOn < b.dueOn ? -1 : Number(a.dueOn > b.dueOn)))
        .map(({ indicator, key, state, newest, next, dueOn, daysLate }) => ({
          ...named(indicator, key, owed),
          state,
          newest: newest && formatPeriod(newest),
          next: formatPeriod(next),
          dueOn,
          daysLate,
        })),
    };
  }

  /**
   * For whoever lists what organisations (null: all) owe, and does not only count it.
   * @throws AppError too-large.
   */
  async refuseTooManySeries(organisations: readonly string[] | null): Promise<void> {
    const reader = this.database.manager;
    const indicators = (await readIndicators(reader))
      .filter(({ owner }) => organisations?.includes(owner) ?? true)
      .map(({ code }) => code);
    if (await hasMoreSeries(reader, { indicators }, mostListed))
      throw new AppError(
        'too-large',
        `These are more than ${mostListed} series. Ask for one organisation${organisations ? ' that has fewer' : ''}.`,
        [
          {
            path: 'organisation',
            code: 'too-many-series',
            message: `at most ${mostListed} series at a time`,
          },
        ],
      );
  }

  /** What falls due on these days and is not there yet, indicator by indicator. */
  async releases(from: Day, to: Day, organisations: readonly string[] | null): Promise<ComingRelease[]> {
    const today = dayInZone(this.clock(), this.configuration.timeZone);
    const owed = await this.owed(today, organisations, null);
    return owed.series.flatMap(({ indicator, series }) =>
      releasesBetween(series, indicator.releaseLagDays, { today, from, to }).map(({ dueOn, period }) => ({
        dueOn,
        release: { ...named(indicator, series.key, owed), period: formatPeriod(period) },
      })),
    );
  }

  private async owed(
    today: Day,
    asked: readonly string[] | null,
    asOf: Date | null,
    of: Narrower = {},
  ): Promise<Owed> {
    const reader = this.database.manager;
    const organisations = new Map((await readOrganisations(reader)).map((one) => [one.code, one]));
    for (const organisation of asked ?? [])
      if (!organisations.has(organisation))
        throw new AppError(
          'unknown-name',
          `There is no organisation ${organisation}; see /api/v1/organisations.`,
        );
    const indicators = (await readIndicators(reader)).filter(
      ({ owner, code }) =>
        (asked === null || asked.includes(owner)) && (of.indicators?.includes(code) ?? true),
    );
    const owed = await readOwedSeries(reader, indicators, {
      today,
      ...(asOf ? { asOf } : {}),
      ...(of.areas ? { areas: of.areas } : {}),
    });
    return {
      series: owed.flatMap(({ indicator, series }) => series.map((one) => ({ indicator, series: one }))),
      organisations,
      areas: new Map((await readAreas(reader)).map((area) => [area.code, area])),
    };
  }
}

function named(indicator: Indicator, key: OwedSeries['key'], { areas }: Owed) {
  return {
    indicator: indicator.code,
    indicatorName: indicator.name,
    area: key.area,
    areaName: areas.get(key.area)!.name,
    frequency: key.frequency,
    accumulation: key.accumulation,
    breakdown: key.breakdown,
    organisation: indicator.owner,
  };
}
