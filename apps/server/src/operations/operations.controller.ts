import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { type Database, databaseState, isDatabaseUnavailable } from '#storage';
import { Access } from '../accounts/access.js';
import { CLOCK, type Clock, DATABASE } from '../runtime.module.js';
import { Metrics } from './metrics.js';

/** What a machine asks of a service: is it well, and how busy. */
@Controller()
export class OperationsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  @Get('health')
  @Access('public')
  async health(
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ status: string; database: string }> {
    const database = await this.stateOfDatabase();
    response.status(database === 'ok' ? 200 : 503);
    return { status: database === 'ok' ? 'ok' : 'unavailable', database };
  }

  @Get('metrics')
  @Access('viewer')
  async text(@Res({ passthrough: true }) response: Response): Promise<string> {
    response.type(this.metrics.registry.contentType);
    return this.metrics.text(this.database, this.clock());
  }

  private async stateOfDatabase(): Promise<'ok' | 'migrations-missing' | 'unreachable'> {
    try {
      return await databaseState(this.database);
    } catch (error) {
      if (isDatabaseUnavailable(error)) return 'unreachable';
      throw error;
    }
  }
}
