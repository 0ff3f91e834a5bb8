import { stat } from 'node:fs/promises';
import type { ImportWarning, PreviewRow } from '#contract';
import {
  dayNumber,
  dayOfNumber,
  ObservationLoad,
  type SeriesInLoad,
  type SeriesKey,
  type Tx,
} from '#storage';
import { formatPeriod } from '#time-period';
import type { ObservationDraft } from './interpret-row.js';
import type { Layout, ReadRow } from './layouts/layout.js';
import { readAs } from './layouts/read-as.js';
import type { PlainValue } from './plain-rows.js';
import { noRows, readLongFile, type LongBatch } from './read-long.js';
import { readRows } from './read-rows.js';
import type { Recognised } from './recognise.js';
import type { Reference } from './reference.js';
import type { RejectionLog } from './rejection-log.js';
import type { LandedValue } from './sanity/sanity-task.js';
import { mostRowsChecked } from './sanity/sanity-warnings.js';
import { SeriesNumbers } from './series-numbers.js';
import { lettersOf } from './sheet-column.js';

const mostPreviewed = 20;
const mostWarnings = 1000;

/** What was read of a file. */
export interface FileTally {
  readonly rowsRead: number;
  readonly rowsRefused: number;
  /** Cells of a table across that hold nothing, or a sign for a missing value. */
  readonly missing: number;
  readonly preview: readonly PreviewRow[];
  /** The first 1,000. */
  readonly warnings: readonly ImportWarning[];
  /** Where its values are now: in their place, or staged to be compared. */
  readonly load: ObservationLoad;
  /** What the sanity checks compare; of a longer file the first values only. */
  readonly landed: readonly LandedValue[];
}

export interface StageOptions {
  readonly importId: number;
  readonly file: Recognised;
  readonly layout: Layout;
  /** Whether the header has no fault; else no row can land and a file without rows needs no fault of its own. */
  readonly headerSound: boolean;
  readonly reference: Reference;
  readonly rejections: RejectionLog;
  /** @param share of the file's bytes, 0 to 1 */
  readonly onProgress: (rowsRead: number, share: number) => void;
  /** Its reason is thrown as soon as it is aborted. */
  readonly signal: AbortSignal;
}

/**
 * Reads a file's rows into the database, as ObservationLoad says, and its faults into the rejections. COPY's pace is the
 * reader's pace, so that memory does not grow with the file.
 */
export async function stageFile(tx: Tx, options: StageOptions): Promise<FileTally> {
  const load = await ObservationLoad.begin(tx, options.importId);
  const series = new SeriesNumbers(tx, load);
  const { size } = await stat(options.file.textPath);
  const staging = new Staging(options, size, load, series);
  try {
    await staging.readAll();
    if (staging.tally().rowsRead === 0 && options.headerSound)
      await options.rejections.add(options.layout.headerLine + 1, [], [noRows()]);
    await series.createNew();
    const again = await load.takeBackRepeated();
    for (const one of series.all()) if (again.has(one.id)) one.stageAgain();
    if (again.size > 0) await staging.readAgain(again);
    return staging.tally();
  } finally {
    await load.settled();
  }
}

class Staging {
  private readonly preview: PreviewRow[] = [];
  private readonly warnings: ImportWarning[] = [];
  private readonly landed: LandedValue[] = [];
  private rowsRead = 0;
  private rowsRefused = 0;
  private missing = 0;
  private bytesRead = 0;

  constructor(
    private readonly options: StageOptions,
    private readonly bytes: number,
    private readonly load: ObservationLoad,
    private readonly series: SeriesNumbers,
  ) {}

  tally(): FileTally {
    const { rowsRead, rowsRefused, missing, preview, warnings, load, landed } = this;
    return { rowsRead, rowsRefused, missing, preview, warnings, load, landed };
  }

  async readAll(): Promise<void> {
    const everySeries = () => true;
    for await (const batch of this.batches()) {
      if ('plain' in batch) {
        this.rowsRead += batch.plain.length;
        if (this.preview.length < mostPreviewed) this.previewPlain(batch.plain);
        await this.takePlain(batch.plain, everySeries);
      } else {
        this.missing += batch.missing;
        for (const notice of batch.notices) this.warn(notice);
        for (const row of batch.rows) await this.take(row);
      }
      this.options.onProgress(this.rowsRead, Math.min(this.bytesRead / this.bytes, 1));
      await this.load.send();
    }
    await this.load.finish();
  }

  /** Reads the rows of some series a second time: they were taken back. */
  async readAgain(ids: ReadonlySet<string>): Promise<void> {
    const wanted = (one: SeriesInLoad) => ids.has(one.id);
    for await (const batch of this.batches()) {
      if ('plain' in batch) await this.takePlain(batch.plain, wanted);
      else for (const row of batch.rows) await this.land(row, wanted);
      await this.load.send();
    }
    await this.load.finish();
  }

  private async *batches(): AsyncGenerator<LongBatch> {
    const { layout, reference, signal } = this.options;
    const onPiece = (bytes: number) => {
      this.bytesRead += bytes;
    };
    const file = { ...this.options.file, onPiece };
    const batches =
      layout.kind === 'long'
        ? readLongFile(layout, file, reference)
        : readAs(layout, readRows(file), reference);
    for await (const batch of batches) {
      signal.throwIfAborted();
      yield batch;
    }
  }

  private async takePlain(
    values: readonly PlainValue[],
    wanted: (series: SeriesInLoad) => boolean,
  ): Promise<void> {
    const { load } = this;
    for (const value of values) {
      const { series } = value;
      series.inLoad ??= await this.series.of(series.key);
      if (!wanted(series.inLoad)) continue;
      load.add(series.inLoad, value);
      if (this.landed.length < mostRowsChecked) this.noteLanded(value, series.inLoad, value.start);
    }
  }

  private async take(row: ReadRow): Promise<void> {
    this.rowsRead += 1;
    const place = row.column === '' ? { line: row.line } : { line: row.line, column: row.column };
    for (const notice of row.notices) this.warn({ ...place, ...notice });
    if (row.faults.length > 0) {
      this.rowsRefused += 1;
      await this.options.rejections.add(row.line, row.cells, row.faults);
      return;
    }
    for (const draft of row.observations)
      if (this.preview.length < mostPreviewed) this.preview.push(this.previewRow(row, draft));
    await this.land(row, () => true);
  }

  private async land(row: ReadRow, wanted: (series: SeriesInLoad) => boolean): Promise<void> {
    if (row.faults.length > 0) return;
    for (const draft of row.observations) {
      const series = await this.series.of(draft.series);
      if (!wanted(series)) continue;
      const { period, value, status, released, knownFrom, comment, source } = draft;
      this.load.add(series, {
        start: dayNumber(period.start),
        end: dayNumber(period.end),
        value,
        status,
        released,
        knownFrom,
        comment,
        source,
        line: row.line,
        column: row.column,
        columnLetters: lettersOf(row.column),
      });
      if (this.landed.length < mostRowsChecked) this.noteLanded(row, series, dayNumber(period.start));
    }
  }

  private noteLanded(
    { line, column }: { readonly line: number; readonly column: string },
    { id }: SeriesInLoad,
    start: number,
  ): void {
    const value = { line, seriesId: id, periodStart: dayOfNumber(start) };
    this.landed.push(column === '' ? value : { ...value, column });
  }

  private warn(warning: ImportWarning): void {
    if (this.warnings.length < mostWarnings) this.warnings.push(warning);
  }

  private previewPlain(values: readonly PlainValue[]): void {
    for (const { line, series, period, value, status } of values.slice(
      0,
      mostPreviewed - this.preview.length,
    ))
      this.preview.push(this.shown(series.key, { line, column: '', period, value, status, written: value }));
  }

  private previewRow({ line, column, written }: ReadRow, draft: ObservationDraft): PreviewRow {
    const { value, status } = draft;
    return this.shown(draft.series, {
      line,
      column,
      period: formatPeriod(draft.period),
      value,
      status,
      written,
    });
  }

  private shown(
    { indicator, area, breakdown }: SeriesKey,
    row: Pick<PreviewRow, 'line' | 'column' | 'period' | 'value' | 'status' | 'written'>,
  ): PreviewRow {
    const unit = this.options.reference.indicators.get(indicator)?.unit.zh ?? '';
    return { ...row, indicator, area, breakdown: { ...breakdown }, unit };
  }
}
