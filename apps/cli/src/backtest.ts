import { backtest, type Backtest } from '#assessment';
import { readBacktestCases } from '#monitoring';
import type { CommandContext } from './with-database.js';

/** Goes through the stored history and prints how often and how early each method foretold what came. */
export async function printBacktest(
  { database, configuration, now }: CommandContext,
  say: (line: string) => void,
): Promise<void> {
  const cases = await readBacktestCases(database.manager, { now: now(), timeZone: configuration.timeZone });
  for (const line of backtestLines(backtest(cases), cases.length)) say(line);
}

/** The result of a backtest as a table, and below it each target's. */
export function backtestLines({ foretellers, cases }: Backtest, ended: number): string[] {
  const outcomes = new Map(cases.map(({ code, outcome }) => [code, outcome]));
  const missed = [...outcomes.values()].filter((outcome) => outcome === 'missed').length;
  const header = [
    'foreteller',
    'calls',
    'right',
    'false comfort',
    'false alarms',
    'targets',
    'right at last',
    'years before',
  ];
  const rows = foretellers.map((one) => [
    one.foreteller,
    String(one.calls),
    `${Math.round((one.hits / one.calls) * 100)} %`,
    String(one.falseComfort),
    String(one.falseAlarms),
    String(one.targets),
    String(one.targetsRight),
    one.medianYearsBefore === null ? '—' : one.medianYearsBefore.toFixed(1),
  ]);
  const width = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const lined = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(width[at] ?? 0)).join('  ');
  return [
    `Targets whose end is known: ${ended}; of ${outcomes.size} something was said before it, ${missed} missed.`,
    ...(rows.length > 0 ? [lined(header), ...rows.map(lined)] : []),
    ...cases.map(
      ({ code, outcome, foreteller, calls, hits, yearsBefore }) =>
        `${code}: ${outcome}; ${foreteller} ${hits}/${calls}${yearsBefore === null ? '' : `, from ${yearsBefore.toFixed(1)} years before`}`,
    ),
  ];
}
