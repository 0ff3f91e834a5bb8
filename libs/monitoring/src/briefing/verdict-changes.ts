import { severity, type Status } from '#assessment';
import type { BriefingChangeKind } from '#contract';
import type { Judgement } from '../judge.js';
import { whyChanged, type WhyChanged } from '../why-changed.js';
import type { Day } from '#time-period';

/** A target as it stood at one of the two instants that a briefing compares. */
export interface Standing extends Judgement {
  /** Of the values that were known of it: equal where nothing came, went or was revised. */
  readonly valuesDigest: string;
}

/** What became of a target between two instants. */
export interface BriefingChange {
  readonly kind: BriefingChangeKind;
  /** As it stood last: of a withdrawn target before. */
  readonly judgement: Judgement;
  readonly from: Status | null;
  readonly to: Status | null;
  /** null of a withdrawn target. */
  readonly why: WhyChanged | null;
}

/** Bad news before good; within a kind as {@link changesBetween} says. */
const kindsInOrder: readonly BriefingChangeKind[] = [
  'missed',
  'slipped',
  'notAssessable',
  'recovered',
  'newlyAssessed',
  'added',
  'withdrawn',
];

/** What a change of status is called; null where there is none. null for a status: there was no such target. */
export function changeKind(from: Status | null, to: Status | null): BriefingChangeKind | null {
  if (from === to) return null;
  if (to === null) return 'withdrawn';
  if (from === null && to === 'notAssessed') return 'added';
  if (to === 'missed') return 'missed';
  if (from === null || from === 'notAssessed') return 'newlyAssessed';
  if (to === 'notAssessed') return 'notAssessable';
  return (severity(to) ?? 0) > (severity(from) ?? 0) ? 'slipped' : 'recovered';
}

/**
 * The targets whose status at the second instant is another than at the first, with why: what came between and went
 * again is not told. By kind, then the worst status first, then by code.
 */
export function changesBetween(
  before: { readonly day: Day; readonly standings: readonly Standing[] },
  after: { readonly day: Day; readonly standings: readonly Standing[] },
): BriefingChange[] {
  const was = new Map(before.standings.map((standing) => [standing.target.code, standing]));
  const is = new Set(after.standings.map(({ target }) => target.code));
  const changes = after.standings.flatMap((standing): BriefingChange[] => {
    const earlier = was.get(standing.target.code);
    const [from, to] = [earlier?.verdict.status ?? null, standing.verdict.status];
    const kind = changeKind(from, to);
    if (!kind) return [];
    const dated = (one: Standing, day: Day) => ({
      targetVersion: one.target.version,
      day,
      verdict: one.verdict,
    });
    const why = whyChanged(
      earlier ? dated(earlier, before.day) : null,
      dated(standing, after.day),
      earlier?.valuesDigest !== standing.valuesDigest,
    );
    return [{ kind, judgement: standing, from, to, why }];
  });
  const withdrawn = before.standings
    .filter(({ target }) => !is.has(target.code))
    .map((standing): BriefingChange => ({
      kind: 'withdrawn',
      judgement: standing,
      from: standing.verdict.status,
      to: null,
      why: null,
    }));
  const rank = ({ kind, to }: BriefingChange) =>
    kindsInOrder.indexOf(kind) * 10 - ((to && severity(to)) ?? 1.5);
  const code = ({ judgement }: BriefingChange) => judgement.target.code;
  return [...changes, ...withdrawn].toSorted((a, b) => rank(a) - rank(b) || (code(a) < code(b) ? -1 : 1));
}
