import { Body, Controller, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import {
  AppError,
  type IndicatorChange,
  indicatorChangeSchema,
  type IndicatorVersion,
  indicatorVersionSchema,
  type OrganisationChange,
  organisationChangeSchema,
  type OrganisationVersion,
  organisationVersionSchema,
  type ScorecardRow,
  type VerdictMove,
  type WrittenIndicator,
  writtenIndicatorSchema,
  type WrittenOrganisation,
  writtenOrganisationSchema,
  type WrittenTarget,
  writtenTargetSchema,
} from '#contract';
import { movesBetween, type Statuses, type TargetWarning } from '#monitoring';
import {
  type Caller,
  type CatalogueVersion,
  type Database,
  readIndicatorVersions,
  readOrganisationVersions,
  readTargetVersions,
  type StoredTarget,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { ScorecardReader } from '../assessments/scorecard.reader.js';
import { DATABASE } from '../runtime.module.js';
import { asVersion, CatalogueChange, replaced, sameCode, storedCatalogue } from './catalogue-change.js';
import { type DryRun, dryRunSchema } from './dry-run.js';
import { checkReplaced, checkWithdrawal } from './replaced-version.js';

/** A target as a change left it, or would leave it, with its verdict before and after. */
interface TargetAnswer extends StoredTarget {
  readonly dryRun: boolean;
  readonly verdictBefore: ScorecardRow | null;
  readonly verdict: ScorecardRow;
  readonly verdictChanges: readonly VerdictMove[];
  readonly warnings: readonly TargetWarning[];
}

/** Changing one target, indicator or organisation, each change in a new version; and the versions there are. */
@Controller('api/v1')
@Access('viewer')
export class EntryChangesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly change: CatalogueChange,
    private readonly scorecard: ScorecardReader,
  ) {}

  /** Every version of an indicator, the oldest first. */
  @Get('indicators/:code/versions')
  @ApiOkResponse({ standardSchema: z.array(indicatorVersionSchema) })
  async indicatorVersions(@Param('code') code: string): Promise<IndicatorVersion[]> {
    const versions = await readIndicatorVersions(this.database.manager, code);
    if (versions.length === 0) throw new AppError('not-found', `There is no indicator ${code}.`);
    return versions.map(shown);
  }

  /** Every version of an organisation, the oldest first. */
  @Get('organisations/:code/versions')
  @ApiOkResponse({ standardSchema: z.array(organisationVersionSchema) })
  async organisationVersions(@Param('code') code: string): Promise<OrganisationVersion[]> {
    const versions = await readOrganisationVersions(this.database.manager, code);
    if (versions.length === 0) throw new AppError('not-found', `There is no organisation ${code}.`);
    return versions.map(shown);
  }

  @Put('targets/:code')
  @Access('admin')
  async putTarget(
    @Param('code') code: string,
    @Body({ schema: writtenTargetSchema }) { version, reason, withdrawnAt, ...target }: WrittenTarget,
    @Query({ schema: dryRunSchema }) { dryRun }: DryRun,
    @CurrentCaller() caller: Caller,
  ): Promise<TargetAnswer> {
    sameCode(code, target.code);
    let verdictBefore: ScorecardRow | null = null;
    return this.change.make(
      {
        caller,
        subject: `target ${code}`,
        reason: reason ?? null,
        dryRun,
        edit: async (tx) => {
          const versions = await readTargetVersions(tx, code);
          checkReplaced(`target ${code}`, version, versions.map(asVersion));
          checkWithdrawal(`target ${code}`, { version, withdrawnAt }, versions.at(-1));
          verdictBefore = await this.scorecard.readNow(tx, code);
          const stored = await storedCatalogue(tx);
          return { ...stored, targets: replaced(stored.targets, target) };
        },
      },
      async (tx, { warnings }) => {
        const stored = (await readTargetVersions(tx, code)).at(-1);
        const verdict = await this.scorecard.readNow(tx, code);
        if (!stored || !verdict) throw new Error(`target ${code} was saved and is not there`);
        const from = verdictBefore?.status ?? null;
        const verdictChanges = from === verdict.status ? [] : [{ target: code, from, to: verdict.status }];
        return { ...stored, dryRun, verdictBefore, verdict, verdictChanges, warnings };
      },
    );
  }

  @Put('indicators/:code')
  @Access('admin')
  @ApiOkResponse({ standardSchema: indicatorChangeSchema })
  putIndicator(
    @Param('code') code: string,
    @Body({ schema: writtenIndicatorSchema }) { version, reason, ...indicator }: WrittenIndicator,
    @Query({ schema: dryRunSchema }) { dryRun }: DryRun,
    @CurrentCaller() caller: Caller,
  ): Promise<IndicatorChange> {
    sameCode(code, indicator.code);
    const subject = `indicator ${code}`;
    let statuses: Statuses = new Map();
    return this.change.make(
      {
        caller,
        subject,
        reason: reason ?? null,
        dryRun,
        edit: async (tx) => {
          checkReplaced(subject, version, await readIndicatorVersions(tx, code));
          statuses = await this.change.statuses(tx);
          const stored = await storedCatalogue(tx);
          return { ...stored, indicators: replaced(stored.indicators, indicator) };
        },
      },
      async (tx) => {
        const newest = newestOf(await readIndicatorVersions(tx, code));
        const verdictChanges = movesBetween(statuses, await this.change.statuses(tx));
        return { ...newest.definition, version: newest.version, dryRun, verdictChanges };
      },
    );
  }

  @Put('organisations/:code')
  @Access('admin')
  @ApiOkResponse({ standardSchema: organisationChangeSchema })
  putOrganisation(
    @Param('code') code: string,
    @Body({ schema: writtenOrganisationSchema }) { version, reason, ...written }: WrittenOrganisation,
    @Query({ schema: dryRunSchema }) { dryRun }: DryRun,
    @CurrentCaller() caller: Caller,
  ): Promise<OrganisationChange> {
    sameCode(code, written.code);
    const subject = `organisation ${code}`;
    return this.change.make(
      {
        caller,
        subject,
        reason: reason ?? null,
        dryRun,
        edit: async (tx) => {
          checkReplaced(subject, version, await readOrganisationVersions(tx, code));
          const stored = await storedCatalogue(tx);
          return { ...stored, organisations: replaced(stored.organisations, written) };
        },
      },
      async (tx) => {
        const newest = newestOf(await readOrganisationVersions(tx, code));
        return { ...newest.definition, version: newest.version, dryRun };
      },
    );
  }
}

function shown<Entry>({ version, changedAt, changedBy, reason, definition }: CatalogueVersion<Entry>) {
  return { version, changedAt: changedAt.toISOString(), changedBy, reason, definition };
}

function newestOf<Entry>(versions: readonly CatalogueVersion<Entry>[]): CatalogueVersion<Entry> {
  const newest = versions.at(-1);
  if (!newest) throw new Error('what was just saved has no version');
  return newest;
}
