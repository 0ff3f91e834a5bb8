import type { Evaluation, EvaluationReason, Memory } from './condition.js';
import type { Quantities } from './quantity.js';
import type { About, Rule } from './rule.js';
import { lengthen, markAfter, nothing, reaches, type Mark, type Moment, type Tally } from './span.js';
import { rankOf, type Status } from './status.js';

/** One time that an alert fired, from then until it resolved. */
export interface Episode {
  /** 1 the first time that this alert fired, then 2, …; with the identity it names what receivers are told of. */
  readonly number: number;
  readonly about: About;
  /** ISO 8601 instants. */
  readonly startsAt: string;
  readonly endsAt: string | null;
  /** How often it became something else that receivers must be told again: worse, or about something else. */
  readonly revision: number;
  /** When it fired or last got another revision. */
  readonly changedAt: string;
  /** The worst rank that was told, of slips. */
  readonly rank: number | null;
  /** As last seen while it held. */
  readonly numbers: Quantities;
  readonly acknowledged: { readonly by: string; readonly at: string } | null;
}

/**
 * Where the alert of one rule on one subject stands. Plain JSON, stored after every evaluation together with what was
 * decided, so that a restart, another worker or the same sweep once more goes on from here.
 */
export interface Life {
  readonly state: 'inactive' | 'pending' | 'firing' | 'acknowledged' | 'resolved';
  /** How long the condition has held; null when it did not hold when it could last be told. */
  readonly held: Tally | null;
  /** How long it has been over, while the alert is kept firing; else null. */
  readonly over: Tally | null;
  /** Why it cannot be told now whether the condition holds, and for how long; null when it can. A note on an open alert. */
  readonly blind: {
    readonly state: 'noData' | 'error';
    readonly reason: EvaluationReason;
    readonly since: string;
    readonly lasted: Tally;
  } | null;
  /** The open episode, or the last one; null when it never fired. */
  readonly episode: Episode | null;
  /** The last assessed status seen. */
  readonly status: Status | null;
  /** The status that the last slip came from. */
  readonly from: Status | null;
  /** What the last evaluation said, and up to where it counted; null before the first. */
  readonly last: { readonly state: Evaluation['state']; readonly mark: Mark } | null;
}

export const unborn: Life = {
  state: 'inactive',
  held: null,
  over: null,
  blind: null,
  episode: null,
  status: null,
  from: null,
  last: null,
};

export type Action = 'none' | 'pending' | 'cancel' | 'fire' | 'update' | 'resolve';

export type LifeReason =
  | EvaluationReason
  /** This sweep, or a later one, was counted before. */
  | 'already-evaluated'
  | 'rule-disabled'
  /** It holds, but not yet for as long as the rule asks. */
  | 'not-long-enough'
  | 'held-long-enough'
  | 'blind-long-enough'
  /** A blind one goes on being open about what is seen now. */
  | 'seen-again'
  | 'slipped-further'
  | 'already-told'
  /** It is over, but not yet for as long as the rule keeps it firing. */
  | 'kept-firing'
  | 'recovered'
  | 'withdrawn';

export interface Step {
  readonly life: Life;
  readonly action: Action;
  readonly reason: LifeReason;
}

export function isOpen({ state }: Life): boolean {
  return state === 'firing' || state === 'acknowledged';
}

/** What the next evaluation must know of the ones before. */
export function memoryOf({ held, over, blind, status, from }: Life): Memory {
  return { holding: held !== null && over === null, missing: blind?.state === 'noData', status, from };
}

/**
 * Takes an alert one evaluation further, and says what that means for receivers: `fire`, `update` and `resolve` are
 * told, the others are not. The same sweep again, or an older one, changes nothing.
 */
export function next(previous: Life, evaluation: Evaluation, rule: Rule, moment: Moment): Step {
  if (previous.last && moment.sweep <= previous.last.mark.sweep)
    return { life: previous, action: 'none', reason: 'already-evaluated' };
  const seen: Life = {
    ...previous,
    status: evaluation.status ?? previous.status,
    last: { state: evaluation.state, mark: markAfter(previous.last?.mark ?? null, moment) },
  };
  switch (evaluation.state) {
    case 'true':
      return whenTrue(previous, seen, evaluation, rule, moment);
    case 'false':
      return whenFalse(previous, seen, evaluation, rule, moment);
    case 'noData':
    case 'error':
      return whenBlind(previous, seen, evaluation.state, evaluation, rule, moment);
  }
}

/** Time counts between two evaluations that said the same; across one that said something else nothing is known. */
function lengthened(tally: Tally | null, previous: Life, same: boolean, moment: Moment): Tally {
  if (!tally) return nothing;
  return same && previous.last ? lengthen(tally, previous.last.mark, moment) : tally;
}

function whenTrue(previous: Life, seen: Life, evaluation: Evaluation, rule: Rule, moment: Moment): Step {
  const held = lengthened(previous.held, previous, previous.last?.state === 'true', moment);
  const life: Life = { ...seen, held, over: null, blind: null, from: cameFrom(evaluation) ?? previous.from };
  const { episode } = previous;
  if (isOpen(previous) && episode) {
    if (episode.about !== 'condition') return seenAgain(life, episode, evaluation, rule, moment);
    const refreshed: Life = { ...life, episode: { ...episode, numbers: evaluation.numbers } };
    const { rank } = evaluation;
    if (rank === null) return { life: refreshed, action: 'none', reason: evaluation.reason };
    if (!rule.enabled) return { life: refreshed, action: 'none', reason: 'rule-disabled' };
    if (episode.rank !== null && rank <= episode.rank)
      return { life: refreshed, action: 'none', reason: 'already-told' };
    return {
      life: revised(refreshed, 'condition', evaluation, moment),
      action: 'update',
      reason: 'slipped-further',
    };
  }
  if (!rule.enabled) return disabled(previous, life);
  if (reaches(held, rule.for))
    return {
      life: fired(life, 'condition', evaluation, moment),
      action: 'fire',
      reason: previous.held ? 'held-long-enough' : evaluation.reason,
    };
  return pending(previous, life, previous.held ? 'not-long-enough' : evaluation.reason);
}

/** The status that it slipped from just now; null when it did not. */
function cameFrom({ rank, numbers: { before } }: Evaluation): Status | null {
  return rank !== null && before?.kind === 'status' ? before.status : null;
}

/** How bad what is told is, whether it slipped just now or a while ago and had to last. */
function rankTold({ rank, status }: Evaluation): number | null {
  return rank ?? (status === null ? null : rankOf(status));
}

/** An alert about blindness sees again, and what it sees is the condition. */
function seenAgain(life: Life, episode: Episode, evaluation: Evaluation, rule: Rule, moment: Moment): Step {
  if (rule.enabled && life.held && reaches(life.held, rule.for))
    return { life: revised(life, 'condition', evaluation, moment), action: 'update', reason: 'seen-again' };
  const ended: Life = { ...life, episode: { ...episode, endsAt: endOf(episode, moment.at) } };
  return {
    life: rule.enabled ? { ...ended, state: 'pending' } : { ...ended, state: 'resolved', held: null },
    action: 'resolve',
    reason: 'seen-again',
  };
}

function whenFalse(previous: Life, seen: Life, evaluation: Evaluation, rule: Rule, moment: Moment): Step {
  const { episode } = previous;
  if (isOpen(previous) && episode) {
    const over = lengthened(previous.over, previous, previous.last?.state === 'false', moment);
    const kept = episode.about === 'condition' && !reaches(over, rule.keepFiring);
    if (kept) return { life: { ...seen, over, blind: null }, action: 'none', reason: 'kept-firing' };
    return {
      life: resolved(seen, episode, moment.at),
      action: 'resolve',
      reason: episode.about === 'condition' ? 'recovered' : 'seen-again',
    };
  }
  const life: Life = { ...seen, held: null, over: null, blind: null };
  if (previous.state === 'pending')
    return { life: { ...life, state: atRest(life) }, action: 'cancel', reason: evaluation.reason };
  return { life, action: 'none', reason: evaluation.reason };
}

function whenBlind(
  previous: Life,
  seen: Life,
  state: 'noData' | 'error',
  evaluation: Evaluation,
  rule: Rule,
  moment: Moment,
): Step {
  const wasBlind = previous.last?.state === 'noData' || previous.last?.state === 'error';
  const lasted = lengthened(previous.blind?.lasted ?? null, previous, wasBlind, moment);
  const blind = { state, reason: evaluation.reason, since: previous.blind?.since ?? moment.at, lasted };
  const life: Life = { ...seen, blind };
  // An open alert stays open with a note: a value that went missing is no recovery.
  if (isOpen(previous)) return { life, action: 'none', reason: evaluation.reason };
  if (!rule.enabled) return disabled(previous, { ...life, blind: null });
  if (reaches(lasted, rule.noDataFor))
    return { life: fired(life, state, evaluation, moment), action: 'fire', reason: 'blind-long-enough' };
  return pending(previous, life, evaluation.reason);
}

function pending(previous: Life, life: Life, reason: LifeReason): Step {
  const action = previous.state === 'pending' ? 'none' : 'pending';
  return { life: { ...life, state: 'pending' }, action, reason };
}

/** A disabled rule begins nothing, and what had not fired yet is forgotten. */
function disabled(previous: Life, life: Life): Step {
  const forgotten: Life = { ...life, held: null, over: null };
  if (previous.state === 'pending')
    return { life: { ...forgotten, state: atRest(forgotten) }, action: 'cancel', reason: 'rule-disabled' };
  return { life: forgotten, action: 'none', reason: 'rule-disabled' };
}

/** What an alert is that is neither open nor pending. */
function atRest({ episode }: Life): 'inactive' | 'resolved' {
  return episode ? 'resolved' : 'inactive';
}

function fired(life: Life, about: About, evaluation: Evaluation, { at }: Moment): Life {
  const episode: Episode = {
    number: (life.episode?.number ?? 0) + 1,
    about,
    startsAt: at,
    endsAt: null,
    revision: 0,
    changedAt: at,
    rank: rankTold(evaluation),
    numbers: evaluation.numbers,
    acknowledged: null,
  };
  return { ...life, state: 'firing', episode };
}

/** What was acknowledged was the alert as it stood: when it becomes another, nobody has acknowledged that yet. */
function revised(life: Life, about: About, evaluation: Evaluation, { at }: Moment): Life {
  if (!life.episode) return life;
  const [rank, numbers] = [rankTold(evaluation), evaluation.numbers];
  const revision = life.episode.revision + 1;
  const episode = { ...life.episode, about, rank, numbers, revision, changedAt: at };
  return { ...life, state: 'firing', episode: { ...episode, acknowledged: null } };
}

function resolved(life: Life, episode: Episode, at: string): Life {
  return {
    ...life,
    state: 'resolved',
    held: null,
    over: null,
    blind: null,
    episode: { ...episode, endsAt: endOf(episode, at) },
  };
}

/** A clock that went back must not let an alert end before it began. */
function endOf({ startsAt }: Episode, at: string): string {
  return Date.parse(at) < Date.parse(startsAt) ? startsAt : at;
}

/** Somebody has seen the alert and will see to it. Of one that is not firing nothing changes. */
export function acknowledge(life: Life, by: string, at: string): Life {
  if (life.state !== 'firing' || !life.episode) return life;
  return { ...life, state: 'acknowledged', episode: { ...life.episode, acknowledged: { by, at } } };
}

/** Whoever saw to it does no more: it fires as before. Of one that is not acknowledged nothing changes. */
export function unacknowledge(life: Life): Life {
  if (life.state !== 'acknowledged' || !life.episode) return life;
  return { ...life, state: 'firing', episode: { ...life.episode, acknowledged: null } };
}

/** The subject or the rule is gone for good: what is open resolves, what is pending is forgotten. */
export function withdraw(life: Life, at: string): Step {
  if (isOpen(life) && life.episode) {
    const ended: Life = { ...resolved(life, life.episode, at), status: null };
    return { life: ended, action: 'resolve', reason: 'withdrawn' };
  }
  const rested: Life = { ...life, state: atRest(life), held: null, over: null, blind: null, status: null };
  return { life: rested, action: life.state === 'pending' ? 'cancel' : 'none', reason: 'withdrawn' };
}
