import { severity } from '#assessment';
import { AppError } from '#contract';
import { judge } from '#monitoring';
import { parseAsOf } from '#time-period';
import type { CommandContext } from './with-database.js';

/** Judges as of now or a past day and prints a line per target. */
export async function assess(
  { database, configuration, now }: CommandContext,
  codes: readonly string[],
  options: { readonly asOf?: string; readonly json: boolean },
  say: (line: string) => void,
): Promise<void> {
  const asOf = options.asOf === undefined ? now() : parseAsOf(options.asOf, configuration.timeZone);
  if (!asOf) throw new AppError('invalid-as-of', `"${options.asOf}" is neither a day nor an instant.`);
  const judgements = await judge(database.manager, {
    asOf,
    timeZone: configuration.timeZone,
    ...(codes.length > 0 ? { targetCodes: [...codes] } : {}),
  });
  const unknown = codes.filter((code) => !judgements.some(({ target }) => target.code === code));
  if (unknown.length > 0) throw new AppError('not-found', `There is no target ${unknown.join(', ')}.`);
  const worst = judgements.toSorted(
    (a, b) => (severity(b.verdict.status) ?? 1.5) - (severity(a.verdict.status) ?? 1.5),
  );
  for (const { target, verdict } of worst) {
    if (options.json) {
      say(JSON.stringify({ target: target.code, asOf: asOf.toISOString(), ...verdict }));
      continue;
    }
    const observed = verdict.observed ? `${verdict.observed.value} @ ${verdict.observed.period}` : '—';
    const pace = verdict.pace === null ? '' : ` pace ${verdict.pace.toFixed(4)} (${verdict.method})`;
    say(`${verdict.status.padEnd(12)} ${target.code.padEnd(48)} ${observed}; ${verdict.reason.code}${pace}`);
  }
}
