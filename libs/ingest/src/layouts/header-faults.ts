import { parsePeriod } from '#time-period';
import { cellFault, type CellFault } from '../cell-fault.js';
import { writeRefusal, type Reference } from '../reference.js';
import { combined, type SurveyedColumn } from './column-survey.js';
import type { Facts, LabelColumn } from './layout.js';

/**
 * What a column's header alone makes wrong with every value in it, to be said once: an indicator that is another
 * organisation's, a period that is not over.
 */
export function refusedAhead(
  column: SurveyedColumn,
  constants: Facts,
  labels: readonly LabelColumn[],
  reference: Reference,
): CellFault | null {
  const { facts, name, texts } = column;
  const text = texts.map((one) => one.text).join(' ');
  const forbidden = notPermitted(facts.indicator, name, text, reference);
  if (forbidden) return forbidden;
  // A column of statuses, or a status behind the header, may say that the values are forecasts.
  if (labels.some(({ role }) => role === 'obs_status')) return null;
  const year =
    facts.part === undefined ? facts.time_period : combined(constants.time_period ?? '', facts.part);
  const period = parsePeriod(year ?? '');
  if (!period) return null;
  const { today } = reference;
  const status = facts.obs_status ?? 'A';
  if (period.start > today && status !== 'F')
    return cellFault(
      name,
      'future-period',
      text,
      `时期还没有开始（今天是 ${today}）；预测值请在表头写明（预测）`,
    );
  if (period.start <= today && period.end > today && status === 'A')
    return cellFault(
      name,
      'future-period',
      text,
      `时期要到 ${period.end} 才结束；现在的数请在表头写明（快报）、（估计）或（预测）`,
    );
  return null;
}

function notPermitted(
  code: string | undefined,
  column: string,
  text: string,
  reference: Reference,
): CellFault | null {
  const indicator = reference.indicators.get(code ?? '');
  const refusal = indicator ? writeRefusal(indicator, reference) : null;
  return refusal === null ? null : cellFault(column, 'not-permitted', text, refusal);
}

/** What titles and answers make wrong with the whole table, to be said once. */
export function constantFaults(
  constants: Facts,
  { needsYear }: { readonly needsYear: boolean },
  reference: Reference,
): CellFault[] {
  const forbidden = notPermitted(constants.indicator, 'indicator', constants.indicator ?? '', reference);
  const period = needsYear ? null : parsePeriod(constants.time_period ?? '');
  const isAhead = period !== null && period.start > reference.today;
  const text = constants.time_period ?? '';
  const ahead = isAhead
    ? [cellFault('time_period', 'future-period', text, `时期还没有开始（今天是 ${reference.today}）`)]
    : [];
  return [...(forbidden ? [forbidden] : []), ...ahead];
}
