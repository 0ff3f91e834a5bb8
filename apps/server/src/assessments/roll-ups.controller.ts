import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import { AppError, type RollUps, rollUpsQuerySchema, rollUpsSchema } from '#contract';
import { judge } from '#monitoring';
import { type Database, readAreas, readOrganisations, readPlan, readTasks } from '#storage';
import { Access } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { rollUps } from './roll-ups.js';

/** How groups of targets stand. */
@Controller('api/v1/rollups')
@Access('viewer')
export class RollUpsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: rollUpsSchema })
  async rollUps(
    @Query({ schema: rollUpsQuerySchema }) { by, asOf }: z.infer<typeof rollUpsQuerySchema>,
  ): Promise<RollUps> {
    const { timeZone } = this.configuration;
    const reader = this.database.manager;
    const instant = asOfInstant(asOf, timeZone) ?? this.clock();
    const judgements = await judge(reader, { asOf: instant, timeZone });
    const plan = await readPlan(reader);
    const rolledUp =
      plan &&
      rollUps(judgements, by, {
        plan,
        tasks: await readTasks(reader),
        organisations: await readOrganisations(reader),
        areas: await readAreas(reader),
      });
    if (!rolledUp)
      throw new AppError('not-found', 'There is no target yet; load a plan with `guanzhong seed`.');
    return { asOf: instant.toISOString(), by, ...rolledUp };
  }
}
