import { writeXlsx } from 'hucre/xlsx';
import type { Indicator } from '#contract';
import type { ImportTemplate } from './import-template.js';
import { templateColumns, type TemplateColumn } from './template-columns.js';
import { templateInstructions } from './template-instructions.js';

type Workbook = Parameters<typeof writeXlsx>[0];
type Sheet = Workbook['sheets'][number];
type Cells = NonNullable<Sheet['cells']>;
type Style = NonNullable<Parameters<Cells['set']>[1]['style']>;
type Validation = NonNullable<Sheet['dataValidations']>[number];

/** Blank rows below the asked ones, for values of other periods and areas. */
const spareRows = 100;
const widest = 44;

const headerStyle: Style = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'D9E2EC' } },
  protection: { locked: true },
};
const givenStyle: Style = {
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'F0F0F0' } },
  protection: { locked: true },
};

/** What is free to fill in. Values keep the General format, in which a typed 12.3% stays a percentage. */
const openStyles: Readonly<Record<TemplateColumn['kind'], Style>> = {
  given: { numFmt: '@', protection: { locked: false } },
  period: { numFmt: '@', protection: { locked: false } },
  value: { protection: { locked: false } },
  status: { protection: { locked: false } },
  released: { numFmt: 'yyyy-mm-dd', protection: { locked: false } },
  comment: { protection: { locked: false } },
};

/**
 * A template as a workbook: the sheet 数据 with the asked rows, what is given greyed and locked (without a password),
 * what is to be filled in checked as it is typed; and the sheet 填报说明.
 */
export async function templateXlsx(template: ImportTemplate, now: Date): Promise<Uint8Array> {
  return writeXlsx({
    properties: { title: `${template.organisation.name.zh}填报模板`, created: now, modified: now },
    sheets: [dataSheet(template), instructionSheet(template)],
  });
}

function dataSheet(template: ImportTemplate): Sheet {
  const columns = templateColumns(template);
  const asked = template.rows.map((row) => columns.map((column) => column.textOf(row)));
  const cells: Cells = new Map();
  columns.forEach(({ header, kind }, at) => {
    cells.set(`0,${at}`, { value: header, type: 'string', style: headerStyle });
    asked.forEach((texts, row) => {
      const text = texts[at]!;
      const style = kind === 'given' || kind === 'period' ? givenStyle : openStyles[kind];
      cells.set(`${row + 1},${at}`, cellOf(text, style));
    });
    for (let row = asked.length + 1; row <= asked.length + spareRows; row++)
      cells.set(`${row},${at}`, cellOf('', openStyles[kind]));
  });
  return {
    name: '数据',
    columns: columns.map(({ header, kind }, at) => ({
      width: kind === 'comment' ? 24 : widthOf([header, ...asked.map((texts) => texts[at]!)]),
    })),
    cells,
    freezePane: { rows: 1 },
    protection: { sheet: true, formatColumns: true, formatRows: true, formatCells: true },
    dataValidations: validationsOf(template, columns),
  };
}

function instructionSheet(template: ImportTemplate): Sheet {
  const { lines, indicators } = templateInstructions(template);
  const cells: Cells = new Map();
  const wrapped: Style = { alignment: { wrapText: true, vertical: 'top' } };
  const first = lines.length + 1;
  cells.set('0,0', { value: lines[0]!, type: 'string', style: { font: { bold: true, size: 14 } } });
  indicators.forEach((texts, index) => {
    texts.forEach((text, at) =>
      cells.set(`${first + index},${at}`, cellOf(text, index === 0 ? headerStyle : wrapped)),
    );
  });
  return {
    name: '填报说明',
    columns: [26, 36, 12, 22, 80].map((width) => ({ width })),
    rows: lines.map((line) => [line]),
    cells,
  };
}

function cellOf(text: string, style: Style) {
  return text === ''
    ? { value: null, type: 'empty' as const, style }
    : { value: text, type: 'string' as const, style };
}

/** Width in characters of the widest text; a Chinese character takes two. */
function widthOf(texts: readonly string[]): number {
  const widths = texts.map((text) =>
    [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0xff ? 2 : 1), 0),
  );
  return Math.min(widest, widths.reduce((most, width) => Math.max(most, width), 8) + 2);
}

function validationsOf({ rows, today }: ImportTemplate, columns: readonly TemplateColumn[]): Validation[] {
  const last = rows.length + 1 + spareRows;
  const range = (kind: TemplateColumn['kind'], from: number, to: number) => {
    const letter = columnLetter(columns.findIndex((column) => column.kind === kind));
    return `${letter}${from}:${letter}${to}`;
  };
  const checked = { allowBlank: true, showErrorMessage: true, showInputMessage: true } as const;
  return [
    ...blocksOf(rows.map(({ indicator }) => indicator)).map(({ indicator, from, to }): Validation => ({
      ...checked,
      type: 'decimal',
      ...bounds(indicator),
      range: range('value', from + 2, to + 2),
      inputMessage: `单位：${indicator.unit.zh}${boundsText(indicator)}`,
      errorTitle: '数值不对',
      errorMessage: `请填数字${boundsText(indicator)}，单位 ${indicator.unit.zh}；没有数请空着`,
    })),
    {
      ...checked,
      type: 'list',
      values: ['正常', '快报', '估计', '预测'],
      range: range('status', 2, last),
      errorTitle: '状态不对',
      errorMessage: '请从列表中选择，或者空着表示正常',
    },
    {
      ...checked,
      type: 'date',
      operator: 'lessThanOrEqual',
      formula1: 'TODAY()',
      range: range('released', 2, last),
      inputMessage: `对外发布的日子，如 ${today}`,
      errorTitle: '发布日期不对',
      errorMessage: '请填不晚于今天的日期，或者空着',
    },
  ];
}

/** Rows from and to (counted from 0, both included) that are of one indicator. */
function blocksOf(indicators: readonly Indicator[]): { indicator: Indicator; from: number; to: number }[] {
  const blocks: { indicator: Indicator; from: number; to: number }[] = [];
  indicators.forEach((indicator, index) => {
    const last = blocks.at(-1);
    if (last?.indicator.code === indicator.code) last.to = index;
    else blocks.push({ indicator, from: index, to: index });
  });
  return blocks;
}

/** The largest number that Excel takes in a formula: a check for any number needs a bound too. */
const anyNumber = '9.99E+307';

function bounds({
  lowerBound,
  upperBound,
}: Indicator): Pick<Validation, 'operator' | 'formula1' | 'formula2'> {
  if (upperBound === null) return { operator: 'greaterThanOrEqual', formula1: lowerBound ?? `-${anyNumber}` };
  return { operator: 'between', formula1: lowerBound ?? `-${anyNumber}`, formula2: upperBound };
}

function boundsText({ lowerBound, upperBound }: Indicator): string {
  if (lowerBound !== null && upperBound !== null) return `，${lowerBound} 到 ${upperBound}`;
  if (lowerBound !== null) return `，不小于 ${lowerBound}`;
  return upperBound === null ? '' : `，不大于 ${upperBound}`;
}

/** A of the first column, from 0; templates have far fewer than 26 times 27. */
function columnLetter(at: number): string {
  const letter = (index: number) => String.fromCharCode(65 + index);
  return at < 26 ? letter(at) : letter(Math.floor(at / 26) - 1) + letter(at % 26);
}
