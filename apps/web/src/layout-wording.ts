/** Where something stands in a file, in a clerk's words, and what a kept layout is called. */
import type { ImportMessages } from './import-messages.zh';

/** A column's letter as spreadsheets show it: 1 → A, 27 → AA. */
export function columnLetter(column: number): string {
  const last = String.fromCharCode(65 + ((column - 1) % 26));
  return column > 26 ? columnLetter(Math.floor((column - 1) / 26)) + last : last;
}

/**
 * The words for a place in the notation of layout answers: `column:3`, `row:2` of the file, `constant:…`, a line
 * number, or the name of a sheet; `headings` are rows that say what holds for those beneath.
 * @param text what stands there; of a column also in the service's own words, "C（2019年）"
 * @param constantWords the words for a constant that is a code or a period
 */
export function placeWords(
  place: string,
  text: string,
  { place: say }: ImportMessages,
  constantWords: (value: string) => string = (value) => value,
): string {
  const [, kind, rest = ''] = /^(column|row|constant):(.*)$/s.exec(place) ?? [];
  if (kind === 'column' && /^[1-9]\d{0,4}$/.test(rest)) {
    const letter = columnLetter(Number(rest));
    const [, inner] = new RegExp(`^${letter}(?:（(.*)）)?$`, 's').exec(text) ?? [undefined, text];
    return say.column(letter, inner ?? '');
  }
  if (kind === 'row') return say.row(rest, text);
  if (kind === 'constant') return say.constant(constantWords(rest));
  if (place === 'headings') return say.headings;
  return /^\d+$/.test(place) ? say.line(place) : place;
}

const parts: Readonly<Record<string, 'indicator' | 'ref_area' | 'time_period'>> = {
  indicator: 'indicator',
  indicators: 'indicator',
  area: 'ref_area',
  areas: 'ref_area',
  period: 'time_period',
  periods: 'time_period',
};

/** The words for a layout's name, e.g. `periods-across`, `indicator-over-period-in-blocks`, `sdmx-csv-1.0`. */
export function layoutWords(name: string, words: ImportMessages): string {
  const { field, layoutOf } = words;
  const [, whole] = /^(.*)-in-blocks$/.exec(name) ?? [];
  if (whole !== undefined) return layoutOf.inBlocks(layoutWords(whole, words));
  const names = name.replace(/-across$/, '').split('-over-');
  const fields = names.flatMap((part) => parts[part] ?? []).map((part) => field[part]);
  if (fields.length === names.length) return layoutOf.across(fields);
  const [, version] = /^sdmx-csv-(.+)$/.exec(name) ?? [];
  return version === undefined ? (layoutOf.named[name] ?? name) : `SDMX-CSV ${version}`;
}

/** A number with what belongs to it: 2025年, （表3-1）. */
const numbered =
  /[（(【[]?\s*表?[0-9０-９]+(?:[.．-][0-9０-９]+)*\s*(?:年度?|月份?|日|季度|号)?\s*[)）】\]]?/g;

/**
 * What a layout is called that is kept of this file, unless the clerk says otherwise: the file's name without what
 * changes from one file to the next, its ending and its numbers. Blank when nothing else is in the name.
 */
export function profileName(fileName: string): string {
  return fileName
    .replace(/\.[a-z]{2,4}$/i, '')
    .replace(numbered, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s_\-—–.]+|[\s_\-—–.]+$/g, '')
    .slice(0, 100);
}
