import { Controller, Delete, Get, HttpCode, Inject, Param } from '@nestjs/common';
import type { Configuration } from '#configuration';
import { inTurn } from '#ingest';
import { withdraw } from '#monitoring';
import {
  addAuditEntry,
  type Caller,
  type Database,
  inTransaction,
  lockJudgement,
  readTargetVersions,
  type StoredTarget,
  type Tx,
} from '#storage';
import { Access, CurrentCaller } from '../accounts/access.js';
import { withdrawnOrUnknown } from '../assessments/withdrawn-or-unknown.js';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';

/** The life of a target: its versions, and its end. */
@Controller('api/v1/targets')
@Access('viewer')
export class TargetVersionsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every version of a target, in force or not, the oldest first. */
  @Get(':code/versions')
  async versions(@Param('code') code: string): Promise<StoredTarget[]> {
    const versions = await readTargetVersions(this.database.manager, code);
    if (versions.length === 0) throw withdrawnOrUnknown(code, versions);
    return versions;
  }

  /** Withdraws a target from now on. Its versions and verdicts stay; PUT puts it in force again. */
  @Delete(':code')
  @Access('admin')
  @HttpCode(200)
  withdraw(@Param('code') code: string, @CurrentCaller() caller: Caller): Promise<StoredTarget> {
    const work = async (tx: Tx) => {
      await lockJudgement(tx);
      const now = this.clock();
      const withdrawn = await withdraw(tx, code, { now, timeZone: this.configuration.timeZone });
      const versions = await readTargetVersions(tx, code);
      const last = versions.at(-1);
      if (!withdrawn || !last) throw withdrawnOrUnknown(code, versions);
      await addAuditEntry(tx, {
        at: now,
        who: caller.name,
        action: 'withdraw',
        subject: `target ${code}`,
        details: { version: last.version, ...withdrawn },
      });
      return last;
    };
    return inTurn(this.database, () => inTransaction(this.database, work));
  }
}
