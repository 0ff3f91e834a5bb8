import type { Status } from '#alerting';
import { type AlertCounts, closeAlertRound, openAlertRound, putToRules } from '#monitoring';
import { type Database, inTransaction, lockJudgement } from '#storage';

/** What a verdict did, as far as rules see it. */
export interface Slip {
  readonly target: string;
  readonly organisation: string;
  readonly from: Status;
  readonly to: Status;
}

/** Puts targets to the rules as a sweep at an instant does, with these statuses for their verdicts. */
export function putSlips(database: Database, at: Date, slips: readonly Slip[]): Promise<AlertCounts> {
  return inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    const round = await openAlertRound(tx, { now: at, timeZone: 'Asia/Shanghai' });
    await putToRules(
      tx,
      round,
      slips.map(({ target, organisation, from, to }) => ({
        kind: 'target',
        code: target,
        labels: { target, organisation, series: `of-${target}` },
        names: { target: { zh: `目标${target}`, en: `Target ${target}` } },
        releases: 1,
        facts: ({ condition }) =>
          condition.kind === 'statusWorsens' ? { of: 'statusWorsens', before: from, now: to } : null,
      })),
    );
    return closeAlertRound(tx, round);
  });
}
