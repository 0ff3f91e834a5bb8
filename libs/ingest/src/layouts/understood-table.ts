import type { Understood } from '#contract';
import { clipped } from '../cell-fault.js';
import type { SeenTable } from './detect-table.js';
import { factsOf } from './header-cell.js';
import { isSubtotal } from './label-text.js';
import type { Facts, KeyField } from './layout.js';
import type { Sources } from './settle-table.js';

const mostNotes = 20;
const keyFields: readonly KeyField[] = ['indicator', 'ref_area', 'time_period'];

/** For the report: `periods-across`, `indicator-over-period`, `values-down` when the header tells nothing apart. */
export function layoutName(sources: Sources): string {
  const words = { indicator: 'indicator', ref_area: 'area', time_period: 'period' } as const;
  const plural = { indicator: 'indicators', ref_area: 'areas', time_period: 'periods' } as const;
  const across = levelOrder(sources);
  const name =
    across.length === 0
      ? 'values-down'
      : across.length === 1
        ? `${plural[across[0]!]}-across`
        : across.map((field) => words[field]).join('-over-');
  return sources.headings === null ? name : `${name}-in-blocks`;
}

/** The fields of the header from its first line to its last. */
function levelOrder({ values, inHeader }: Sources): KeyField[] {
  const read = values.filter(({ leftOut }) => leftOut === null);
  const isPart = read.some(({ facts }) => facts.part !== undefined);
  const fields = keyFields.filter((field) => inHeader.has(field) || (field === 'time_period' && isPart));
  const depth = (field: KeyField) =>
    Math.min(
      ...read.map(({ texts, facts }) => {
        const at = texts.findIndex(({ text }) => sayable(text, field, facts));
        return at < 0 ? Infinity : at;
      }),
    );
  return fields.toSorted((a, b) => depth(a) - depth(b));
}

function sayable(text: string, field: KeyField, facts: Facts): boolean {
  const isYear = /\d{4}|年|月|季|q\d/i.test(text);
  return field === 'time_period' ? isYear : !isYear && facts[field] !== undefined;
}

/** How a table was understood, for a person to check. */
export function understoodOf(
  seen: SeenTable,
  sources: Sources,
  constants: Facts,
  units: readonly string[],
): Omit<Understood, 'sheets' | 'sheet' | 'profile'> {
  const { rows, region, titles, levels, reference } = seen;
  const fields: Understood['fields'] = [];
  for (const { at, role, name } of sources.roles.labels) {
    const field =
      typeof role === 'string'
        ? role
        : 'dimension' in role
          ? role.dimension
          : 'source' in role
            ? role.source
            : `${role.nameOf}_name`;
    fields.push({ field, place: `column:${at + 1}`, text: name });
  }
  for (const level of levels) {
    const said = level.filled.map((at) => ({
      text: level.cells[at]!,
      facts: factsOf(level.cells[at]!, reference),
    }));
    for (const field of [...keyFields, 'part', 'unit'] as const) {
      const texts = said.flatMap(({ text, facts }) => (facts?.[field] === undefined ? [] : [text]));
      if (texts.length > 0)
        fields.push({
          field,
          place: `row:${level.line}`,
          text: clipped([...new Set(texts)].join('、'), 100),
        });
    }
  }
  if (sources.headings !== null)
    fields.push({ field: sources.headings, place: 'headings', text: '只有一个标签的行，说明它下面各行' });
  for (const field of [...keyFields, 'unit'] as const) {
    const value = constants[field];
    if (value !== undefined)
      fields.push({ field, place: `constant:${value}`, text: constantText(field, value, seen) });
  }
  if (constants.unit === undefined && units.length > 1)
    fields.push({
      field: 'unit',
      place: `constant:${units.join('、')}`,
      text: '每个指标用与它相合的那个单位',
    });
  const values = sources.values.filter(({ leftOut }) => leftOut === null);
  for (const { at, name } of values.slice(0, 1).concat(values.length > 1 ? values.slice(-1) : []))
    fields.push({ field: 'obs_value', place: `column:${at + 1}`, text: name });
  return {
    titles: titles.lines.map(({ line, text }) => ({ line, text: clipped(text, 200) })),
    header: { first: rows[region.first]!.line, last: rows[region.last]!.line },
    fields,
    notes: rows
      .slice(region.last + 1)
      .filter(
        ({ cells, filled }) => filled.length === 1 || filled.slice(0, 2).some((at) => isSubtotal(cells[at]!)),
      )
      .slice(0, mostNotes)
      .map(({ line, cells, filled }) => ({
        line,
        text: clipped(filled.map((at) => cells[at]!).join(' '), 200),
      })),
  };
}

function constantText(
  field: KeyField | 'unit',
  value: string,
  { reference, titles, answers }: SeenTable,
): string {
  if (answers[field] !== undefined) return '回答';
  if (field === 'unit') return titles.units.join('、');
  if (field === 'indicator') return reference.indicators.get(value)?.name.zh ?? value;
  return titles[field].text;
}
