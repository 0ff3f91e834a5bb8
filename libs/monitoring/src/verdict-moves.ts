import type { Status } from '#assessment';
import type { VerdictMove } from '#contract';
import type { Reader } from '#storage';
import { judge, type JudgeOptions } from './judge.js';

/** The status of each target in force, by its code. */
export type Statuses = ReadonlyMap<string, Status>;

/** How targets stand now by what the reader, a transaction perhaps, sees. */
export async function statusesNow(
  reader: Reader,
  options: Pick<JudgeOptions, 'asOf' | 'timeZone' | 'targetCodes'>,
): Promise<Statuses> {
  const judgements = await judge(reader, { ...options, known: 'now' });
  return new Map(judgements.map(({ target, verdict }) => [target.code, verdict.status]));
}

/**
 * What a change made between two looks moved: what time has moved since the last round of judging is not its doing.
 */
export function movesBetween(before: Statuses, after: Statuses): VerdictMove[] {
  return [...after]
    .map(([target, to]) => ({ target, from: before.get(target) ?? null, to }))
    .filter(({ from, to }) => from !== to);
}
