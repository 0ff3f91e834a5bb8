import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { Configuration } from '#configuration';
import {
  AppError,
  type ScorecardRow,
  type TargetWithdrawal,
  targetWithdrawalSchema,
  type WithdrawnTarget,
  withdrawnTargetSchema,
} from '#contract';
import { withdraw } from '#monitoring';
import {
  addAuditEntry,
  type Caller,
  type Database,
  lockJudgement,
  readAlerts,
  readTargetVersions,
  type StoredTarget,
  type Tx,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { shownAlerts } from '../alerts/shown-alerts.js';
import { ScorecardReader } from '../assessments/scorecard.reader.js';
import { withdrawnOrUnknown } from '../assessments/withdrawn-or-unknown.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { asVersion, CatalogueChange } from './catalogue-change.js';
import { doneOrTried, type DryRun, dryRunSchema } from './dry-run.js';
import { checkReplaced, checkStillInForce } from './replaced-version.js';

/** As the contract's, with instants that are not yet text. */
type WithdrawalAnswer = StoredTarget &
  Pick<WithdrawnTarget, 'dryRun' | 'verdictBefore' | 'counts' | 'alertsEnded' | 'alertsFired'>;

/** The life of a target: its versions, and its end. */
@Controller('api/v1/targets')
@Access('viewer')
export class TargetVersionsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly change: CatalogueChange,
    private readonly scorecard: ScorecardReader,
  ) {}

  /** Every version of a target, in force or not, the oldest first. */
  @Get(':code/versions')
  async versions(@Param('code') code: string): Promise<StoredTarget[]> {
    const versions = await readTargetVersions(this.database.manager, code);
    if (versions.length === 0) throw withdrawnOrUnknown(code, versions);
    return versions;
  }

  /** Withdraws a target from now on, without a word why. Its versions and verdicts stay; PUT puts it in force again. */
  @Delete(':code')
  @Access('admin')
  @HttpCode(200)
  withdraw(@Param('code') code: string, @CurrentCaller() caller: Caller): Promise<StoredTarget> {
    return doneOrTried(this.database, false, async (tx) => {
      await lockJudgement(tx);
      return (await this.end(tx, code, null, caller)).target;
    });
  }

  /** The same with a reason, of the version that was seen; or what it would do. */
  @Post(':code/withdrawal')
  @Access('admin')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: withdrawnTargetSchema })
  async withdrawSeen(
    @Param('code') code: string,
    @Body({ schema: targetWithdrawalSchema }) { version, reason: given }: TargetWithdrawal,
    @Query({ schema: dryRunSchema }) { dryRun }: DryRun,
    @CurrentCaller() caller: Caller,
  ): Promise<WithdrawalAnswer> {
    const reason = given ?? null;
    if (reason === null && !dryRun) throw reasonMissing();
    return doneOrTried(this.database, dryRun, async (tx) => {
      await lockJudgement(tx);
      const versions = await readTargetVersions(tx, code);
      if (versions.length === 0) throw withdrawnOrUnknown(code, versions);
      checkReplaced(`target ${code}`, version, versions.map(asVersion));
      checkStillInForce(`target ${code}`, version, versions.at(-1));
      const verdictBefore = await this.scorecard.readNow(tx, code);
      if (!verdictBefore) throw withdrawnOrUnknown(code, versions);
      const before = await this.change.statuses(tx);
      const open = await readAlerts(tx, { targets: [code], openOnly: true });
      const alerts = await shownAlerts(tx, open, this.clock());
      const { target, alertsFired } = await this.end(tx, code, reason, caller);
      const after = await this.change.statuses(tx);
      const { status } = verdictBefore;
      return {
        ...target,
        dryRun,
        verdictBefore,
        counts: {
          status: { before: countOf(before, status), after: countOf(after, status) },
          targets: { before: before.size, after: after.size },
        },
        alertsEnded: alerts.map(({ id, rule, severity, summary }) => ({ id, rule, severity, summary })),
        alertsFired,
      };
    });
  }

  private async end(
    tx: Tx,
    code: string,
    reason: string | null,
    caller: Caller,
  ): Promise<{ target: StoredTarget; alertsFired: number }> {
    const now = this.clock();
    const { timeZone } = this.configuration;
    const withdrawn = await withdraw(tx, code, { by: caller.name, reason, now, timeZone });
    const versions = await readTargetVersions(tx, code);
    const target = versions.at(-1);
    if (!withdrawn || !target) throw withdrawnOrUnknown(code, versions);
    await addAuditEntry(tx, {
      at: now,
      who: caller.name,
      action: 'withdraw',
      subject: `target ${code}`,
      details: { version: target.version, ...withdrawn, ...(reason === null ? {} : { reason }) },
    });
    return { target, alertsFired: withdrawn.alertsFired };
  }
}

function countOf(
  statuses: ReadonlyMap<string, ScorecardRow['status']>,
  status: ScorecardRow['status'],
): number {
  return [...statuses.values()].filter((one) => one === status).length;
}

function reasonMissing(): AppError {
  const message = 'Say why it is withdrawn: it stays with its versions.';
  return new AppError('invalid-request', message, [
    { path: 'reason', code: 'required', message, zh: '请写明停用的原因，它会留在版本记录里。' },
  ]);
}
