import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { Configuration } from '#configuration';
import {
  AppError,
  type Area,
  areaSchema,
  type Catalogue,
  catalogueSchema,
  type Indicator,
  indicatorSchema,
  type Organisation,
  organisationSchema,
  type Plan,
  planSchema,
  type ScorecardRow,
} from '#contract';
import {
  type Caller,
  type Database,
  readAreas,
  readIndicators,
  readOrganisations,
  readPlan,
  readTargets,
  type StoredTarget,
  type Tx,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { ScorecardReader } from '../assessments/scorecard.reader.js';
import { asOfInstant } from '../http/as-of.js';
import { CONFIGURATION, DATABASE } from '../runtime.module.js';
import {
  type CatalogueAnswer,
  CatalogueChange,
  noPlan,
  replaced,
  sameCode,
  storedCatalogue,
} from './catalogue-change.js';
import { dryRunSchema } from './dry-run.js';

/** The plan as data: reading it, and changing it piece by piece or as a whole. */
@Controller('api/v1')
@Access('viewer')
export class CatalogueController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly change: CatalogueChange,
    private readonly scorecard: ScorecardReader,
  ) {}

  @Get('plan')
  @ApiOkResponse({ standardSchema: planSchema })
  async plan(): Promise<Plan> {
    const plan = await readPlan(this.database.manager);
    if (plan === null) throw noPlan();
    return plan;
  }

  @Get('organisations')
  @ApiOkResponse({ standardSchema: z.array(organisationSchema) })
  organisations(): Promise<Organisation[]> {
    return readOrganisations(this.database.manager);
  }

  @Get('areas')
  @ApiOkResponse({ standardSchema: z.array(areaSchema) })
  areas(): Promise<Area[]> {
    return readAreas(this.database.manager);
  }

  @Get('indicators')
  @ApiOkResponse({ standardSchema: z.array(indicatorSchema) })
  indicators(): Promise<Indicator[]> {
    return readIndicators(this.database.manager);
  }

  @Get('indicators/:code')
  async indicator(@Param('code') code: string): Promise<Indicator> {
    const indicators = await readIndicators(this.database.manager);
    const indicator = indicators.find((one) => one.code === code);
    if (indicator === undefined) throw new AppError('not-found', `There is no indicator ${code}.`);
    return indicator;
  }

  @Get('targets')
  targets(@Query('asOf') asOf?: string): Promise<StoredTarget[]> {
    const instant = asOfInstant(asOf, this.configuration.timeZone);
    return readTargets(this.database.manager, instant ? { asOf: instant } : {});
  }

  @Get('targets/:code')
  async target(
    @Param('code') code: string,
    @Query('asOf') asOf?: string,
  ): Promise<StoredTarget & { verdict: ScorecardRow }> {
    const instant = asOfInstant(asOf, this.configuration.timeZone);
    const { judgement, row } = await this.scorecard.readOne(code, instant);
    return { ...judgement.target, verdict: row };
  }

  @Put('areas/:code')
  @Access('admin')
  async putArea(
    @Param('code') code: string,
    @Body({ schema: areaSchema }) area: Area,
    @CurrentCaller() caller: Caller,
  ): Promise<Area> {
    sameCode(code, area.code);
    const edit = async (tx: Tx) => {
      const stored = await storedCatalogue(tx);
      return { ...stored, areas: replaced(stored.areas, area) };
    };
    return this.change.make({ caller, subject: `area ${code}`, reason: null, dryRun: false, edit }, () =>
      Promise.resolve(area),
    );
  }

  /** A whole catalogue as one document: what a seeds folder says, in JSON. */
  @Post('catalogue')
  @Access('admin')
  @HttpCode(200)
  load(
    @Body({ schema: catalogueSchema }) catalogue: Catalogue,
    @Query({ schema: dryRunSchema }) query: z.infer<typeof dryRunSchema>,
    @CurrentCaller() caller: Caller,
  ): Promise<CatalogueAnswer> {
    return this.change.make(
      {
        caller,
        subject: `catalogue ${catalogue.plan.code}`,
        reason: null,
        dryRun: query.dryRun,
        edit: () => Promise.resolve(catalogue),
      },
      (_tx, answer) => Promise.resolve(answer),
    );
  }
}
