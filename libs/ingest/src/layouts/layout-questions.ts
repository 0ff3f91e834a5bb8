import type { LayoutAnswers, LayoutField, LayoutQuestion } from '#contract';
import { clipped } from '../cell-fault.js';
import type { Reference } from '../reference.js';
import type { SurveyedColumn } from './column-survey.js';
import { columnLetters, type GridRow } from './grid.js';
import type { KeyField } from './layout.js';

/** Where a person says that a field stands. */
export type Answer =
  | { readonly kind: 'column'; readonly at: number }
  | { readonly kind: 'row'; readonly line: number }
  | { readonly kind: 'constant'; readonly text: string };

/** Reads an answer: `column:3`, `row:2`, `constant:2019年`; a bare number is a line, any other text a constant. */
export function readAnswer(answers: LayoutAnswers, field: LayoutField): Answer | null {
  const text = answers[field]?.trim();
  if (text === undefined || text === '') return null;
  const [, kind, rest = ''] = /^(column|row|constant)\s*:\s*(.*)$/s.exec(text) ?? [];
  if (kind === 'column' && /^\d+$/.test(rest)) return { kind, at: Number(rest) - 1 };
  if (kind === 'row' && /^\d+$/.test(rest)) return { kind, line: Number(rest) };
  if (kind === undefined && /^\d+$/.test(text)) return { kind: 'row', line: Number(text) };
  return { kind: 'constant', text: kind === 'constant' ? rest : text };
}

type Option = LayoutQuestion['options'][number];

export const fieldWords: Readonly<Record<KeyField, string>> = {
  indicator: '指标',
  ref_area: '地区',
  time_period: '时期',
};

/** A column as an answer, with what stands in it. */
export function columnOption(column: SurveyedColumn, data: readonly GridRow[]): Option {
  const examples = [...new Set(data.flatMap((row) => row.cells[column.at] || []))].slice(0, 3);
  const header = column.texts.map(({ text }) => text).join(' ');
  const label = `第 ${column.at + 1} 列 ${columnLetters(column.at)}${header === '' ? '' : `（${clipped(header, 30)}）`}：${clipped(examples.join('、'), 60)}`;
  return { answer: `column:${column.at + 1}`, label };
}

/** A line of the header as an answer. */
export function rowOption(row: GridRow): Option {
  const texts = row.filled.map((at) => row.cells[at]!);
  return { answer: `row:${row.line}`, label: `第 ${row.line} 行：${clipped(texts.join('、'), 60)}` };
}

export function constantOption(text: string, label: string): Option {
  return { answer: `constant:${text}`, label };
}

/** Indicators and areas that were named, as answers. */
export function namedOptions(field: KeyField, values: readonly string[], reference: Reference): Option[] {
  return values.map((value) => {
    const name = field === 'indicator' ? reference.indicators.get(value)?.name.zh : undefined;
    return constantOption(value, name === undefined ? `全表都是 ${value}` : `全表都是 ${name}`);
  });
}

/** The areas that a table without any is likeliest about: the largest ones. */
export function areaOptions(reference: Reference): Option[] {
  return reference.areas
    .filter(({ kind }) => kind === 'province' || kind === 'cluster')
    .map(({ code, name }) => constantOption(code, `全表都是 ${name.zh}`));
}

/** Asks which line is the header's first. */
export function headerQuestion(rows: readonly GridRow[]): LayoutQuestion {
  return {
    field: 'header',
    message: '看不出哪一行是表头；表头从哪一行开始？',
    options: rows
      .filter(({ filled }) => filled.length > 0)
      .slice(0, 10)
      .map(rowOption),
    constant: false,
  };
}

/** Each answer once, in the order given. */
export function distinct(options: readonly Option[]): Option[] {
  return [
    ...new Map(options.map((option) => [option.answer, option] as const).toReversed()).values(),
  ].toReversed();
}
