import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import type { Status, Verdict } from '#assessment';
import { AppError, type ScorecardRow, type VerdictChange } from '#contract';
import { judge, type Judgement } from '#monitoring';
import { type Database, readAreas, readAssessmentHistory, readOrganisations } from '#storage';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { matches, type Names, type ScorecardFilter, scorecardRow, worstFirst } from './scorecard.js';

/** Judges targets for whoever shows them: the scorecard, one target's page, Grafana's table. */
@Injectable()
export class ScorecardReader {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every target that the filter asks for, judged as of an instant (null: now), the worst first. */
  async read(asOf: Date | null, filter: ScorecardFilter = {}): Promise<ScorecardRow[]> {
    const instant = asOf ?? this.clock();
    const [judgements, names] = await Promise.all([this.judge(instant), this.names()]);
    return judgements
      .map((judgement) => scorecardRow(judgement, instant, names))
      .filter((row) => matches(row, filter))
      .toSorted(worstFirst);
  }

  /** One target, judged. */
  async readOne(code: string, asOf: Date | null): Promise<{ judgement: Judgement; row: ScorecardRow }> {
    const instant = asOf ?? this.clock();
    const [[judgement], names] = await Promise.all([this.judge(instant, [code]), this.names()]);
    if (!judgement) throw new AppError('not-found', `There is no target ${code}.`);
    return { judgement, row: scorecardRow(judgement, instant, names) };
  }

  /** How one target's verdict changed as it was recorded, the newest first. */
  async history(code: string): Promise<VerdictChange[]> {
    const { judgement } = await this.readOne(code, null);
    const [entries, names] = await Promise.all([
      readAssessmentHistory<Verdict>(this.database.manager, code),
      this.names(),
    ]);
    return entries.map((entry) => {
      // The sentence speaks of the target as it was then: its value stands in the recorded verdict.
      const target = {
        ...judgement.target,
        version: entry.targetVersion,
        value: decimalOf(entry.verdict.targetValue),
        upper: decimalOf(entry.verdict.targetUpper),
        due: entry.verdict.due,
      };
      return {
        recordedAt: entry.recordedAt.toISOString(),
        asOf: entry.asOf.toISOString(),
        from: entry.previousStatus as Status | null,
        to: entry.verdict.status,
        cause: entry.cause,
        import: entry.importId,
        verdict: scorecardRow({ ...judgement, target, verdict: entry.verdict }, entry.asOf, names),
      };
    });
  }

  private judge(asOf: Date, targetCodes?: string[]): Promise<Judgement[]> {
    return judge(this.database.manager, {
      asOf,
      timeZone: this.configuration.timeZone,
      ...(targetCodes ? { targetCodes } : {}),
    });
  }

  private async names(): Promise<Names> {
    const [areas, organisations] = await Promise.all([
      readAreas(this.database.manager),
      readOrganisations(this.database.manager),
    ]);
    return {
      areas: new Map(areas.map((area) => [area.code, area])),
      organisations: new Map(organisations.map((organisation) => [organisation.code, organisation])),
    };
  }
}

function decimalOf(value: number | null): string | null {
  return value === null ? null : String(value);
}
