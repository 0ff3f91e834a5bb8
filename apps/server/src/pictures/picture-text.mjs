// Text on a canvas: the font, and where lines break.
// @ts-check
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

/** @typedef {import('@napi-rs/canvas').SKRSContext2D} Context */

/** A name of our own, so that no font of the machine is taken in its place. */
export const fontFamily = 'Guanzhong Picture Sans';

const fontFiles = [
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
];

/**
 * Once per thread. Without the font every Chinese character would be a box, so nothing is drawn without it.
 * @param {readonly string[]} [files] by their names in npm packages
 */
export function registerFonts(files = fontFiles) {
  const { resolve } = createRequire(import.meta.url);
  for (const file of files)
    if (GlobalFonts.registerFromPath(resolve(file), fontFamily) === null)
      throw new Error(`The font ${file} cannot be read; pictures need it. Run \`npm ci\` again.`);
}

/** @param {number} size in CSS pixels */
export const font = (size, bold = false) => `${bold ? '700 ' : '400 '}${size}px "${fontFamily}"`;

const closing = '，。；：！？、）”’》」』】％%…—,.;:!?)]}';
const opening = '（“‘《「『【([{';

/**
 * The smallest parts between which a line may break: Latin words and numbers, and single Chinese characters with the
 * punctuation that must stay beside them.
 * @param {string} text
 */
export function unbreakable(text) {
  const parts = text.match(/[\p{Script=Latin}\p{N}.,%$'’()[\]\-–−+/:≥≤~<>&_]+|\s+|[^]/gu) ?? [];
  /** @type {string[]} */
  const joined = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const sticks = last !== undefined && (closing.includes(part) || opening.includes(last.at(-1) ?? ' '));
    if (sticks && last.trim() !== '') joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}

/**
 * The text in lines no wider than `width` in the context's present font; the last of at most `most` ends in … where
 * there is more. A part that is wider than a line is broken anywhere.
 * @param {Context} context
 * @param {string} text
 * @param {number} width
 * @param {number} [most]
 */
export function linesOf(context, text, width, most = Infinity) {
  const measure = (/** @type {string} */ part) => context.measureText(part).width;
  /** @type {string[]} */
  const lines = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const part of unbreakable(paragraph)) {
      if (measure(line + part.trimEnd()) <= width) {
        line += part;
        continue;
      }
      if (line !== '') lines.push(line.trimEnd());
      line = part.trimStart();
      while (measure(line) > width && line.length > 1) {
        // No letter is narrower than a pixel, and of what is not shown nothing need be measured.
        if (lines.length > most) break;
        let length = Math.min(line.length - 1, Math.ceil(width));
        while (length > 1 && measure(line.slice(0, length)) > width) length -= 1;
        lines.push(line.slice(0, length));
        line = line.slice(length);
      }
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
  }
  if (lines.length <= most) return lines;
  let end = lines[most - 1] ?? '';
  while (end !== '' && measure(`${end}…`) > width) end = end.slice(0, -1);
  return [...lines.slice(0, most - 1), `${end}…`];
}
