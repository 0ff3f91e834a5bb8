import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Client } from 'pg';
import type { Tx } from '../database.js';
import { CopyRows, dayNumber } from './copy-rows.js';
import { emptyStaging } from './staging.js';

/** One value of a file. */
export interface LoadedValue {
  /** First and last day of the period as {@link dayNumber} counts. */
  readonly start: number;
  readonly end: number;
  /** Exact decimal text. */
  readonly value: string;
  readonly status: string;
  readonly knownFrom: Date;
  /** Whether the file itself gave the release date. */
  readonly released: boolean;
  readonly comment: string | null;
  readonly source: Readonly<Record<string, string>>;
  /** Of the file; null: the value stands in none. */
  readonly line: number | null;
  /** Header text or letter of its column, where a line holds several values; else blank. */
  readonly column: string;
  /** Letters of its column in a spreadsheet, where a line holds several values. */
  readonly columnLetters: string | null;
}

/** A day after, and before, every other; unlike Infinity V8 keeps it within the object, of which there may be many. */
const never = 1_000_000_000;

/** A series while a file is loaded: what is stored of it, and which periods the file has given so far. */
export class SeriesInLoad {
  /** The id as COPY writes it. */
  readonly number: number;
  private newest: number;
  private first = never;
  private last = -never;
  /** Whether a value of it went straight to where it stays. */
  landed = false;

  /** @param newest start of the newest period that has a value; null when none has. */
  constructor(
    readonly id: string,
    newest: string | null,
  ) {
    this.number = Number(id);
    this.newest = newest === null ? -never : dayNumber(newest);
  }

  /** Whether no row of the file before was of this period, for certain: it lies outside all that there were. */
  isFirstOf(start: number): boolean {
    const ahead = start > this.last;
    if (!ahead && start >= this.first) return false;
    if (ahead) this.last = start;
    if (start < this.first) this.first = start;
    return true;
  }

  /** Whether nothing is stored of this period, for certain. */
  isBeyondStored(start: number): boolean {
    return start > this.newest;
  }

  /** Its rows were taken back; those of the second reading are compared with one another in staging. */
  stageAgain(): void {
    this.first = never;
    this.last = -never;
    this.newest = never;
    this.landed = false;
  }
}

/** Bytes that are sent at once: small enough to keep little in memory, large enough for COPY to be worth its start. */
const sentAtOnce = 1024 * 1024;
const settings = [
  // For the hash tables and sorts of the merge: those of a million rows stay in memory.
  "work_mem = '64MB'",
  // The statements of a merge are few and long; translating them to machine code costs more than it saves.
  'jit = off',
  // Ten million rows take minutes in one statement, which ends at once when the import is cancelled.
  "statement_timeout = '1h'",
  // Staging is analysed to be told from an empty table, not for its distributions: a tenth of the usual sample does.
  'default_statistics_target = 10',
];
/** Rows that may repeat another from which on a file is taken for one in no order, or with several releases. */
const mostRepeats = 1000;

/**
 * Takes the values of a file into the database, in as few writes as each needs. A value that is new for certain is
 * copied straight into `observation`: its series has nothing stored from its period on, and the file's rows so far
 * were all of earlier, or all of later periods. Whatever may be known already, or may be given twice, is copied into
 * staging, from where {@link mergeStaged} takes it.
 *
 * Rows are gathered here and sent by COPY some thousand at a time, while the next ones are read. Between two COPYs the
 * transaction can be asked other things: call {@link idle} before.
 */
export class ObservationLoad {
  private sending: Promise<void> = Promise.resolve();
  private place = 0;
  private repeats = 0;
  private sentDirectly = 0;
  private readonly touched = new Set<string>();
  private readonly toObservation = new Destination(
    `copy observation (series_id, period_start, period_end, value, status, known_from, import_id, comment, source,
       line, column_letters) from stdin with (format binary)`,
  );
  private readonly toStaging = new Destination(
    `copy observation_staging (series_id, period_start, period_end, value, status, known_from, place, comment, source,
       line, column_letters, "column", released, repeats) from stdin with (format binary)`,
  );

  private constructor(
    private readonly tx: Tx,
    readonly importId: number,
  ) {}

  /** Begins a load in a transaction that holds lockJudgement. */
  static async begin(tx: Tx, importId: number): Promise<ObservationLoad> {
    for (const setting of settings) await tx.query(`set local ${setting}`);
    // What an import that was rolled back has left there would have to be passed over.
    await emptyStaging(tx);
    return new ObservationLoad(tx, importId);
  }

  /** How many values went straight into `observation`. */
  get landed(): number {
    return this.sentDirectly;
  }

  /** Ids of the series that they belong to. */
  get landedSeries(): ReadonlySet<string> {
    return this.touched;
  }

  /** Whether any was staged. */
  get hasStaged(): boolean {
    return this.place > this.sentDirectly;
  }

  /** Whether two values may be of the same series and period. */
  get hasRepeats(): boolean {
    return this.repeats > 0;
  }

  add(series: SeriesInLoad, value: LoadedValue): void {
    const { start } = value;
    const isFirst = series.isFirstOf(start);
    if (!isFirst) this.repeats += 1;
    this.place += 1;
    if (isFirst && series.isBeyondStored(start) && this.repeats < mostRepeats) {
      if (!series.landed) this.touched.add(series.id);
      series.landed = true;
      this.sentDirectly += 1;
      write(this.toObservation.rows, 11, series, value, this.importId);
    } else {
      const { rows } = this.toStaging;
      write(rows, 14, series, value, this.place);
      if (value.column === '') rows.nothing();
      else rows.text(value.column);
      rows.boolean(value.released);
      rows.boolean(!isFirst);
    }
  }

  /** Sends what has become enough to be sent. Resolves when more can be taken, not when it is sent. */
  async send(): Promise<void> {
    for (const destination of [this.toObservation, this.toStaging])
      if (destination.rows.length >= sentAtOnce) await this.sendRows(destination);
  }

  /** Resolves when the transaction is free for something else. */
  async idle(): Promise<void> {
    await this.sending;
  }

  /** Resolves when nothing is under way any more, be it sent or not. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.sending]);
  }

  /** Sends the rest and waits for it. */
  async finish(): Promise<void> {
    for (const destination of [this.toObservation, this.toStaging])
      if (destination.rows.rows > 0) await this.sendRows(destination);
    await this.sending;
  }

  /**
   * Takes back every row of the series of which a value went straight into `observation` and was given again later:
   * both must stand in staging to be compared. Then the file is read again for the rows of these series.
   * @returns their ids.
   */
  async takeBackRepeated(): Promise<Set<string>> {
    await this.finish();
    if (this.repeats === 0) return new Set();
    await this.tx.query('analyze observation_staging (series_id, period_start, repeats)');
    const rows: { id: string }[] = await this.tx.query(
      `select distinct s.series_id::text as id from observation_staging s
       join observation o on o.series_id = s.series_id and o.period_start = s.period_start
       where s.repeats and o.import_id = $1`,
      [this.importId],
    );
    if (rows.length === 0) return new Set();
    const ids = rows.map(({ id }) => id);
    await this.tx.query('delete from observation_staging where series_id = any($1::bigint[])', [ids]);
    const [, taken]: [unknown[], number] = await this.tx.query(
      'delete from observation where series_id = any($1::bigint[]) and import_id = $2',
      [ids, this.importId],
    );
    this.sentDirectly -= taken;
    for (const id of ids) this.touched.delete(id);
    return new Set(ids);
  }

  private async sendRows(destination: Destination): Promise<void> {
    await this.sending;
    const client: Client = await this.tx.queryRunner!.connect();
    this.sending = destination.send(client);
    // Whoever waits for it next is told; until then it must not end the process.
    this.sending.catch(() => undefined);
  }
}

/** Rows for one table: those that are gathered, and those that are being sent. */
class Destination {
  rows = new CopyRows(sentAtOnce);
  private idle = new CopyRows(sentAtOnce);

  constructor(private readonly copy: string) {}

  async send(client: Client): Promise<void> {
    const full = this.rows;
    this.rows = this.idle;
    this.idle = full;
    const stream = client.query(copyFrom(this.copy));
    stream.end(full.complete());
    await finished(stream);
    full.clear();
  }
}

/** The columns that both tables have, in their order; the seventh is the one number in which they differ. */
function write(
  rows: CopyRows,
  fields: number,
  series: SeriesInLoad,
  value: LoadedValue,
  seventh: number,
): void {
  rows.row(fields);
  rows.bigint(series.number);
  rows.date(value.start);
  rows.date(value.end);
  rows.numeric(value.value);
  rows.text(value.status);
  rows.instant(value.knownFrom);
  rows.integer(seventh);
  if (value.comment === null) rows.nothing();
  else rows.text(value.comment);
  if (hasNone(value.source)) rows.nothing();
  else rows.json(value.source);
  if (value.line === null) rows.nothing();
  else rows.integer(value.line);
  if (value.columnLetters === null) rows.nothing();
  else rows.text(value.columnLetters);
}

function hasNone(source: Readonly<Record<string, string>>): boolean {
  for (const _ in source) return false;
  return true;
}
