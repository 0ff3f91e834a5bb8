/** A text from outside in one line, without what would turn the direction of the text around it. */
export function inOneLine(text: string): string {
  return text
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}
