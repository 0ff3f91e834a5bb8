/** What a person is asked about a file's layout, or may change of it, and the answers as the service takes them. */
import type { LayoutAnswers, LayoutField, LayoutQuestion, Understood } from '#contract';
import type { ImportMessages } from './import-messages.zh';
import { placeWords } from './layout-wording';

export interface AskedField extends LayoutQuestion {
  /** How it is read when nothing is said, in words; null when it must be said. */
  readonly otherwise: string | null;
}

/** What was chosen of one field: an option's answer, or `constant` with a text of one's own. */
export interface Choice {
  readonly answer: string;
  readonly text: string;
}

/** The choice that stands for a text of one's own. */
export const ownText = 'constant';

export type Choices = Partial<Record<LayoutField, Choice>>;

/** The answers that these choices make, or null while something that must be said is not. */
export function answersOf(asked: readonly AskedField[], choices: Choices): LayoutAnswers | null {
  const answers: LayoutAnswers = {};
  for (const { field, otherwise } of asked) {
    const { answer = '', text = '' } = choices[field] ?? {};
    const said = answer === ownText ? text.trim() && `constant:${text.trim()}` : answer;
    if (said !== '') answers[field] = said;
    else if (otherwise === null || answer === ownText) return null;
  }
  return answers;
}

const placed = ['indicator', 'ref_area', 'time_period', 'obs_value', 'unit'] as const;
/** Offered besides the columns that are known: the service does not tell how many a file has. */
const columnsOffered = 26;
const headerLinesOffered = 10;

/**
 * What may be said differently of a layout that was understood: the sheet, the header's line, and where each field
 * stands. Columns that have the names of a format (`long`, `sdmx-csv-…`) are read by them whatever is said.
 */
export function changeableFields(
  { layout, understood }: { layout: string; understood: Understood },
  words: ImportMessages,
  constantWords: (field: string, value: string) => string,
): AskedField[] {
  const { sheets, sheet, header, fields, titles } = understood;
  const isSdmx = layout.startsWith('sdmx-csv');
  const titleOf = new Map(titles.map(({ line, text }) => [line, text]));
  const textOf = new Map(fields.map(({ place, text }) => [place, text]));
  const columns = Array.from({ length: columnsOffered }, (_, index) => `column:${index + 1}`);
  const beyond = fields.map(({ place }) => place).filter((place) => place.startsWith('column:'));
  // A title may say the period or the unit as well as the header.
  const lines = Array.from({ length: header.last }, (_, index) => index + 1)
    .filter((line) => line >= header.first || titleOf.has(line))
    .map((line) => `row:${line}`);
  const option = (place: string) => ({
    answer: place,
    label: placeWords(place, textOf.get(place) ?? titleOf.get(lineOf(place)) ?? '', words),
  });
  const columnOptions = [...new Set([...columns, ...beyond])].map(option);
  const lineOptions = lines.map(option);

  const wordsOf = ({ field, place, text }: Understood['fields'][number]) =>
    placeWords(place, text, words, (value) => constantWords(field, value));

  const asked = (layout === 'long' || isSdmx ? [] : placed).map((field): AskedField => {
    const now = fields.find((one) => one.field === field);
    return {
      field,
      message: words.field[field],
      options: field === 'obs_value' ? columnOptions : [...columnOptions, ...lineOptions],
      constant: field !== 'obs_value',
      otherwise: now === undefined ? words.asSeen : words.asNow(wordsOf(now)),
    };
  });
  const last = Math.max(headerLinesOffered, header.last);
  const headerField: AskedField = {
    field: 'header',
    message: words.field.header,
    options: Array.from({ length: last }, (_, index) => ({
      answer: String(index + 1),
      label: [words.place.line(String(index + 1)), titleOf.get(index + 1)].filter(Boolean).join(' '),
    })),
    constant: false,
    otherwise: words.asNow(placeWords(String(header.first), '', words)),
  };
  if (!isSdmx) asked.unshift(headerField);
  if (sheet !== null && sheets.length > 1)
    asked.unshift({
      field: 'sheet',
      message: words.field.sheet,
      options: sheets.map((name) => ({ answer: name, label: name })),
      constant: false,
      otherwise: words.asNow(sheet),
    });
  return asked;
}

const lineOf = (place: string): number => Number(/^row:(\d+)$/.exec(place)?.[1]);
