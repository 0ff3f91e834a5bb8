/** What a target asks for, in one short phrase: ≥ 100 条. */
import * as en from './goal-messages.en';
import * as zh from './goal-messages.zh';
import type { Language } from './language';
import { exactNumber, withUnit } from './number-wording';

export interface Goal {
  operator: string;
  value: number | null;
  upper: number | null;
  unit: string;
}

const messages = { zh, en };

/** The operator and value of a target. A target without a value asks only for a direction. */
export function goalWords(goal: Goal, language: Language): string {
  if (goal.value === null) return messages[language].directionOnly;
  if (goal.operator === 'complete' && goal.value === 100) return messages[language].complete;
  // As the plan writes it: 6%, not 6.00%.
  const number = (value: number) => exactNumber(value, 0);
  if (goal.operator === 'within' && goal.upper !== null) {
    return withUnit(messages[language].between(number(goal.value), number(goal.upper)), goal.unit);
  }
  return withUnit(`${goal.operator === 'atMost' ? '≤' : '≥'} ${number(goal.value)}`, goal.unit);
}
