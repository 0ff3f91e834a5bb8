/** What a target asks for, in one short phrase: ≥ 100 条. */
import type { Language } from './language';
import { exactNumber, withUnit } from './number-wording';

export interface Goal {
  operator: string;
  value: number | null;
  upper: number | null;
  unit: string;
}

const directionOnly: Record<Language, string> = { zh: '只定方向，未定数值', en: 'direction only, no value' };
const complete: Record<Language, string> = { zh: '全部完成', en: 'complete' };

/** The operator and value of a target. A target without a value asks only for a direction. */
export function goalWords(goal: Goal, language: Language): string {
  if (goal.value === null) return directionOnly[language];
  if (goal.operator === 'complete' && goal.value === 100) return complete[language];
  // As the plan writes it: 6%, not 6.00%.
  const number = (value: number) => exactNumber(value, 0);
  if (goal.operator === 'within' && goal.upper !== null) {
    const dash = language === 'zh' ? '—' : '–';
    return withUnit(`${number(goal.value)}${dash}${number(goal.upper)}`, goal.unit);
  }
  return withUnit(`${goal.operator === 'atMost' ? '≤' : '≥'} ${number(goal.value)}`, goal.unit);
}
