import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type ReleaseCalendar,
  releaseCalendarQuerySchema,
  releaseCalendarSchema,
  timelinessQuerySchema,
  type TimelinessResponse,
  timelinessSchema,
} from '#contract';
import { addDays, dayInZone, daysBetween, isDay } from '#time-period';
import { Access } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CLOCK, type Clock, CONFIGURATION } from '../runtime.module.js';
import { TimelinessReader } from './timeliness.reader.js';

const daysAhead = 90;
const mostDays = 366;
/** Behind it there is no day a release lag later. */
const lastYear = '9900';

/** Whether the organisations publish what they owe in time, and what they owe next. */
@Controller('api/v1')
@Access('viewer')
export class TimelinessController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly reader: TimelinessReader,
  ) {}

  @Get('timeliness')
  @ApiOkResponse({ standardSchema: timelinessSchema })
  async timeliness(
    @Query({ schema: timelinessQuerySchema }) query: z.infer<typeof timelinessQuerySchema>,
  ): Promise<TimelinessResponse> {
    const asOf = asOfInstant(query.asOf, this.configuration.timeZone);
    await this.reader.refuseTooManySeries(organisations(query.organisation));
    return this.reader.timeliness(asOf, organisations(query.organisation));
  }

  @Get('release-calendar')
  @ApiOkResponse({ standardSchema: releaseCalendarSchema })
  async releaseCalendar(
    @Query({ schema: releaseCalendarQuerySchema }) query: z.infer<typeof releaseCalendarQuerySchema>,
  ): Promise<ReleaseCalendar> {
    const from = query.from ?? dayInZone(this.clock(), this.configuration.timeZone);
    const to = query.to ?? (isDay(from) && from < lastYear ? addDays(from, daysAhead) : from);
    checkRange(from, to);
    await this.reader.refuseTooManySeries(organisations(query.organisation));
    const releases = await this.reader.releases(from, to, organisations(query.organisation));
    return {
      from,
      to,
      days: [...new Set(releases.map(({ dueOn }) => dueOn))].toSorted().map((day) => ({
        day,
        releases: releases.filter(({ dueOn }) => dueOn === day).map(({ release }) => release),
      })),
    };
  }
}

/** The one asked for; null: all. */
function organisations(asked: string | undefined): string[] | null {
  return asked === undefined ? null : [asked];
}

function checkRange(from: string, to: string): void {
  const fault = (path: string, message: string) =>
    new AppError('invalid-request', `${path}: ${message}.`, [{ path, code: 'invalid-range', message }]);
  if (!isDay(from)) throw fault('from', `${from} is no day of the calendar`);
  if (!isDay(to)) throw fault('to', `${to} is no day of the calendar`);
  if (to >= lastYear) throw fault('to', `is not before the year ${lastYear}`);
  const days = daysBetween(from, to);
  if (days < 0) throw fault('to', 'is before from');
  if (days > mostDays) throw fault('to', `is more than ${mostDays} days after from`);
}
