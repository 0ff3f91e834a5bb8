import type { Labels } from './labels.js';
import { matcherFault, matches, matchesAll, type Matcher, type MatcherFault } from './matcher.js';

/** Somebody's word that alerts of a kind need not be told for a while. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly author: string;
  readonly comment: string;
  /** ISO 8601 instants; from the first on, until the second, which is no longer silent. */
  readonly startsAt: string;
  readonly endsAt: string;
}

export type SilenceFault =
  | { readonly code: 'no-matchers' }
  /** It would match every alert, labels or not. */
  | { readonly code: 'matches-everything' }
  | { readonly code: 'matcher'; readonly fault: MatcherFault }
  | { readonly code: 'no-author' | 'no-comment' | 'not-an-instant' | 'ends-before-it-starts' };

/** What is wrong with a silence; it may be saved when nothing is. */
export function silenceFaults(silence: Silence): SilenceFault[] {
  const { matchers, author, comment, startsAt, endsAt } = silence;
  const faults: SilenceFault[] = [];
  const inMatchers = matchers.map(matcherFault).filter((fault) => fault !== null);
  if (matchers.length === 0) faults.push({ code: 'no-matchers' });
  else if (inMatchers.length > 0)
    faults.push(...inMatchers.map((fault) => ({ code: 'matcher' as const, fault })));
  else if (matchers.every((matcher) => matches(matcher, {}))) faults.push({ code: 'matches-everything' });
  if (author.trim() === '') faults.push({ code: 'no-author' });
  if (comment.trim() === '') faults.push({ code: 'no-comment' });
  const [start, end] = [Date.parse(startsAt), Date.parse(endsAt)];
  if (Number.isNaN(start) || Number.isNaN(end)) faults.push({ code: 'not-an-instant' });
  else if (end <= start) faults.push({ code: 'ends-before-it-starts' });
  return faults;
}

export function silenceState({ startsAt, endsAt }: Silence, now: Date): 'pending' | 'active' | 'expired' {
  if (Date.parse(endsAt) <= now.getTime()) return 'expired';
  return Date.parse(startsAt) <= now.getTime() ? 'active' : 'pending';
}

/** The ids of the silences that are active and match, the one that lasts longest first: it says until when. */
export function silencedBy(labels: Labels, silences: readonly Silence[], now: Date): string[] {
  return silences
    .filter((silence) => silenceState(silence, now) === 'active' && matchesAll(silence.matchers, labels))
    .sort((a, b) => Date.parse(b.endsAt) - Date.parse(a.endsAt) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** Ends a silence now. One that had not begun never will have been active; an expired one stays as it was. */
export function expire(silence: Silence, now: Date): Silence {
  const at = now.toISOString();
  switch (silenceState(silence, now)) {
    case 'expired':
      return silence;
    case 'active':
      return { ...silence, endsAt: at };
    case 'pending':
      return { ...silence, startsAt: at, endsAt: at };
  }
}
