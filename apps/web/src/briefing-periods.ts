/** The months and quarters that a briefing can be chosen of. Pure: the day comes in. */

export interface PeriodChoice {
  /** As the address has it: 2026-10, 2026-Q3. */
  readonly period: string;
  readonly state: 'ended' | 'running' | 'notBegun';
}

/** Before it there is no plan to report on. */
export const firstYear = 2015;

const two = (number: number) => String(number).padStart(2, '0');

function choice(
  period: string,
  firstMonth: number,
  lastMonth: number,
  year: number,
  today: string,
): PeriodChoice {
  const month = today.slice(0, 7);
  const [first, last] = [`${year}-${two(firstMonth)}`, `${year}-${two(lastMonth)}`];
  return { period, state: first > month ? 'notBegun' : last < month ? 'ended' : 'running' };
}

/** @param today YYYY-MM-DD in the service's time zone. */
export function quartersOf(year: number, today: string): PeriodChoice[] {
  return [1, 2, 3, 4].map((quarter) =>
    choice(`${year}-Q${quarter}`, quarter * 3 - 2, quarter * 3, year, today),
  );
}

/** @param today YYYY-MM-DD in the service's time zone. */
export function monthsOf(year: number, today: string): PeriodChoice[] {
  return Array.from({ length: 12 }, (_, at) => choice(`${year}-${two(at + 1)}`, at + 1, at + 1, year, today));
}

/** The newest month and the newest quarter that are over. */
export function latestEnded(today: string): { month: string; quarter: string } {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const quarter = Math.ceil(month / 3);
  return {
    month: month === 1 ? `${year - 1}-12` : `${year}-${two(month - 1)}`,
    quarter: quarter === 1 ? `${year - 1}-Q4` : `${year}-Q${quarter - 1}`,
  };
}
