/** What a target's page says in English of its values: on the chart, of earlier vintages, sources and formulas. */
import type * as zh from './target-values-messages.zh';

const many = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

export const targetChart: typeof zh.targetChart = {
  formerPoint: 'Before revision',
  supposedPoint: 'Supposed value',
  supposedLabel: (value) => `Supposed ${value}`,
  earlierSeries: 'Known earlier',
  knownOn: (day) => `Known on ${day}`,
  publishedAndReplaced: (from, to) => `published ${from}, replaced ${to}`,
  knownAndReplaced: (from, to) => `known since ${from}, replaced ${to}`,
  chartSummary: (name, drawn) =>
    `Chart of ${name}: ${[
      many(drawn.values, 'actual value'),
      ...(drawn.former > 0 ? [`${many(drawn.former, 'value')} before revision`] : []),
      ...(drawn.earlier === null ? [] : [`the series as known on ${drawn.earlier}`]),
      ...(drawn.supposed > 0 ? [many(drawn.supposed, 'supposed value')] : []),
      'the expected path and the target line',
      ...(drawn.forecast ? ['the forecast at the deadline'] : []),
    ].join(', ')}. The values are in the table below.`,
  exportData: 'Export data',
  dataFormat: { csv: 'CSV', xlsx: 'Excel' },
  exportWithout: 'Supposed values are in neither; values before revision are in the data.',
};

export const vintage: typeof zh.vintage = {
  title: 'Compare with what was known earlier',
  choose: 'Choose a data update',
  anyDay: 'or any day',
  none: 'No earlier data',
  and: ', ',
  periods: (count) => many(count, 'period'),
  added: (periods) => `new: ${periods}`,
  revised: (periods) => `revised: ${periods}`,
  unchanged: (periods) => `same value: ${periods}`,
  asKnown: (day) => `As known on ${day}, compared with this page: `,
  differing: (count) => `${many(count, 'period')} with another value`,
  missing: (count) => `${many(count, 'period')} without a value yet`,
  same: 'the same',
  nothingKnown: 'nothing was known yet',
  leave: 'Stop comparing',
};

export const sources: typeof zh.sources = {
  title: 'Where each value comes from',
  note: 'Newest period first; values that were replaced stand below the one in force.',
  known: 'Published',
  source: 'Source',
  released: (day) => `published ${day}`,
  imported: (day) => `no release date given; known since its import on ${day}`,
  typedSince: (day) => `no release date given; known since it was typed on ${day}`,
  computedSince: (day) => `computable since ${day}`,
  replaced: (day) => `replaced ${day}`,
  computed: 'Computed from other data; reported in no file',
  inFile: (place) => ` · ${place}`,
  by: (who, day) => `${who} · ${day}`,
  place: (file, { sheet, line, column }) => {
    const where = sheet === null ? file : `${file}, sheet “${sheet}”`;
    if (line === null) return `${where} (line not recorded then)`;
    const row = `${sheet === null ? 'line' : 'row'}\u00a0${line}`;
    return `${where}, ${row}${column === null ? '' : `, column\u00a0${column}`}`;
  },
  typed: (id) => `Typed on the page (#${id})`,
  because: (reason) => `Reason: ${reason}`,
  showRest: (count) => `Also list ${many(count, 'earlier period')}`,
  hideRest: 'List only the latest',
};

export const formula: typeof zh.formula = {
  expected: 'the expected path at the end of the latest value’s period',
  achievedShare: '(latest − baseline) ÷ (target − baseline)',
  achievedOfRange: '1 − distance of the latest value from the range ÷ that of the baseline',
  elapsedShare: '(end of latest period − end of baseline period) ÷ (deadline − end of baseline period)',
  requiredRate: {
    perYear: '(target − latest) ÷ years left',
    compound: '(target ÷ latest) to the power of 1 ÷ years left, − 1',
  },
  pace: {
    growthRatio: 'annual growth since the baseline ÷ annual growth that the target needs',
    elapsedShare: 'share of the way ÷ share of the time',
    extrapolatedShare: 'share of the way reached by the deadline at the annual growth since the baseline',
    attainment: 'attainment of the latest value ÷ attainment expected by then',
    milestone: 'share done ÷ share expected by then',
    direction: 'annual growth since the baseline',
  },
  source: (text) => `Source: ${text}`,
  goalSource: (version) => `Source: the plan’s text, version ${version} of the target`,
};
