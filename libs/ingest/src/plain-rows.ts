import { dayNumber, type LoadedValue, type SeriesKey } from '#storage';
import { formatPeriod, type Accumulation, type Frequency } from '#time-period';
import type { Columns } from './header.js';
import type { ObservationDraft } from './interpret-row.js';
import { detached, type RowReader } from './read-rows.js';
import type { Reference } from './reference.js';
import type { SeriesOfFile } from './series-numbers.js';

/** A value of a plain row. */
export interface PlainValue extends LoadedValue {
  readonly series: SeriesOfFile;
  /** SDMX text. */
  readonly period: string;
}

/** What the cells of a row say that are neither period nor value nor release date. */
interface Head {
  readonly status: string;
  readonly comment: string | null;
  readonly source: Readonly<Record<string, string>>;
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
const mostRemembered = 100_000;
const carriageReturn = 0x0d;

/**
 * Reads the rows of a long file that say nothing unheard of, some ten times as fast as interpretRow, which alone judges
 * what a cell means. Its judgement of a row is remembered by what decides it: the other cells than period, value and
 * release date; the period, for one indicator and status; the release date. A row of which all three are known, without
 * a quote, with a plain decimal within its indicator's bounds, says what they say. Every other row is left to it.
 */
export class PlainRows {
  private readonly columns: number;
  private readonly period: number;
  private readonly value: number;
  private readonly release: number;
  /** The other columns, as stretches that lie side by side: first and last column of each. */
  private readonly stretches: readonly (readonly [first: number, last: number])[];
  private readonly heads = new Map<string, Head>();
  private readonly indicators = new Map<string, OfIndicator>();
  private readonly releases = new Map<string, KnownRelease>();
  private remembered = 0;

  /** Where each cell of the row at hand ends. */
  private readonly ends: Int32Array;
  /** The last row's head with the texts of its stretches, and its period. */
  private lastTexts: string[];
  private lastHead: Head | null = null;
  private lastPeriod: KnownPeriod | null = null;
  /** The piece of text at hand, and where in it something stands that is not plain: a quote, U+FFFD, its end. */
  private text = '';
  private plainUntil = 0;

  constructor(
    private readonly reader: RowReader,
    { names, unnamed, at }: Columns,
    private readonly reference: Reference,
  ) {
    this.columns = unnamed.length > 0 ? Number.NaN : names.length;
    this.period = at.time_period ?? -1;
    this.value = at.obs_value ?? -1;
    this.release = at.released_on ?? -1;
    this.stretches = stretchesOf(names.length, new Set([this.period, this.value, this.release]));
    this.ends = new Int32Array(names.length);
    this.lastTexts = this.stretches.map(() => '');
  }

  /** Takes plain rows off the reader, up to the first that is none. */
  take(): PlainValue[] {
    const { reader, columns, ends, value } = this;
    const { text } = reader;
    const delimiter = reader.delimiter.charCodeAt(0);
    const values: PlainValue[] = [];
    let { at, line } = reader;
    this.lookAhead(text, at);
    for (;;) {
      const next = text.indexOf('\n', at);
      if (next < 0 || next > this.plainUntil || next - at > mostCharacters) break;
      const end = next > at && text.charCodeAt(next - 1) === carriageReturn ? next - 1 : next;
      let count = 0;
      for (let index = at; index < end; index += 1) {
        const code = text.charCodeAt(index);
        if (code === delimiter) {
          ends[count] = index;
          count += 1;
        } else if (code === carriageReturn) count = columns;
      }
      // Beyond the last column nothing was written: the array is as long as there are columns.
      if (count !== columns - 1) break;
      ends[count] = end;
      const head = this.headAt(text, at);
      if (head === null) break;
      const period = this.periodAt(text, at, head);
      if (period === null) break;
      const release = this.releaseAt(text, at, period);
      const series = seriesOf(head, period);
      if (release === null || series === undefined) break;
      const from = this.startOf(value, at);
      const to = ends[value]!;
      const number = plainDecimal(text, from, to);
      if (!(number > head.ofIndicator.lower && number < head.ofIndicator.upper)) break;
      values.push({
        series,
        period: period.text,
        start: period.start,
        end: period.end,
        value: text.slice(from, to),
        status: head.status,
        knownFrom: release.knownFrom,
        released: release.released,
        comment: head.comment,
        source: head.source,
        line,
        column: '',
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
    const { series, period, status, released, knownFrom, comment, source } = draft;
    const { delimiter } = this.reader;
    const key = keyOf(this.stretches.map(([first, last]) => cells.slice(first, last + 1).join(delimiter)));
    let head = this.heads.get(key);
    if (!head) {
      const ofIndicator = this.ofIndicator(series.indicator, status);
      head = { status, comment, source: shared(source), series: [], ofIndicator };
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
    this.plainUntil = Math.min(indexOrEnd(text, '"', at), indexOrEnd(text, '\uFFFD', at));
  }

  private headAt(text: string, at: number): Head | null {
    const { stretches, lastTexts } = this;
    let same = this.lastHead !== null;
    for (let index = 0; same && index < stretches.length; index += 1) {
      const [first, last] = stretches[index]!;
      same = standsAt(text, this.startOf(first, at), this.ends[last]!, lastTexts[index]!);
    }
    if (same) return this.lastHead;
    const texts = stretches.map(([first, last]) => text.slice(this.startOf(first, at), this.ends[last]));
    const head = this.heads.get(keyOf(texts));
    if (head === undefined) return null;
    this.lastTexts = texts;
    this.lastHead = head;
    return head;
  }

  private periodAt(text: string, at: number, { ofIndicator: { periods } }: Head): KnownPeriod | null {
    const from = this.startOf(this.period, at);
    const last = this.lastPeriod;
    let period = last?.next;
    // The guess may be of the indicator before.
    if (!period || period.among !== periods || !standsAt(text, from, this.ends[this.period]!, period.cell))
      period = periods.get(text.slice(from, this.ends[this.period]));
    if (period === undefined) return null;
    if (last) last.next = period;
    this.lastPeriod = period;
    return period;
  }

  private releaseAt(text: string, at: number, period: KnownPeriod): KnownRelease | null {
    if (this.release < 0) return this.releases.get('') ?? null;
    const from = this.startOf(this.release, at);
    const to = this.ends[this.release]!;
    const guess = period.release;
    if (guess !== null && standsAt(text, from, to, guess.cell)) return guess;
    const release = this.releases.get(text.slice(from, to)) ?? null;
    period.release = release;
    return release;
  }

  private startOf(column: number, at: number): number {
    return column === 0 ? at : this.ends[column - 1]! + 1;
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

function stretchesOf(columns: number, others: ReadonlySet<number>): [number, number][] {
  const stretches: [number, number][] = [];
  for (let column = 0; column < columns; column += 1) {
    const last = stretches.at(-1);
    if (others.has(column)) continue;
    if (last && last[1] === column - 1) last[1] = column;
    else stretches.push([column, column]);
  }
  return stretches;
}

function seriesOf(
  { series }: Head,
  { frequency, accumulation }: Pick<SeriesKey, 'frequency' | 'accumulation'>,
): SeriesOfFile | undefined {
  for (const one of series)
    if (one.key.frequency === frequency && one.key.accumulation === accumulation) return one;
  return undefined;
}

const nothing: Readonly<Record<string, string>> = {};

/** Most series have no breakdown and most rows no source: there need not be an empty object for each. */
function shared(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.keys(texts).length === 0 ? nothing : texts;
}

/** A string of its own even of a single text: see {@link detached}. */
function keyOf(texts: readonly string[]): string {
  return [...texts, ''].join('\n');
}

function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index < 0 ? text.length : index;
}

const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
/** So many digits together are an exact double, and so is the power of ten that they are divided by. */
const mostDigits = 15;

/** The number that stands there in its plainest form (-12.50, not 012, +1 or 1e3), or NaN. */
export function plainDecimal(text: string, from: number, to: number): number {
  const negative = text.charCodeAt(from) === minus;
  const first = negative ? from + 1 : from;
  let digits = 0;
  let pointAt = -1;
  for (let at = first; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= zero && code <= zero + 9) digits = digits * 10 + code - zero;
    else if (code === point && pointAt < 0 && at > first) pointAt = at;
    else return Number.NaN;
  }
  const whole = (pointAt < 0 ? to : pointAt) - first;
  const scale = pointAt < 0 ? 0 : to - pointAt - 1;
  if (whole === 0 || whole + scale > mostDigits || (pointAt >= 0 && scale === 0)) return Number.NaN;
  if (whole > 1 && text.charCodeAt(first) === zero) return Number.NaN;
  const number = scale === 0 ? digits : digits / 10 ** scale;
  return negative ? -number : number;
}
