import { Inject, Injectable } from '@nestjs/common';
import { isOfTarget } from '#assessment';
import type { Configuration } from '#configuration';
import type { ScorecardRow, TargetValue, TrajectoryResponse } from '#contract';
import { typedFormat } from '#ingest';
import { type Judgement, readComputedVintages, trajectoryOf } from '#monitoring';
import {
  type Database,
  type ImportOrigin,
  inSnapshot,
  readImportOrigins,
  readVintages,
  type Tx,
} from '#storage';
import { formatPeriod, pointOf } from '#time-period';
import { ScorecardReader } from '../assessments/scorecard.reader.js';
import { periodOf } from '../observations/observed.js';
import { CONFIGURATION, DATABASE } from '../runtime.module.js';

/** A target with its values and all that its page draws beside them. */
export interface TargetCourse {
  readonly judgement: Judgement;
  readonly row: ScorecardRow;
  readonly trajectory: TrajectoryResponse;
  readonly values: readonly TargetValue[];
}

/** F forecast, O missing and the like say that there is no value, so none is listed. */
const noValues: ReadonlySet<string> = new Set(['F', 'H', 'L', 'M', 'O', 'Q']);

type Vintage = Awaited<ReturnType<typeof readVintages | typeof readComputedVintages>>[number];

/** Reads what was ever said of the values that a target is judged on. */
@Injectable()
export class TargetValuesReader {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly scorecard: ScorecardReader,
  ) {}

  /**
   * The target, its path and the vintages of its series, in the order of their periods and the oldest first within
   * one; as of an instant (null: now) only what was known then.
   * @throws AppError not-found
   */
  read(code: string, asOf: Date | null): Promise<TargetCourse> {
    return inSnapshot(this.database, (tx) => this.readIn(tx, code, asOf));
  }

  private async readIn(tx: Tx, code: string, asOf: Date | null): Promise<TargetCourse> {
    const { judgement, row } = await this.scorecard.readOne(code, asOf, tx);
    const { timeZone } = this.configuration;
    const vintages = await this.vintages(tx, judgement, asOf);
    const ids = vintages.flatMap((one) => ('importId' in one ? [one.importId] : []));
    const origins = await readImportOrigins(tx, [...new Set(ids)]);
    const values = vintages.map((vintage) => valueOf(vintage, origins, timeZone));
    return {
      judgement,
      row,
      trajectory: trajectoryOf(judgement, timeZone),
      values: values.toSorted((a, b) => a.time - b.time || compareText(a.period, b.period)),
    };
  }

  private async vintages(tx: Tx, { target, indicator }: Judgement, asOf: Date | null): Promise<Vintage[]> {
    const dimensions = Object.entries(target.breakdown);
    const filter = {
      indicators: [target.indicator],
      areas: [target.area],
      accumulation: 'period' as const,
      breakdown: Object.fromEntries(dimensions.map(([dimension, value]) => [dimension, [value]])),
      ...(asOf && { asOf }),
    };
    const stored: readonly Vintage[] = await readVintages(tx, filter);
    const all = stored.concat(await readComputedVintages(tx, filter));
    return all.filter(
      (one) =>
        Object.keys(one.breakdown).length === dimensions.length &&
        isOfTarget({ kind: indicator.kind, frequency: target.frequency }, one) &&
        !noValues.has(one.status),
    );
  }
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function valueOf(
  vintage: Vintage,
  origins: ReadonlyMap<number, ImportOrigin>,
  timeZone: string,
): TargetValue {
  const period = periodOf(vintage);
  const origin = 'importId' in vintage ? (origins.get(vintage.importId) ?? null) : null;
  return {
    period: formatPeriod(period),
    time: pointOf(period, timeZone),
    value: Number(vintage.value),
    decimal: vintage.value,
    status: vintage.status,
    computed: 'computed' in vintage,
    knownFrom: vintage.knownFrom.toISOString(),
    knownTo: vintage.knownTo?.toISOString() ?? null,
    released: origin !== null && vintage.knownFrom.getTime() !== origin.createdAt.getTime(),
    import: origin && {
      id: origin.id,
      fileName: origin.fileName,
      edited: origin.format === typedFormat,
      sheet: origin.sheet,
      line: 'line' in vintage ? vintage.line : null,
      column: 'column' in vintage ? vintage.column : null,
      uploadedBy: origin.uploadedBy,
      createdAt: origin.createdAt.toISOString(),
    },
    comment: 'comment' in vintage ? vintage.comment : null,
    source: 'source' in vintage ? vintage.source : {},
  };
}
