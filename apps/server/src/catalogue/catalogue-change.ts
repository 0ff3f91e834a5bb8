import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import { AppError, type Catalogue, type Target, targetSchema, type VerdictMove } from '#contract';
import { checkCatalogue } from '#ingest';
import {
  readTargetWarnings,
  recordJudgements,
  type Statuses,
  statusesNow,
  type TargetWarning,
} from '#monitoring';
import {
  addAuditEntry,
  type Caller,
  type Database,
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
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { doneOrTried } from './dry-run.js';
import type { Version } from './replaced-version.js';

/** What a change of the catalogue did, or would do. */
export interface CatalogueAnswer {
  readonly dryRun: boolean;
  /** Rows written, by kind. */
  readonly changed: Readonly<Record<string, number>>;
  /** Targets that came into force in a new version. */
  readonly targets: readonly string[];
  readonly verdictChanges: readonly VerdictMove[];
  /** What should be looked at twice in these targets. */
  readonly warnings: readonly TargetWarning[];
}

/** A change that somebody wants. */
export interface WantedChange {
  readonly caller: Caller;
  /** For the audit: "target rail-hours". */
  readonly subject: string;
  readonly reason: string | null;
  readonly dryRun: boolean;
  /** The catalogue as it would be. */
  readonly edit: (tx: Tx) => Promise<Catalogue>;
}

/** Changes the catalogue as a whole or in one place. */
@Injectable()
export class CatalogueChange {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Checks the catalogue as it would be, saves it, judges again and keeps the record of who did it, all in one
   * transaction. A dry run does the same and takes everything back.
   * @param look what else is to be read while the change is in place.
   */
  async make<T>(
    { caller, subject, reason, dryRun, edit }: WantedChange,
    look: (tx: Tx, answer: CatalogueAnswer) => Promise<T>,
  ): Promise<T> {
    const { timeZone } = this.configuration;
    const work = async (tx: Tx) => {
      await lockJudgement(tx);
      // Not before: a change that waited for another one comes after it.
      const now = this.clock();
      const catalogue = await edit(tx);
      const faults = checkCatalogue(catalogue);
      if (faults.length > 0)
        throw new AppError(
          'invalid-catalogue',
          'Parts of the catalogue do not fit together; see errors. Nothing was changed.',
          faults.map((fault) => ({ path: fault.path.join('.'), code: 'reference', message: fault.message })),
        );
      const { changed, targets } = await saveCatalogue(tx, catalogue, caller.name, now, reason);
      const judged = await recordJudgements(tx, { now, timeZone, cause: 'catalogue', importId: null });
      await addAuditEntry(tx, {
        at: now,
        who: caller.name,
        action: 'change',
        subject,
        details: { changed, targets, ...(reason === null ? {} : { reason }) },
      });
      const warnings = await readTargetWarnings(tx, { asOf: now, timeZone, targetCodes: targets });
      return look(tx, { dryRun, changed, targets, verdictChanges: judged.changes, warnings });
    };
    return doneOrTried(this.database, dryRun, work);
  }

  /** How all targets stand now by what the transaction sees. */
  statuses(tx: Tx): Promise<Statuses> {
    const { timeZone } = this.configuration;
    return statusesNow(tx, { asOf: this.clock(), timeZone });
  }
}

/** What is stored, as one document. */
export async function storedCatalogue(reader: Reader): Promise<Catalogue> {
  const plan = await readPlan(reader);
  if (plan === null) throw noPlan();
  return {
    plan,
    organisations: await readOrganisations(reader),
    tasks: await readTasks(reader),
    areas: await readAreas(reader),
    breakdownValues: await readBreakdownValues(reader),
    indicators: await readIndicators(reader),
    targets: (await readTargets(reader)).map(withoutVersion),
  };
}

export function noPlan(): AppError {
  return new AppError('not-found', 'No plan is loaded; load one with `guanzhong seed`.');
}

/** What a version of a target says, without which version it is. */
export function withoutVersion(stored: StoredTarget): Target {
  const {
    id: _id,
    version: _v,
    validFrom: _f,
    validTo: _t,
    changedAt: _a,
    changedBy: _b,
    changeReason: _r,
    withdrawn: _w,
    ...target
  } = stored;
  return targetSchema.parse(target);
}

/** A version of a target as it matters for a change that is made on it. */
export function asVersion(stored: StoredTarget): Version {
  const { version, changedAt, changedBy, changeReason: reason } = stored;
  return { version, changedAt, changedBy, reason, definition: withoutVersion(stored) };
}

/** A list of the catalogue with one entry in its new form, at the end. */
export function replaced<T extends { code: string }>(all: readonly T[], one: T): T[] {
  return [...all.filter((other) => other.code !== one.code), one];
}

/** @throws AppError invalid-request when the path and the body name different things. */
export function sameCode(path: string, body: string): void {
  if (path !== body)
    throw new AppError('invalid-request', `The path names ${path}, the body ${body}; they must be the same.`);
}
