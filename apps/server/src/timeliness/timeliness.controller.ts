import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type Area,
  type Indicator,
  type Organisation,
  type ReleaseCalendar,
  releaseCalendarQuerySchema,
  releaseCalendarSchema,
  timelinessQuerySchema,
  type TimelinessResponse,
  timelinessSchema,
} from '#contract';
import { countTimeliness, type OwedSeries, readOwedSeries, releasesBetween, timelinessOf } from '#monitoring';
import { type Database, readAreas, readIndicators, readOrganisations } from '#storage';
import { addDays, type Day, dayInZone, daysBetween, formatPeriod, isDay } from '#time-period';
import { Access } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';

const daysAhead = 90;
const mostDays = 366;

/** The owed series of whom was asked about, with the names that an answer carries. */
interface Owed {
  readonly series: readonly { readonly indicator: Indicator; readonly series: OwedSeries }[];
  readonly organisations: ReadonlyMap<string, Organisation>;
  readonly areas: ReadonlyMap<string, Area>;
}

/** Whether the organisations publish what they owe in time, and what they owe next. */
@Controller('api/v1')
@Access('viewer')
export class TimelinessController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('timeliness')
  @ApiOkResponse({ standardSchema: timelinessSchema })
  async timeliness(
    @Query({ schema: timelinessQuerySchema }) query: z.infer<typeof timelinessQuerySchema>,
  ): Promise<TimelinessResponse> {
    const asked = asOfInstant(query.asOf, this.configuration.timeZone);
    const asOf = asked ?? this.clock();
    const day = dayInZone(asOf, this.configuration.timeZone);
    const owed = await this.owed(day, query.organisation, asked);
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

  @Get('release-calendar')
  @ApiOkResponse({ standardSchema: releaseCalendarSchema })
  async releaseCalendar(
    @Query({ schema: releaseCalendarQuerySchema }) query: z.infer<typeof releaseCalendarQuerySchema>,
  ): Promise<ReleaseCalendar> {
    const today = dayInZone(this.clock(), this.configuration.timeZone);
    const from = query.from ?? today;
    const to = query.to ?? (isDay(from) ? addDays(from, daysAhead) : from);
    checkRange(from, to);
    const owed = await this.owed(today, query.organisation, null);
    const releases = owed.series.flatMap(({ indicator, series }) =>
      releasesBetween(series, indicator.releaseLagDays, { today, from, to }).map(({ dueOn, period }) => ({
        dueOn,
        release: { ...named(indicator, series.key, owed), period: formatPeriod(period) },
      })),
    );
    return {
      from,
      to,
      days: [...new Set(releases.map(({ dueOn }) => dueOn))].toSorted().map((day) => ({
        day,
        releases: releases.filter(({ dueOn }) => dueOn === day).map(({ release }) => release),
      })),
    };
  }

  private async owed(today: Day, organisation: string | undefined, asOf: Date | null): Promise<Owed> {
    const reader = this.database.manager;
    const organisations = new Map((await readOrganisations(reader)).map((one) => [one.code, one]));
    if (organisation !== undefined && !organisations.has(organisation))
      throw new AppError(
        'unknown-name',
        `There is no organisation ${organisation}; see /api/v1/organisations.`,
      );
    const indicators = (await readIndicators(reader)).filter(
      ({ owner }) => organisation === undefined || owner === organisation,
    );
    const owed = await readOwedSeries(reader, indicators, { today, ...(asOf ? { asOf } : {}) });
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

function checkRange(from: string, to: string): void {
  const fault = (path: string, message: string) =>
    new AppError('invalid-request', `${path}: ${message}.`, [{ path, code: 'invalid-range', message }]);
  if (!isDay(from)) throw fault('from', `${from} is no day of the calendar`);
  if (!isDay(to)) throw fault('to', `${to} is no day of the calendar`);
  const days = daysBetween(from, to);
  if (days < 0) throw fault('to', 'is before from');
  if (days > mostDays) throw fault('to', `is more than ${mostDays} days after from`);
}
