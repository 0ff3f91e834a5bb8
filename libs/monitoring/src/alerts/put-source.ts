import type { Tx } from '#storage';
import { putToRules, withdrawSubject } from './advance-lives.js';
import { closeAlertRound, openAlertRound } from './alert-round.js';
import { subjectKey } from './alert-subject.js';
import { readSourceSubjects } from './source-subjects.js';

/**
 * Puts one source to the rules as it stands now, in a round of its own: after a look at it or a change of it. Of one that
 * is disabled or gone every alert ends, for nobody would ever say that it is over. The caller's transaction holds
 * lockJudgement.
 */
export async function putSource(
  tx: Tx,
  name: string,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<void> {
  const round = await openAlertRound(tx, { now, timeZone });
  const subjects = await readSourceSubjects(tx, { now, timeZone, names: [name] });
  if (subjects.length > 0) await putToRules(tx, round, subjects);
  else await withdrawSubject(tx, round, subjectKey({ kind: 'source', code: name }));
  await closeAlertRound(tx, round);
}
