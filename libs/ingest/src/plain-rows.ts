import { dayNumber, type LoadedValue, type SeriesKey } from '#storage';
import { formatPeriod, type Accumulation, type Frequency } from '#time-period';
import type { Columns } from './header.js';
import type { ObservationDraft } from './interpret-row.js';
import { plainDecimal } from './plain-decimal.js';
import { detached, type RowReader } from './read-rows.js';
import type { Reference } from './reference.js';
import type { SeriesOfFile } from './series-numbers.js';

/** A value of a plain row. */
export interface PlainValue extends LoadedValue {
  readonly series: SeriesOfFile;
  /** SDMX text. */
  readonly period: string;
  readonly line: number;
}

/** What a row's indicator, area, unit, status and breakdown say together. */
interface Head {
  readonly status: string;
  /** Its series, one for every frequency and accumulation that came up. */
  readonly series: SeriesOfFile[];
  readonly ofIndicator: OfIndicator;
}

/** What holds for every row of an indicator and status. */
interface OfIndicator {
  /** Periods that go with them, by the cell's text. */
  readonly periods: Map<string, KnownPeriod>;
  readonly lower: number;
  readonly upper: number;
}

interface KnownPeriod {
  /** The cell's. */
  readonly cell: string;
  /** SDMX. */
  readonly text: string;
  readonly frequency: Frequency;
  readonly accumulation: Accumulation;
  readonly start: number;
  readonly end: number;
  /** The periods of its indicator and status. */
  readonly among: ReadonlyMap<string, KnownPeriod>;
  /** The period that stood in the row after it: a file has the same ones in the same order for every series. */
  next: KnownPeriod | null;
  /** The release date that stood beside it, likewise. */
  release: KnownRelease | null;
}

interface KnownRelease {
  /** The cell's. */
  readonly cell: string;
  readonly released: boolean;
  readonly knownFrom: Date;
}

/** Of longer lines the look at every character would no longer be worth it. */
const mostCharacters = 2000;
const mostRemembered = 50_000;
const carriageReturn = 0x0d;
const quote = 0x22;
const nothing: Readonly<Record<string, string>> = {};

/**
 * Reads the rows of a long file that say nothing unheard of, some twenty times as fast as interpretRow, which alone
 * judges what a cell means. Its judgement of a row is remembered by what decides it: indicator, area, unit, status and
 * breakdown together; the period, for one indicator and status; the release date. A row of which all three are known,
 * with a plain decimal within its indicator's bounds, says what they say. Every other row is left to it.
 */
export class PlainRows {
  private readonly columns: number;
  private readonly period: number;
  private readonly value: number;
  private readonly release: number;
  private readonly comment: number;
  private readonly sources: Columns['sources'];
  /** The columns of {@link Head}. Columns that are in none of these are not read by anybody. */
  private readonly headColumns: readonly number[];
  private readonly heads = new Map<string, Head>();
  private readonly indicators = new Map<string, OfIndicator>();
  private readonly releases = new Map<string, KnownRelease>();
  private remembered = 0;

  /** Where each cell of the row at hand begins and ends. */
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  /** The last row's head with the texts of its columns, and its period. */
  private lastTexts: string[];
  private lastHead: Head | null = null;
  private lastPeriod: KnownPeriod | null = null;
  /** The last row's source: mostly the next row's too. */
  private lastSource: Readonly<Record<string, string>> = nothing;
  /** The piece of text at hand, and where in it something stands that is never plain: U+FFFD, or its end. */
  private text = '';
  private plainUntil = 0;

  constructor(
    private readonly reader: RowReader,
    { names, unnamed, at, dimensions, sources }: Columns,
    private readonly reference: Reference,
  ) {
    this.columns = unnamed.length > 0 ? Number.NaN : names.length;
    this.period = at.time_period ?? -1;
    this.value = at.obs_value ?? -1;
    this.release = at.released_on ?? -1;
    this.comment = at.comment ?? -1;
    this.sources = sources;
    this.headColumns = [at.indicator, at.ref_area, at.unit, at.obs_status]
      .filter((column) => column !== undefined)
      .concat(dimensions.map((dimension) => dimension.at));
    this.starts = new Int32Array(names.length);
    this.ends = new Int32Array(names.length);
    this.lastTexts = this.headColumns.map(() => '');
  }

  /** Takes plain rows off the reader, up to the first that is none. */
  take(): PlainValue[] {
    const { reader, starts, ends, value } = this;
    const { text } = reader;
    const values: PlainValue[] = [];
    let { at, line } = reader;
    this.lookAhead(text, at);
    for (;;) {
      const next = text.indexOf('\n', at);
      if (next < 0 || next > this.plainUntil || next - at > mostCharacters) break;
      const end = next > at && text.charCodeAt(next - 1) === carriageReturn ? next - 1 : next;
      if (!this.split(text, at, end)) break;
      const head = this.headAt(text);
      if (head === null) break;
      const period = this.periodAt(text, head);
      if (period === null) break;
      const release = this.releaseAt(text, period);
      const series = seriesOf(head, period);
      if (release === null || series === undefined) break;
      const number = plainDecimal(text, starts[value]!, ends[value]!);
      if (!(number > head.ofIndicator.lower && number < head.ofIndicator.upper)) break;
      const comment = this.comment < 0 ? '' : this.plainText(text, this.comment);
      const source = this.sourceAt(text);
      if (comment === null || source === null) break;
      values.push({
        series,
        period: period.text,
        start: period.start,
        end: period.end,
        value: text.slice(starts[value], ends[value]),
        status: head.status,
        knownFrom: release.knownFrom,
        released: release.released,
        comment: comment === '' ? null : comment,
        source,
        line,
        column: '',
        columnLetters: null,
      });
      at = next + 1;
      line += 1;
    }
    reader.at = at;
    reader.line = line;
    return values;
  }

  /** Remembers what interpretRow made of a row, without a notice, so that the next like it is plain. */
  learn(cells: readonly string[], draft: ObservationDraft): void {
    const valueText = cells[this.value] ?? '';
    // Of zero it could not be told whether it was converted into another unit.
    if (cells.length !== this.columns || draft.value !== valueText || Number(valueText) === 0) return;
    if (this.remembered >= mostRemembered) this.forget();
    const { series, period, status, released, knownFrom } = draft;
    const key = keyOf(this.headColumns.map((column) => cells[column]!));
    let head = this.heads.get(key);
    if (!head) {
      const ofIndicator = this.ofIndicator(series.indicator, status);
      head = { status, series: [], ofIndicator };
      this.heads.set(key, head);
      this.remembered += 1;
    }
    if (seriesOf(head, period) === undefined)
      head.series.push({ key: { ...series, breakdown: shared(series.breakdown) }, inLoad: null });
    const periodText = cells[this.period]!;
    const { ofIndicator } = head;
    if (!ofIndicator.periods.has(periodText)) {
      this.remembered += 1;
      const cell = detached(periodText);
      // Field by field: V8 would give every object that is spread together a shape of its own.
      ofIndicator.periods.set(cell, {
        cell,
        text: formatPeriod(period),
        frequency: period.frequency,
        accumulation: period.accumulation,
        start: dayNumber(period.start),
        end: dayNumber(period.end),
        among: ofIndicator.periods,
        next: null,
        release: null,
      });
    }
    const releaseText = this.release < 0 ? '' : cells[this.release]!;
    if (!this.releases.has(releaseText)) {
      this.remembered += 1;
      const cell = detached(releaseText);
      this.releases.set(cell, { cell, released, knownFrom });
    }
  }

  private lookAhead(text: string, at: number): void {
    if (text === this.text && at <= this.plainUntil) return;
    this.text = text;
    const unreadable = text.indexOf('\uFFFD', at);
    this.plainUntil = unreadable < 0 ? text.length : unreadable;
  }

  /** Finds the cells of a line; false when there are not as many as columns, or they are not plainly quoted. */
  private split(text: string, begin: number, end: number): boolean {
    const { starts, ends, columns } = this;
    const delimiter = this.reader.delimiter.charCodeAt(0);
    let at = begin;
    for (let column = 0; column < columns; column += 1) {
      if (at < end && text.charCodeAt(at) === quote) {
        const close = text.indexOf('"', at + 1);
        if (close < 0 || close >= end) return false;
        starts[column] = at + 1;
        ends[column] = close;
        at = close + 1;
      } else {
        starts[column] = at;
        for (; at < end; at += 1) {
          const code = text.charCodeAt(at);
          if (code === delimiter) break;
          if (code === quote || code === carriageReturn) return false;
        }
        ends[column] = at;
      }
      if (at === end) return column === columns - 1;
      if (text.charCodeAt(at) !== delimiter) return false;
      at += 1;
    }
    return false;
  }

  private headAt(text: string): Head | null {
    const { headColumns, lastTexts, starts, ends } = this;
    let same = this.lastHead !== null;
    for (let index = 0; same && index < headColumns.length; index += 1) {
      const column = headColumns[index]!;
      same = standsAt(text, starts[column]!, ends[column]!, lastTexts[index]!);
    }
    if (same) return this.lastHead;
    const texts = headColumns.map((column) => text.slice(starts[column], ends[column]));
    const head = this.heads.get(keyOf(texts));
    if (head === undefined) return null;
    this.lastTexts = texts;
    this.lastHead = head;
    return head;
  }

  private periodAt(text: string, { ofIndicator: { periods } }: Head): KnownPeriod | null {
    const [from, to] = [this.starts[this.period]!, this.ends[this.period]!];
    const last = this.lastPeriod;
    let period = last?.next;
    // The guess may be of the indicator before.
    if (!period || period.among !== periods || !standsAt(text, from, to, period.cell))
      period = periods.get(text.slice(from, to));
    if (period === undefined) return null;
    if (last) last.next = period;
    this.lastPeriod = period;
    return period;
  }

  private releaseAt(text: string, period: KnownPeriod): KnownRelease | null {
    if (this.release < 0) return this.releases.get('') ?? null;
    const [from, to] = [this.starts[this.release]!, this.ends[this.release]!];
    const guess = period.release;
    if (guess !== null && standsAt(text, from, to, guess.cell)) return guess;
    const release = this.releases.get(text.slice(from, to)) ?? null;
    period.release = release;
    return release;
  }

  /** A text that is kept as it stands; null when it is one that interpretRow keeps otherwise. */
  private plainText(text: string, column: number): string | null {
    const [from, to] = [this.starts[column]!, this.ends[column]!];
    if (from === to) return '';
    const cell = text.slice(from, to);
    return cell.startsWith("'") || cell.trim() !== cell ? null : cell;
  }

  private sourceAt(text: string): Readonly<Record<string, string>> | null {
    let same = true;
    for (const { name, at } of this.sources)
      same &&= standsAt(text, this.starts[at]!, this.ends[at]!, this.lastSource[name] ?? '');
    if (same) return this.lastSource;
    const source: Record<string, string> = {};
    for (const { name, at } of this.sources) {
      const cell = this.plainText(text, at);
      if (cell === null) return null;
      if (cell !== '') source[name] = cell;
    }
    this.lastSource = source;
    return source;
  }

  private ofIndicator(indicator: string, status: string): OfIndicator {
    const key = `${indicator} ${status}`;
    let known = this.indicators.get(key);
    if (!known) {
      const { lowerBound, upperBound } = this.reference.indicators.get(indicator)!;
      const lower = lowerBound === null ? -Infinity : Number(lowerBound);
      const upper = upperBound === null ? Infinity : Number(upperBound);
      known = { periods: new Map<string, KnownPeriod>(), lower, upper };
      this.indicators.set(key, known);
    }
    return known;
  }

  /** Memory must not grow with a file in which every row is unlike all others. */
  private forget(): void {
    this.remembered = 0;
    this.heads.clear();
    this.indicators.clear();
    this.releases.clear();
    this.lastHead = null;
    this.lastPeriod = null;
  }
}

function standsAt(text: string, from: number, to: number, part: string): boolean {
  return to - from === part.length && text.startsWith(part, from);
}

function seriesOf(
  { series }: Head,
  { frequency, accumulation }: Pick<SeriesKey, 'frequency' | 'accumulation'>,
): SeriesOfFile | undefined {
  for (const one of series)
    if (one.key.frequency === frequency && one.key.accumulation === accumulation) return one;
  return undefined;
}

/** Most series have no breakdown: there need not be an empty object for each. */
function shared(breakdown: SeriesKey['breakdown']): SeriesKey['breakdown'] {
  return Object.keys(breakdown).length === 0 ? nothing : breakdown;
}

/** A string of its own even of a single text: see {@link detached}. */
function keyOf(texts: readonly string[]): string {
  return [...texts, ''].join('\n');
}
