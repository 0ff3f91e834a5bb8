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
  type Target,
  targetSchema,
  type VerdictMove,
} from '#contract';
import { checkCatalogue } from '#ingest';
import { readTargetWarnings, recordJudgements, type TargetWarning } from '#monitoring';
import {
  addAuditEntry,
  type Caller,
  type Database,
  inTransaction,
  lockJudgement,
  type Reader,
  readAreas,
  readBreakdownValues,
  readIndicators,
  readOrganisations,
  readPlan,
  readTargets,
  readTasks,
  saveCatalogue,
  type StoredTarget,
  type Tx,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { ScorecardReader } from '../assessments/scorecard.reader.js';
import { asOfInstant } from '../http/as-of.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';

const dryRunSchema = z.object({
  dryRun: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
});

/** What a change of the catalogue did, or would do. */
interface CatalogueAnswer {
  readonly dryRun: boolean;
  /** Rows written, by kind. */
  readonly changed: Readonly<Record<string, number>>;
  /** Targets that came into force in a new version. */
  readonly targets: readonly string[];
  readonly verdictChanges: readonly VerdictMove[];
  /** What should be looked at twice in these targets. */
  readonly warnings: readonly TargetWarning[];
}

/** Ends a transaction whose result is wanted and whose writes are not. */
class DryRunDone extends Error {
  constructor(readonly result: CatalogueAnswer) {
    super('dry run');
  }
}

/** The plan as data: reading it, and changing it piece by piece or as a whole. */
@Controller('api/v1')
@Access('viewer')
export class CatalogueController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly scorecard: ScorecardReader,
  ) {}

  @Get('plan')
  @ApiOkResponse({ standardSchema: planSchema })
  async plan(): Promise<Plan> {
    return found(await readPlan(this.database.manager), 'No plan is loaded; load one with `guanzhong seed`.');
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
    return found(
      indicators.find((indicator) => indicator.code === code),
      `There is no indicator ${code}.`,
    );
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

  @Put('indicators/:code')
  @Access('admin')
  async putIndicator(
    @Param('code') code: string,
    @Body({ schema: indicatorSchema }) indicator: Indicator,
    @CurrentCaller() caller: Caller,
  ): Promise<Indicator> {
    sameCode(code, indicator.code);
    await this.change(caller, `indicator ${code}`, async (tx) => {
      const stored = await storedCatalogue(tx);
      return { ...stored, indicators: replaced(stored.indicators, indicator) };
    });
    return this.indicator(code);
  }

  @Put('areas/:code')
  @Access('admin')
  async putArea(
    @Param('code') code: string,
    @Body({ schema: areaSchema }) area: Area,
    @CurrentCaller() caller: Caller,
  ): Promise<Area> {
    sameCode(code, area.code);
    await this.change(caller, `area ${code}`, async (tx) => {
      const stored = await storedCatalogue(tx);
      return { ...stored, areas: replaced(stored.areas, area) };
    });
    return area;
  }

  @Put('targets/:code')
  @Access('admin')
  async putTarget(
    @Param('code') code: string,
    @Body({ schema: targetSchema }) target: Target,
    @CurrentCaller() caller: Caller,
  ): Promise<StoredTarget & { verdict: ScorecardRow; warnings: readonly TargetWarning[] }> {
    sameCode(code, target.code);
    const { warnings } = await this.change(caller, `target ${code}`, async (tx) => {
      const stored = await storedCatalogue(tx);
      return { ...stored, targets: replaced(stored.targets, target) };
    });
    return { ...(await this.target(code)), warnings };
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
    return this.change(
      caller,
      `catalogue ${catalogue.plan.code}`,
      () => Promise.resolve(catalogue),
      query.dryRun,
    );
  }

  /**
   * Checks the catalogue as it would be, saves it, judges again and keeps the record of who did it, all in one
   * transaction. A dry run does the same and takes everything back.
   */
  private async change(
    caller: Caller,
    subject: string,
    edit: (tx: Tx) => Promise<Catalogue>,
    dryRun = false,
  ): Promise<CatalogueAnswer> {
    const now = this.clock();
    const work = async (tx: Tx) => {
      await lockJudgement(tx);
      const catalogue = await edit(tx);
      const faults = checkCatalogue(catalogue);
      if (faults.length > 0)
        throw new AppError(
          'invalid-catalogue',
          'Parts of the catalogue do not fit together; see errors. Nothing was changed.',
          faults.map((fault) => ({ path: fault.path.join('.'), code: 'reference', message: fault.message })),
        );
      const { changed, targets } = await saveCatalogue(tx, catalogue, caller.name, now);
      const judged = await recordJudgements(tx, {
        now,
        timeZone: this.configuration.timeZone,
        cause: 'catalogue',
        importId: null,
      });
      await addAuditEntry(tx, {
        at: now,
        who: caller.name,
        action: 'change',
        subject,
        details: { changed, targets },
      });
      const warnings = await readTargetWarnings(tx, {
        asOf: now,
        timeZone: this.configuration.timeZone,
        targetCodes: targets,
      });
      const result = { dryRun, changed, targets, verdictChanges: judged.changes, warnings };
      if (dryRun) throw new DryRunDone(result);
      return result;
    };
    try {
      return await inTransaction(this.database, work);
    } catch (error) {
      if (error instanceof DryRunDone) return error.result;
      throw error;
    }
  }
}

/** What is stored, as one document. */
async function storedCatalogue(reader: Reader): Promise<Catalogue> {
  const plan = found(await readPlan(reader), 'No plan is loaded; load one with `guanzhong seed`.');
  return {
    plan,
    organisations: await readOrganisations(reader),
    tasks: await readTasks(reader),
    areas: await readAreas(reader),
    breakdownValues: await readBreakdownValues(reader),
    indicators: await readIndicators(reader),
    targets: (await readTargets(reader)).map((target) => targetSchema.parse(withoutVersion(target))),
  };
}

function withoutVersion(stored: StoredTarget): Target {
  const {
    id: _id,
    version: _v,
    validFrom: _f,
    validTo: _t,
    changedAt: _a,
    changedBy: _b,
    ...target
  } = stored;
  return target;
}

function replaced<T extends { code: string }>(all: readonly T[], one: T): T[] {
  return [...all.filter((other) => other.code !== one.code), one];
}

function found<T>(value: T | null | undefined, otherwise: string): T {
  if (value === null || value === undefined) throw new AppError('not-found', otherwise);
  return value;
}

function sameCode(path: string, body: string): void {
  if (path !== body)
    throw new AppError('invalid-request', `The path names ${path}, the body ${body}; they must be the same.`);
}
