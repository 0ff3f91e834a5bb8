import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';

/** How a text file's characters are written; the `-bom` says that its first three bytes say so. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** Turns a file's bytes into text, chunk by chunk; a character may begin in one chunk and end in the next. */
export interface Decoder {
  write(chunk: Buffer): string;
  end(): string;
}

/**
 * The decoder of an encoding; '' is what a workbook's sheets are spooled in, UTF-8. A byte order mark is left out.
 * Bytes that mean nothing become U+FFFD, which the rows' reader refuses cell by cell.
 */
export function decoderFor(encoding: Encoding | ''): Decoder {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    // Unlike iconv-lite, this makes U+FFFD of half a surrogate pair, which no database takes as text.
    const decoder = new TextDecoder(encoding);
    return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
  }
  if (encoding === 'gb18030') {
    const decoder = iconv.getDecoder('gb18030');
    // Four bytes beyond the last character there is become halves of surrogate pairs.
    const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\uFFFD');
    return { write: (chunk) => wellFormed(decoder.write(chunk)), end: () => wellFormed(decoder.end() ?? '') };
  }
  const decoder = iconv.getDecoder('utf-8');
  return { write: (chunk) => decoder.write(chunk), end: () => decoder.end() ?? '' };
}

/** The encoding that the first bytes of a file tell by a byte order mark or, of UTF-16, by where the zeros stand. */
export function declaredEncoding(start: Buffer): Exclude<Encoding, 'utf-8' | 'gb18030'> | null {
  const begins = (...bytes: number[]) => bytes.every((byte, index) => start[index] === byte);
  if (begins(0xef, 0xbb, 0xbf)) return 'utf-8-bom';
  if (begins(0xff, 0xfe) && !begins(0xff, 0xfe, 0, 0)) return 'utf-16le';
  if (begins(0xfe, 0xff)) return 'utf-16be';
  return utf16Without(start.subarray(0, 4096));
}

/**
 * Digits, delimiters and line ends have a zero in UTF-16's higher byte, Chinese characters none: of a table a tenth
 * of the higher bytes are zeros at least, and far fewer of the lower ones (that of 一 is).
 */
function utf16Without(sample: Buffer): 'utf-16le' | 'utf-16be' | null {
  const zeros = [0, 0];
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) zeros[at % 2]! += 1;
  const [even = 0, odd = 0] = zeros;
  const enough = Math.max(sample.length / 2 / 10, 3);
  if (odd > enough && odd > 2 * even) return 'utf-16le';
  if (even > enough && even > 2 * odd) return 'utf-16be';
  return null;
}

/** How many pieces that are no UTF-8 are looked at closely; they speak for the rest of the file. */
const mostJudged = 4;

/** Finds out, chunk by chunk, whether a text without a byte order mark is UTF-8 or GB18030. */
export class EncodingJudge {
  private carried: Buffer = Buffer.alloc(0);
  private judged = 0;
  private valid = true;
  private utf8Unreadable = 0;
  private utf8Chinese = 0;
  private gb18030Unreadable = 0;

  /** @param chunk may be changed afterwards. */
  write(chunk: Buffer): void {
    if (this.judged === mostJudged) return;
    const cut = endOfCharacters(chunk);
    const whole = chunk.subarray(0, cut);
    this.judge(this.carried.length === 0 ? whole : Buffer.concat([this.carried, whole]));
    this.carried = Buffer.from(chunk.subarray(cut));
  }

  end(): 'utf-8' | 'gb18030' {
    this.judge(this.carried);
    if (this.valid) return 'utf-8';
    // A UTF-8 file with a few broken bytes stays UTF-8: its other rows can be read, and the broken ones are named.
    // GB18030 read as UTF-8 hardly ever makes Chinese characters.
    return this.utf8Chinese > this.utf8Unreadable || this.utf8Unreadable < this.gb18030Unreadable
      ? 'utf-8'
      : 'gb18030';
  }

  private judge(piece: Buffer): void {
    if (isUtf8(piece)) return;
    this.valid = false;
    this.judged += 1;
    const asUtf8 = piece.toString('utf8');
    this.utf8Unreadable += occurrences(asUtf8, /\uFFFD/g);
    this.utf8Chinese += occurrences(asUtf8, /[\u4e00-\u9fff]/g);
    this.gb18030Unreadable += occurrences(iconv.decode(piece, 'gb18030'), /\uFFFD/g);
  }
}

/** A line end is no part of any longer character, in UTF-8 and GB18030 alike; where there is none, UTF-8's rule. */
function endOfCharacters(chunk: Buffer): number {
  const lineEnd = chunk.lastIndexOf(0x0a) + 1 || chunk.lastIndexOf(0x0d) + 1;
  if (lineEnd > 0) return lineEnd;
  for (let at = chunk.length - 1; at >= Math.max(0, chunk.length - 3); at--)
    if (chunk[at]! >= 0xc0) return at;
  return chunk.length;
}

function occurrences(text: string, pattern: RegExp): number {
  let count = 0;
  while (pattern.exec(text)) count += 1;
  return count;
}
