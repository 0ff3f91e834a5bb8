import type { LayoutQuestion } from '#contract';
import { clipped } from '../cell-fault.js';
import type { Reference } from '../reference.js';
import { matchUnit } from '../unit-conversion.js';
import type { SeenTable } from './detect-table.js';
import { factsOf } from './header-cell.js';
import {
  areaOptions,
  columnOption,
  constantOption,
  distinct,
  fieldWords,
  namedOptions,
  rowOption,
} from './layout-questions.js';
import type { Facts, KeyField } from './layout.js';
import type { Sources } from './settle-table.js';
import { unitThatFits } from './units.js';

interface Constants {
  /** What holds for the whole file. */
  readonly constants: Facts;
  /** Units of which each value has the one that fits its indicator. */
  readonly units: readonly string[];
  readonly questions: readonly LayoutQuestion[];
}

/** What titles and answers say of the whole table, and questions for what nothing says. */
export function constantsOf(seen: SeenTable, sources: Sources): Constants {
  const { answers } = seen;
  const questions: LayoutQuestion[] = [];
  const constants: { -readonly [Field in keyof Facts]: Facts[Field] } = {};
  const fromTitles = (['indicator', 'ref_area', 'time_period'] as const).filter((field) =>
    isOpen(field, seen, sources),
  );
  const isPlain = fromTitles.every((field) => plainOf(field, seen, sources) !== null);
  const asksHeader =
    sources.strayHeader && isPlain && sources.strayLabels.length === 0 && answers.indicator === undefined;
  const isStray = sources.strayLabels.length > 0 || (sources.strayHeader && !isPlain);
  for (const field of ['indicator', 'ref_area', 'time_period'] as const) {
    const answer = answers[field];
    if (answer?.kind === 'constant') {
      const said = constantSaid(field, answer.text, seen);
      if (said === null)
        questions.push(ask(field, seen, sources, `不认识回答里的${fieldWords[field]} ${answer.text}`));
      else constants[field] = said;
      continue;
    }
    if (!fromTitles.includes(field)) continue;
    const plain = plainOf(field, seen, sources);
    if (plain !== null && (!isStray || needsYear(field, sources))) constants[field] = plain;
    else questions.push(ask(field, seen, sources, null));
  }
  const asksIndicator =
    answers.indicator === undefined && !questions.some(({ field }) => field === 'indicator');
  if (asksIndicator && sources.strayLabels.length > 0) questions.push(askStray(seen, sources));
  if (asksHeader && answers.obs_value === undefined) questions.push(askStrayHeader(seen, sources));
  const unit = unitsOf(seen, sources, constants);
  return {
    constants: unit.unit === undefined ? constants : { ...constants, unit: unit.unit },
    units: unit.units,
    questions: [...questions, ...unit.questions],
  };
}

function constantSaid(field: KeyField, text: string, { reference }: SeenTable): string | null {
  if (field === 'indicator')
    return reference.indicatorCodes.find(text) ?? factsOf(text, reference)?.indicator ?? null;
  if (field === 'ref_area')
    return reference.areaCodes.find(text) ?? factsOf(text, reference)?.ref_area ?? null;
  return factsOf(text, reference)?.time_period ?? null;
}

/** Whether no column, no heading and no answer says a field, so that only a title can. */
function isOpen(field: KeyField, { answers }: SeenTable, sources: Sources): boolean {
  if (answers[field] !== undefined && answers[field].kind === 'constant') return false;
  const isKnown = sources.inHeader.has(field) || sources.inLabels.has(field) || sources.headings === field;
  return !isKnown || needsYear(field, sources);
}

function needsYear(field: KeyField, sources: Sources): boolean {
  return field === 'time_period' && sources.needsYear && sources.headings !== field;
}

function plainOf(field: KeyField, { titles }: SeenTable, sources: Sources): string | null {
  const { plain, candidates } = titles[field];
  if (!needsYear(field, sources)) return plain;
  // 2019年8月 over the columns 8月 and 1-8月 names one year.
  const years = new Set(candidates.map((period) => period.slice(0, 4)));
  return years.size === 1 ? [...years][0]! : null;
}

const asked: Readonly<Record<KeyField, string>> = {
  indicator: '表里没有写明是什么指标；是哪个指标，或在哪一列？',
  ref_area: '表里没有写明是哪个地区的数；是哪个地区，或在哪一列？',
  time_period: '表里没有写明是什么时期的数；是哪个时期，或在哪一列？',
};

function ask(field: KeyField, seen: SeenTable, sources: Sources, why: string | null): LayoutQuestion {
  const { titles, data, levels, reference } = seen;
  const mentioned = titles[field];
  const named = needsYear(field, sources)
    ? [...new Set(mentioned.candidates.map((period) => period.slice(0, 4)))]
    : mentioned.candidates;
  const options = [
    ...sources.strayLabels.map((column) => columnOption(column, data)),
    ...(sources.strayHeader ? levels.filter((level) => holdsStray(level.line, sources)).map(rowOption) : []),
    ...(field === 'time_period'
      ? named.map((period) =>
          constantOption(`${period}${/^\d{4}$/.test(period) ? '年' : ''}`, `全表都是 ${period}`),
        )
      : namedOptions(field, named, reference)),
    ...(field === 'ref_area' ? areaOptions(reference) : []),
    ...(field === 'indicator' && named.length === 0
      ? namedOptions(field, measuredIn(titles.units, reference), reference)
      : []),
  ];
  const title = mentioned.text === '' ? '' : `标题是“${mentioned.text}”。`;
  const message = needsYear(field, sources) ? '表里只有月份或季度，没有年份；是哪一年？' : asked[field];
  return { field, message: why ?? `${title}${message}`, options: distinct(options), constant: true };
}

const mostSuggested = 12;

/** The indicators whose unit is the one that the table states. */
function measuredIn([unit, ...others]: readonly string[], { indicators }: Reference): string[] {
  if (unit === undefined || others.length > 0) return [];
  const fitting = [...indicators.values()].filter((one) => matchUnit(unit, one.unit).kind === 'same');
  return fitting.length > mostSuggested ? [] : fitting.map(({ code }) => code);
}

function holdsStray(line: number, { values }: Sources): boolean {
  return values.some(({ unexplained }) => unexplained.some((text) => text.line === line));
}

/** A column of labels that nothing is known of tells rows apart: what the values are depends on it. */
function askStray({ columns, data }: SeenTable, { strayLabels, roles }: Sources): LayoutQuestion {
  const names = strayLabels.map(({ name }) => name).join('、');
  const indicator = roles.labels.find(({ role }) => role === 'indicator');
  const known = columns.filter(({ at }) => at === indicator?.at);
  return {
    field: 'indicator',
    message: `不认识 ${names} 列里的内容，它可能决定每行是什么指标；指标在哪一列，或全表是哪个指标？`,
    options: [...known, ...strayLabels].map((column) => columnOption(column, data)),
    constant: true,
  };
}

/** A text of the header over all values that is not understood: growth, plan, only men. */
function askStrayHeader({ data, levels }: SeenTable, sources: Sources): LayoutQuestion {
  const read = sources.values.filter(({ leftOut }) => leftOut === null);
  const texts = [...new Set(read.map(({ unexplained }) => unexplained.map(({ text }) => text).join(' ')))];
  const facts = read.map((column) => JSON.stringify(column.facts));
  const areToldApart = read.length > 1 && new Set(facts).size === read.length;
  const options = areToldApart
    ? levels
        .filter(({ line }) => !holdsStray(line, sources))
        .map((level) => ({
          ...rowOption(level),
          label: `按第 ${level.line} 行的表头读，不认识的字样不影响数值`,
        }))
    : read.map((column) => columnOption(column, data));
  return {
    field: 'obs_value',
    message: `不认识表头里的 ${clipped(texts.join('、'), 100)}；指标的数值在哪里？`,
    options,
    constant: false,
  };
}

interface UnitAnswer {
  readonly unit?: string;
  readonly units: readonly string[];
  readonly questions: readonly LayoutQuestion[];
}

/** The unit of the whole table; of several the one that fits each indicator, and a question where none or two do. */
function unitsOf(seen: SeenTable, sources: Sources, constants: Facts): UnitAnswer {
  const { answers, titles } = seen;
  const { units } = titles;
  if (answers.unit?.kind === 'constant') return { unit: answers.unit.text, units: [], questions: [] };
  const [only] = units;
  if (units.length === 1) return { unit: only!, units: [], questions: [] };
  const isByRow = sources.roles.labels.some(({ role }) => role === 'unit');
  if (units.length === 0 || isByRow) return { units: [], questions: [] };
  const open = indicatorsWithoutUnit(seen, sources, constants);
  if (open.every((code) => unitThatFits(units, code, seen.reference) !== null))
    return { units, questions: [] };
  const question: LayoutQuestion = {
    field: 'unit',
    message: `表头写有几个单位（${units.join('、')}），看不出哪些数是哪个单位；单位在哪一列，或全表是哪个单位？`,
    options: [
      ...sources.strayLabels.map((column) => columnOption(column, seen.data)),
      ...units.map((unit) => constantOption(unit, `全表都是 ${unit}`)),
    ],
    constant: true,
  };
  return { units, questions: [question] };
}

function indicatorsWithoutUnit({ data, reference }: SeenTable, sources: Sources, constants: Facts): string[] {
  const codes = new Set<string>();
  const add = (facts: Facts | null) => {
    if (facts?.indicator !== undefined && facts.unit === undefined) codes.add(facts.indicator);
  };
  add(constants);
  for (const { facts, leftOut } of sources.values) if (leftOut === null) add(facts);
  for (const { at, role } of sources.roles.labels)
    if (role === 'indicator') for (const { cells } of data) add(factsOf(cells[at] ?? '', reference));
  return [...codes];
}
