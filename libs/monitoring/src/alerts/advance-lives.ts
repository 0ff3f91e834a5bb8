import { isDeepStrictEqual } from 'node:util';
import {
  appliesTo,
  evaluate,
  isOpen,
  memoryOf,
  next,
  unborn,
  withdraw,
  type Evaluation,
  type Life,
  type Rule,
  type Status,
  type Step,
} from '#alerting';
import {
  addAlertEvents,
  lockLives,
  saveEpisodes,
  saveLives,
  type Episode,
  type StoredLife,
  type Tx,
} from '#storage';
import type { AlertRound } from './alert-round.js';
import { fingerprintOf, isPutTo, subjectKey, type AlertSubject } from './alert-subject.js';

/** Where one alert stood, and the step that this round takes it. */
interface Advance {
  readonly rule: Rule;
  readonly subject: Pick<AlertSubject, 'labels' | 'names' | 'assessment'> & { readonly key: string };
  readonly before: StoredLife | null;
  readonly fingerprint: string;
  readonly step: Step;
  /** null when it was withdrawn. */
  readonly evaluation: Evaluation | null;
}

/**
 * Puts every rule to every subject that it is for, and takes the alerts one step further: their lives, their episodes
 * and why are written in the caller's transaction. No subject may be given twice.
 */
export async function putToRules(
  tx: Tx,
  round: AlertRound,
  subjects: readonly AlertSubject[],
): Promise<void> {
  if (subjects.length === 0) return;
  const kinds = [...new Set(subjects.map(({ kind }) => kind))];
  const rules = round.rules.filter((rule) => kinds.some((kind) => isPutTo(rule, kind)));
  const lives = await livesOf(tx, subjects.map(subjectKey));
  const advances: Advance[] = [];
  for (const subject of subjects)
    for (const rule of rules) {
      if (!isPutTo(rule, subject.kind)) continue;
      const advance = advanceOf(rule, subject, lives, round);
      if (advance) advances.push(advance);
    }
  await write(tx, round, advances);
}

/** A subject is gone for good: what is open of it resolves. */
export async function withdrawSubject(tx: Tx, round: AlertRound, key: string): Promise<void> {
  const advances: Advance[] = [];
  for (const [, stored] of await livesOf(tx, [key])) {
    const rule = round.rules.find(({ name }) => name === stored.rule);
    // A foreign key ties a life to its rule.
    if (!rule) throw new Error(`an alert's life names the unknown rule ${stored.rule}`);
    advances.push(withdrawn(rule, stored, round));
  }
  await write(tx, round, advances);
}

/** Lives by rule and subject. */
async function livesOf(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, StoredLife>> {
  const lives = await lockLives(tx, keys);
  return new Map(lives.map((life) => [lifeKey(life.rule, life.subject), life]));
}

function lifeKey(rule: string, subject: string): string {
  return `${rule} ${subject}`;
}

function advanceOf(
  rule: Rule,
  subject: AlertSubject,
  lives: ReadonlyMap<string, StoredLife>,
  round: AlertRound,
): Advance | null {
  const key = subjectKey(subject);
  const before = lives.get(lifeKey(rule.name, key)) ?? null;
  if (!appliesTo(rule, subject.labels))
    return before && !isAtRest(before.life) ? withdrawn(rule, before, round) : null;
  if (!before && !rule.enabled) return null;
  const facts = subject.facts(rule);
  if (!facts) return null;
  const life = before?.life ?? unborn;
  const evaluation = evaluate(rule.condition, facts, memoryOf(life));
  const step = next(life, evaluation, rule, {
    at: round.now.toISOString(),
    day: round.day,
    sweep: round.number,
    releases: subject.releases,
    calendar: round.settings.calendar,
  });
  if (step.action === 'none' && isAtRest(step.life) && isNothingNew(before, step.life)) return null;
  const fingerprint = before?.fingerprint ?? fingerprintOf(rule.name, subject);
  return { rule, subject: { ...subject, key }, before, fingerprint, step, evaluation };
}

function withdrawn(rule: Rule, before: StoredLife, round: AlertRound): Advance {
  return {
    rule,
    subject: { labels: before.labels, names: before.names, key: before.subject },
    before,
    fingerprint: before.fingerprint,
    step: withdraw(before.life, round.now.toISOString()),
    evaluation: null,
  };
}

/** Neither pending nor open: nothing in it goes by time. */
function isAtRest({ state }: Life): boolean {
  return state === 'inactive' || state === 'resolved';
}

/**
 * Of an alert at rest only the last status must be kept. What was never otherwise needs no row: its subject's own
 * history says what it stood at before.
 */
function isNothingNew(before: StoredLife | null, after: Life): boolean {
  return !before || (before.life.status === after.status && before.life.state === after.state);
}

async function write(tx: Tx, round: AlertRound, advances: readonly Advance[]): Promise<void> {
  const { now, number: sweep } = round;
  const told = advances.filter(isToWrite);
  const ids = await saveEpisodes(tx, told.map(episodeOf));
  const idOf = new Map(told.map(({ fingerprint }, index) => [fingerprint, ids[index]!]));
  const alertOf = ({ fingerprint, before }: Advance) => idOf.get(fingerprint) ?? before?.alert ?? null;
  await saveLives(
    tx,
    advances.map((advance) => {
      const { rule, subject, before, fingerprint, step } = advance;
      return {
        fingerprint,
        rule: rule.name,
        subject: subject.key,
        labels: subject.labels,
        names: subject.names,
        reason: step.reason,
        life: step.life,
        escalation: before?.escalation ?? null,
        alert: alertOf(advance),
      };
    }),
    now,
  );
  const decided = advances.filter(({ step }) => step.action !== 'none');
  await addAlertEvents(
    tx,
    decided.map((advance) => ({
      fingerprint: advance.fingerprint,
      alert: alertOf(advance),
      at: now,
      sweep,
      action: advance.step.action as Exclude<Step['action'], 'none'>,
      reason: advance.step.reason,
      numbers: advance.evaluation?.numbers ?? {},
      who: null,
      comment: null,
    })),
  );
  for (const { step, fingerprint } of decided) {
    if (step.action === 'fire') round.counts.fired += 1;
    if (step.action === 'resolve') round.counts.resolved += 1;
    if (step.action !== 'pending' && step.action !== 'cancel') round.news.add(fingerprint);
  }
  for (const advance of told) {
    round.news.add(advance.fingerprint);
    if (hasMoved(advance)) round.concernsAll = true;
  }
}

/**
 * Whether an alert that people were told of may be led elsewhere now: its labels are others, or it fires again, no
 * matter where its last episode was escalated to and what its labels were then.
 */
function hasMoved({ before, subject, step }: Advance): boolean {
  if (!before?.life.episode) return false;
  if (step.action === 'fire') return true;
  const { labels, life } = before;
  return !isDeepStrictEqual([labels, life.episode?.about], [subject.labels, step.life.episode?.about]);
}

/** Whether the episode is another than it was written: in what is told, or in what it would be told by. */
function isToWrite({ before, subject, step }: Advance): boolean {
  if (['fire', 'update', 'resolve'].includes(step.action)) return true;
  if (!isOpen(step.life) || !before) return false;
  return !isDeepStrictEqual(
    [before.labels, before.names, before.life.episode?.numbers],
    [subject.labels, subject.names, step.life.episode?.numbers],
  );
}

function episodeOf({ rule, subject, fingerprint, step, evaluation }: Advance): Episode {
  const { state, episode } = step.life;
  if (!episode) throw new Error(`the alert ${fingerprint} is told of without an episode`);
  const slip = ['fire', 'update'].includes(step.action) && episode.about === 'condition' ? evaluation : null;
  const { labels, names } = subject;
  return {
    rule: rule.name,
    ruleVersion: rule.version,
    subject: subject.key,
    target: labels['target'] ?? null,
    organisation: labels['organisation'] ?? null,
    state: state === 'firing' || state === 'acknowledged' ? state : 'resolved',
    fingerprint,
    episode: episode.number,
    revision: episode.revision,
    about: episode.about,
    severity: rule.severity,
    labels,
    names,
    numbers: episode.numbers,
    status: statusIn(slip, 'now'),
    from: statusIn(slip, 'before'),
    startsAt: episode.startsAt,
    changedAt: episode.changedAt,
    endsAt: episode.endsAt,
    assessment: subject.assessment ?? null,
  };
}

function statusIn(evaluation: Evaluation | null, name: 'now' | 'before'): Status | null {
  const quantity = evaluation?.numbers[name];
  return quantity?.kind === 'status' ? quantity.status : null;
}
