import { readProjects, readRunningSubjects, type Tx } from '#storage';
import { putToRules, withdrawSubject } from './advance-lives.js';
import { closeAlertRound, openAlertRound, type AlertCounts, type AlertRound } from './alert-round.js';
import { isPutTo, subjectKey } from './alert-subject.js';
import { projectSubjects } from './project-subjects.js';
import { readPlanNames } from './target-subjects.js';

/**
 * Puts projects to the rules as they stand now, in a round of its own: after a report on them or a change of them. The
 * caller's transaction holds lockJudgement.
 */
export async function putProjects(
  tx: Tx,
  codes: readonly string[],
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<AlertCounts> {
  const round = await openAlertRound(tx, { now, timeZone });
  await putLateStages(tx, round, codes);
  return closeAlertRound(tx, round);
}

/**
 * Puts the late stages of projects to the rules, and ends the alerts of those that are not followed any more.
 * @param codes of the projects; absent: all
 */
export async function putLateStages(tx: Tx, round: AlertRound, codes?: readonly string[]): Promise<void> {
  const running = new Set(await readRunningSubjects(tx, 'project'));
  const isWatched = round.rules.some((rule) => rule.enabled && isPutTo(rule, 'project'));
  if (running.size === 0 && !isWatched) return;
  const projects = await readProjects(tx, codes ? { codes } : {});
  const isRunning = (code: string) => running.has(subjectKey({ kind: 'project', code }));
  const names = await readPlanNames(tx);
  const subjects = projects.flatMap((project) =>
    projectSubjects(project, { day: round.day, names, isRunning }),
  );
  await putToRules(tx, round, subjects);
  const put = new Set(subjects.map(subjectKey));
  for (const key of running)
    if (!put.has(key) && (!codes || codes.includes(projectOf(key)))) await withdrawSubject(tx, round, key);
}

/** The project of a subject's key; no code of a project has a slash in it. */
function projectOf(key: string): string {
  return key.split('/')[1] ?? '';
}
