/** Lists and numbers as they are written into a field. */
import { ungrouped } from './value-draft';

/** The lines of a field that say something. */
export function linesOf(text: string): string[] {
  return text
    .split(/[\n,，;；]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A number as somebody typed it, with or without commas between thousands; null: this is none, as 3,5 is. */
export function typedNumber(text: string): number | null {
  // Two numbers are none.
  if (/\S\s+\S/.test(text)) return null;
  const plain = ungrouped(text);
  if (plain === '') return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}
