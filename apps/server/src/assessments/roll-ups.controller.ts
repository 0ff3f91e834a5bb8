import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Configuration } from '#configuration';
import { AppError, type RollUps, rollUpsQuerySchema, rollUpsSchema } from '#contract';
import { Access } from '../accounts/access.js';
import { asOfInstant } from '../http/as-of.js';
import { CONFIGURATION } from '../runtime.module.js';
import { RollUpsReader } from './roll-ups.reader.js';

/** How groups of targets stand. */
@Controller('api/v1/rollups')
@Access('viewer')
export class RollUpsController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly reader: RollUpsReader,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: rollUpsSchema })
  async rollUps(
    @Query({ schema: rollUpsQuerySchema }) { by, asOf }: z.infer<typeof rollUpsQuerySchema>,
  ): Promise<RollUps> {
    const rolledUp = await this.reader.read(by, asOfInstant(asOf, this.configuration.timeZone));
    if (!rolledUp)
      throw new AppError('not-found', 'There is no target yet; load a plan with `guanzhong seed`.');
    return rolledUp;
  }
}
