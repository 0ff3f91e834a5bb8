/**
 * Rows in COPY's binary format. Against its text format Postgres reads them in two thirds of the time: it need not
 * parse a day or an instant again in every row.
 */

const signature = Buffer.from('PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const end = Buffer.from([0xff, 0xff]);
/** Enough for every field of fixed length that stands in a row, and for the end. */
const ordinaryRow = 1024;

/** Days from 1970-01-01, and milliseconds from its midnight, to 2000-01-01, from which Postgres counts. */
const daysTo2000 = 10_957;
const msTo2000 = 946_684_800_000;
const msPerDay = 86_400_000;

/** A day (YYYY-MM-DD) as Postgres counts it: days since 2000-01-01. */
export function dayNumber(day: string): number {
  const at = day.indexOf('-', 1);
  const year = Number(day.slice(0, at));
  const month = Number(day.slice(at + 1, at + 3));
  return new Date(0).setUTCFullYear(year, month - 1, Number(day.slice(at + 4))) / msPerDay - daysTo2000;
}

/** The day (YYYY-MM-DD) of a {@link dayNumber}. */
export function dayOfNumber(number: number): string {
  return new Date((number + daysTo2000) * msPerDay).toISOString().slice(0, 10);
}

/** Rows of one table on their way to COPY, field after field. */
export class CopyRows {
  private bytes: Buffer;
  private at = signature.length;
  private count = 0;

  /** @param size bytes to begin with; more are taken as a long text needs them. */
  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size + ordinaryRow);
    signature.copy(this.bytes);
  }

  /** How many rows there are. */
  get rows(): number {
    return this.count;
  }

  get length(): number {
    return this.at;
  }

  row(fields: number): void {
    this.reserve(ordinaryRow);
    this.at = this.bytes.writeInt16BE(fields, this.at);
    this.count += 1;
  }

  nothing(): void {
    this.reserve(ordinaryRow);
    this.at = this.bytes.writeInt32BE(-1, this.at);
  }

  boolean(value: boolean): void {
    this.int32(1);
    this.bytes[this.at] = value ? 1 : 0;
    this.at += 1;
  }

  integer(value: number): void {
    this.int32(4);
    this.int32(value);
  }

  /** @param value whole, below 2^53. */
  bigint(value: number): void {
    this.int32(8);
    this.int64(value);
  }

  /** @param day as {@link dayNumber} counts. */
  date(day: number): void {
    this.int32(4);
    this.int32(day);
  }

  instant(value: Date): void {
    this.int32(8);
    this.int64((value.getTime() - msTo2000) * 1000);
  }

  /** @param text plain decimal: an optional minus, digits, and point and digits where it has decimals. */
  numeric(text: string): void {
    // Groups of four digits on either side of the point, as Postgres keeps them; it drops those that are zero.
    const first = text.charCodeAt(0) === minus ? 1 : 0;
    const point = text.indexOf('.', first);
    const wholeEnd = point < 0 ? text.length : point;
    const whole = (wholeEnd - first + 3) >> 2;
    const scale = point < 0 ? 0 : text.length - point - 1;
    const groups = whole + ((scale + 3) >> 2);
    this.reserve(ordinaryRow + 2 * groups);
    this.int32(8 + 2 * groups);
    this.int16(groups);
    this.int16(whole - 1);
    this.int16(first === 1 ? 0x4000 : 0);
    this.int16(scale);
    for (let from = wholeEnd - whole * 4, group = 0; group < whole; group += 1, from += 4)
      this.int16(digits(text, Math.max(from, first), from + 4, from + 4));
    for (let from = point + 1, group = whole; group < groups; group += 1, from += 4)
      this.int16(digits(text, from, Math.min(from + 4, text.length), from + 4));
  }

  text(text: string): void {
    const { length } = text;
    this.reserve(ordinaryRow + 3 * length);
    const begin = this.at;
    this.at += 4 + (length < 16 ? this.ascii(text, begin + 4) : this.bytes.write(text, begin + 4));
    this.bytes.writeInt32BE(this.at - begin - 4, begin);
  }

  json(value: unknown): void {
    const text = JSON.stringify(value);
    this.reserve(ordinaryRow + 3 * text.length);
    const begin = this.at;
    this.bytes[begin + 4] = jsonbVersion;
    this.at += 5 + this.bytes.write(text, begin + 5);
    this.bytes.writeInt32BE(this.at - begin - 4, begin);
  }

  /** Everything so far, complete for COPY; to be used up before {@link clear}. */
  complete(): Buffer {
    this.reserve(ordinaryRow);
    end.copy(this.bytes, this.at);
    return this.bytes.subarray(0, this.at + end.length);
  }

  clear(): void {
    this.at = signature.length;
    this.count = 0;
  }

  /** Writes a short text; what is not ASCII the long way round. */
  private ascii(text: string, at: number): number {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return this.bytes.write(text, at);
      this.bytes[at + index] = code;
    }
    return text.length;
  }

  private int16(value: number): void {
    const { bytes, at } = this;
    bytes[at] = value >> 8;
    bytes[at + 1] = value;
    this.at = at + 2;
  }

  private int32(value: number): void {
    const { bytes, at } = this;
    bytes[at] = value >> 24;
    bytes[at + 1] = value >> 16;
    bytes[at + 2] = value >> 8;
    bytes[at + 3] = value;
    this.at = at + 4;
  }

  private int64(value: number): void {
    const high = Math.floor(value / 0x1_0000_0000);
    this.int32(high);
    this.int32(value - high * 0x1_0000_0000);
  }

  private reserve(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.at + bytes));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}

const minus = 0x2d;
const zero = 0x30;
const jsonbVersion = 1;

/** The number that the characters from `from` on are; what is missing up to `full` counts as zeros at the end. */
function digits(text: string, from: number, to: number, full: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - zero;
  for (let at = to; at < full; at += 1) value *= 10;
  return value;
}
