/** What a briefing's document is put together from, in both languages at once. */
import type { Status } from '#assessment';
import type { BriefingBlock, BriefingCell } from '#contract';
import type { Day } from '#time-period';
import { periodWords, statusWords, type Words } from '../assessments/verdict-words.js';

export type Table = Extract<BriefingBlock, { kind: 'table' }>;
type Column = Table['columns'][number];

export const words = (zh: string, en: string): Words => ({ zh, en });
export const same = (text: string): Words => ({ zh: text, en: text });

export const paragraph = (zh: string, en: string): BriefingBlock => ({
  kind: 'paragraph',
  text: words(zh, en),
});

export const column = (head: Words, width: number, numeric = false): Column => ({ head, width, numeric });

export const table = (
  caption: Words,
  columns: readonly Column[],
  rows: readonly (readonly BriefingCell[])[],
): Table => ({ kind: 'table', caption, columns: [...columns], rows: rows.map((row) => [...row]) });

export const cell = (text: Words): BriefingCell => ({ text });
export const numberCell = (value: number): BriefingCell => ({ text: same(value.toLocaleString('en-US')) });
export const targetCell = (code: string, name: Words): BriefingCell => ({ text: name, target: code });
/** null: there is none. */
export const statusCell = (status: Status | null): BriefingCell =>
  status === null ? { text: same('—') } : { text: statusWords[status], status };

export const dayWords = (day: Day): Words => periodWords(day);

/** 1 target, 2 targets. */
export const many = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;

/** Parts of a sentence, joined as each language does. */
export const listed = (parts: readonly Words[]): Words => ({
  zh: parts.map(({ zh }) => zh).join('、'),
  en: parts.map(({ en }) => en).join(', '),
});

/** A name in the languages that it has. */
export const named = (name: { readonly zh: string; readonly en: string | null }): Words => ({
  zh: name.zh,
  en: name.en ?? name.zh,
});
