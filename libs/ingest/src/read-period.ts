import { parsePeriod, type Frequency, type TimePeriod } from '#time-period';
import { clipped, type CellFault } from './cell-fault.js';
import { withoutFootnoteMarks } from './footnote-mark.js';
import type { KnownIndicator } from './reference.js';
import type { Row } from './row.js';

/** From the longest to the shortest. */
const byLength: readonly Frequency[] = ['A', 'S', 'Q', 'M', 'D'];
const frequencyNames: Readonly<Record<Frequency, string>> = {
  A: '年度',
  S: '半年度',
  Q: '季度',
  M: '月度',
  D: '日',
};
const statusesBeforeTheEnd = new Set(['P', 'E', 'F']);

/**
 * The row's period, refused where it is none, does not fit the indicator, or lies ahead.
 * @param indicator null when the row's indicator is not known, so that nothing is said of it.
 */
export function readPeriod(
  row: Row,
  indicator: KnownIndicator | null,
  status: string | null,
): TimePeriod | null {
  const text = row.cell('time_period');
  const refuse = (code: CellFault['code'], message: string) => row.refuse('time_period', code, text, message);
  const period = parsePeriod(text) ?? withoutMark(row, text);
  if (!period) return refuse('invalid-period', notAPeriod(text));
  const unfit = indicator && frequencyFault(indicator, period);
  if (unfit) return refuse('wrong-frequency', unfit);
  const { today } = row.reference;
  if (period.start > today) {
    if (status !== 'F')
      return refuse('future-period', `时期还没有开始（今天是 ${today}）；预测值请在状态列写 F`);
  } else if (period.end > today && status !== null && !statusesBeforeTheEnd.has(status))
    return refuse(
      'future-period',
      `时期要到 ${period.end} 才结束；现在的数请在状态列写 P（快报）、E（估计）或 F（预测）`,
    );
  return period;
}

/**
 * A stock takes points of any frequency. A flow or an average takes its own frequency and longer ones (a monthly
 * indicator has annual values too), and sums since January.
 */
function frequencyFault(indicator: KnownIndicator, { frequency, accumulation }: TimePeriod): string | null {
  if (indicator.kind === 'stock')
    return accumulation === 'period' ? null : `${indicator.code} 是时点数，没有 1 月以来的累计数`;
  if (accumulation === 'yearToDate') return null;
  if (byLength.indexOf(frequency) <= byLength.indexOf(indicator.frequency)) return null;
  return `${indicator.code} 是${frequencyNames[indicator.frequency]}指标，没有${frequencyNames[frequency]}数`;
}

function withoutMark({ notice }: Row, text: string): TimePeriod | null {
  const { text: bare, mark } = withoutFootnoteMarks(text);
  const period = mark === null ? null : parsePeriod(bare);
  if (period) notice('footnote-mark', `时期 ${clipped(text)} 带有注记 ${mark}，读作 ${bare}`);
  return period;
}

function notAPeriod(text: string): string {
  if (text === '') return '没有写时期';
  const why = ambiguous.find(([form]) => form.test(text))?.[1];
  return `无法识别的时期 ${clipped(text)}${why === undefined ? '' : `：${why}`}；写法如 2019、2019-Q3、2019-06、2019-06-30、2019年1-6月`;
}

/** What a person reads as a period and would have to be guessed. */
const ambiguous: readonly (readonly [RegExp, string])[] = [
  [/^['’]?\d{2}年/, '年份要写四位'],
  [/^[a-z]{3,9}[.\s-]*'?\d{2}$/i, '年份要写四位'],
  [/^\d{4}[.．]\d{1,2}$/, '带小数点的可能是月份，也可能是小数'],
  [/^fy\s*\d{2,4}/i, '财年的起止月份不明'],
  [/^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$/, '日和月的先后不明'],
  [/^(?:[前第]?[一二三四1-4]季度|[上下]半年|全年|年[末底]|\d{1,2}(?:[-—–~～至]\d{1,2})?月)/, '没有写年份'],
  [/年\s*\d{1,2}\s*月?\s*[-—–~～至]+\s*\d{1,2}月/, '不是从 1 月起的累计'],
  [/^\d{5}$/, '像是电子表格的日期序号，请把单元格设成日期格式'],
];
