/** The numbers of an alert as a reader writes them. */
import type { Alert } from '#contract';
import type { Language } from './language';
import type { Messages } from './messages.zh';
import { exactNumber, withUnit } from './number-wording';
import { periodWords } from './period-wording';

export type Quantity = Alert['numbers'][string];

/** A value with so many decimals has been calculated: more of them say nothing. */
const mostDecimals = 4;

function value(amount: number, decimals: number): string {
  const most = 10 ** Math.max(decimals, mostDecimals);
  return exactNumber(Math.round(amount * most) / most, decimals);
}

/** A percentage with as many decimals as it has, one at the most. */
function percent(share: number): string {
  return `${exactNumber(Math.round(share * 1000) / 10, 0)}%`;
}

export function quantityWords(quantity: Quantity, words: Messages, language: Language): string {
  switch (quantity.kind) {
    case 'value':
      return withUnit(value(quantity.value, quantity.decimals), quantity.unit?.[language] ?? '');
    case 'share':
      return percent(quantity.value);
    case 'count':
      return exactNumber(quantity.value, 0);
    case 'day':
      return periodWords(quantity.day, language);
    case 'period':
      return periodWords(quantity.period, language);
    case 'status':
      return words.status[quantity.status];
    case 'text':
      return quantity[language];
  }
}
