/** Lists and numbers as they are written into a field. */

/** The lines of a field that say something. */
export function linesOf(text: string): string[] {
  return text
    .split(/[\n,，;；]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A number as somebody typed it, with or without commas between thousands; null: this is none. */
export function typedNumber(text: string): number | null {
  const plain = text.trim().replaceAll(/[,，]/g, '').replace('−', '-');
  if (plain === '') return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : null;
}
