import { createHash } from 'node:crypto';
import { normalisedWidth } from '../footnote-mark.js';
import type { GridRow } from './grid.js';

/**
 * The same for files of one form, whatever their years and however many rows: the texts above the values, numbers
 * and parts of a year alike, each in its column. Titles count, for a table of another indicator can have the same
 * header.
 * @param rows the lines down to the header's last; of a file whose header was not found its first lines.
 */
export function fingerprint(kind: string, rows: readonly GridRow[]): string {
  const shape = rows
    .filter(({ filled }) => filled.length > 0)
    .map(({ cells }) => cells.map(shapeOf).join('\t').trimEnd())
    .join('\n');
  return `${kind}:${createHash('sha256').update(shape).digest('hex').slice(0, 32)}`;
}

/** A text with every number alike: 2019年1-6月 and 2020年1-9月 are #年#-#月; 上半年 and 下半年 stay what they are. */
function shapeOf(text: string): string {
  return normalisedWidth(text)
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/\d+(?:\.\d+)?/g, '#')
    .replace(/[一二三四](?=季度)/g, '#')
    .replace(/前[二三]季度/g, '前#季度');
}
