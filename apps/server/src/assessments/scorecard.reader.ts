import { Inject, Injectable } from '@nestjs/common';
import type { Configuration } from '#configuration';
import type { ScorecardRow, VerdictChange, VerdictChanges } from '#contract';
import { compareVerdicts, judge, type Judgement, recordedHistory, retracedHistory } from '#monitoring';
import {
  type Database,
  inSnapshot,
  readAreas,
  readOrganisations,
  type Reader,
  readTargetVersions,
} from '#storage';
import { dayInZone } from '#time-period';
import { CLOCK, type Clock, CONFIGURATION, DATABASE } from '../runtime.module.js';
import { matches, type Names, type ScorecardFilter, scorecardRow, worstFirst } from './scorecard.js';
import { changedVerdict } from './changed-verdict.js';
import { verdictChange } from './verdict-change.js';
import { withdrawnOrUnknown } from './withdrawn-or-unknown.js';

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
    const [judgements, names] = await Promise.all([this.judge(asOf), this.names()]);
    return judgements
      .map((judgement) => scorecardRow(judgement, instant, names))
      .filter((row) => matches(row, filter))
      .toSorted(worstFirst);
  }

  /** One target, judged by what `reader`, a snapshot perhaps, sees. */
  async readOne(
    code: string,
    asOf: Date | null,
    reader: Reader = this.database.manager,
  ): Promise<{ judgement: Judgement; row: ScorecardRow }> {
    const instant = asOf ?? this.clock();
    const [judgement] = await this.judge(asOf, [code], reader);
    if (!judgement) throw withdrawnOrUnknown(code, await readTargetVersions(reader, code));
    return { judgement, row: scorecardRow(judgement, instant, await namesIn(reader)) };
  }

  /** One target as it stands now by what `reader`, a transaction perhaps, sees; null: it is not in force. */
  async readNow(reader: Reader, code: string): Promise<ScorecardRow | null> {
    const { timeZone } = this.configuration;
    const now = this.clock();
    const [judgement] = await judge(reader, { asOf: now, known: 'now', timeZone, targetCodes: [code] });
    return judgement ? scorecardRow(judgement, now, await namesIn(reader)) : null;
  }

  /** A judgement made elsewhere, as clients see it. */
  async row(judgement: Judgement, asOf: Date): Promise<ScorecardRow> {
    return scorecardRow(judgement, asOf, await this.names());
  }

  /**
   * How one target's verdict changed, the newest first: as it was recorded, or as it would have been by what was known
   * at each past instant.
   */
  async history(code: string, basis: 'recorded' | 'retraced' = 'recorded'): Promise<VerdictChange[]> {
    const { manager } = this.database;
    const { timeZone } = this.configuration;
    const entries =
      basis === 'recorded'
        ? await recordedHistory(manager, code, timeZone)
        : await retracedHistory(manager, code, { now: this.clock(), timeZone });
    if (!entries) throw withdrawnOrUnknown(code, []);
    const names = await this.names();
    return entries.map((entry) => verdictChange(entry, names));
  }

  /** How the targets stand at `to` (null: now) against how they stood at `from`, each by what was known then. */
  async changes(from: Date, to: Date | null): Promise<VerdictChanges> {
    const { timeZone } = this.configuration;
    const until = to ?? this.clock();
    const { compared, changes, names } = await inSnapshot(this.database, async (tx) => ({
      ...(await compareVerdicts(tx, { from, to: until, timeZone, known: to ? 'asOf' : 'now' })),
      names: await namesIn(tx),
    }));
    return {
      from: from.toISOString(),
      to: until.toISOString(),
      fromDay: dayInZone(from, timeZone),
      toDay: dayInZone(until, timeZone),
      compared,
      changes: changes.map((change) => changedVerdict(change, { from, to: until }, names)),
    };
  }

  /**
   * Of now (null), what is stored counts: an import of another process may be known from an instant that this one's
   * clock has not reached.
   */
  private judge(
    asOf: Date | null,
    targetCodes?: string[],
    reader: Reader = this.database.manager,
  ): Promise<Judgement[]> {
    return judge(reader, {
      asOf: asOf ?? this.clock(),
      known: asOf ? 'asOf' : 'now',
      timeZone: this.configuration.timeZone,
      ...(targetCodes ? { targetCodes } : {}),
    });
  }

  private names(): Promise<Names> {
    return namesIn(this.database.manager);
  }
}

async function namesIn(reader: Reader): Promise<Names> {
  const areas = await readAreas(reader);
  const organisations = await readOrganisations(reader);
  return {
    areas: new Map(areas.map((area) => [area.code, area])),
    organisations: new Map(organisations.map((organisation) => [organisation.code, organisation])),
  };
}
