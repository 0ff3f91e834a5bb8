import { severity, type Status } from '#assessment';
import type { VerdictChangeKind } from '#contract';
import { canonicalJson, type Reader } from '#storage';
import { dayInZone } from '#time-period';
import { judge, readJudgementInputs, type Judgement, type JudgementInputs } from './judge.js';
import { whyChanged, type DatedVerdict, type WhyChanged } from './why-changed.js';

/** A target whose status is another at the later of two instants. */
export interface ComparedVerdict {
  readonly kind: VerdictChangeKind;
  /** Null of a target that was not in force at the earlier instant. */
  readonly before: Judgement | null;
  /** Null of a target that is not in force at the later instant. */
  readonly after: Judgement | null;
  /** Null unless it was in force at both. */
  readonly why: WhyChanged | null;
}

export interface ComparedVerdicts {
  /** Targets in force at both instants. */
  readonly compared: number;
  /** Slips first, then in the order of the kinds; within one the worst first. */
  readonly changes: readonly ComparedVerdict[];
}

export interface CompareOptions {
  readonly from: Date;
  readonly to: Date;
  readonly timeZone: string;
  /** What counts as known at `to`, as judging has it; at `from` it is what was known then. */
  readonly known: 'asOf' | 'now';
}

const kinds: readonly VerdictChangeKind[] = [
  'slipped',
  'recovered',
  'newlyAssessed',
  'noLongerAssessed',
  'added',
  'withdrawn',
];

/**
 * Judges all targets at two instants, each by the versions and values known then, and says which stand otherwise at
 * the later one, and why. Not by the record of verdicts: that begins with the service, and a record made today of an
 * older day's figures would look like a change of today.
 * @param reader a snapshot (inSnapshot): what an import stores between two of the readings would look like a change.
 */
export async function compareVerdicts(reader: Reader, options: CompareOptions): Promise<ComparedVerdicts> {
  const { from, to, timeZone, known } = options;
  const earlier = { asOf: from, timeZone };
  const later = { asOf: to, timeZone, known };
  const before = byCode(await judge(reader, earlier));
  const after = byCode(await judge(reader, later));
  const moved = [...new Set([...before.keys(), ...after.keys()])].filter(
    (code) => before.get(code)?.verdict.status !== after.get(code)?.verdict.status,
  );
  const valuesBefore = byCode(await readJudgementInputs(reader, { ...earlier, targetCodes: moved }));
  const valuesAfter = byCode(await readJudgementInputs(reader, { ...later, targetCodes: moved }));
  const dated = ({ target, verdict }: Judgement, instant: Date): DatedVerdict => ({
    targetVersion: target.version,
    day: dayInZone(instant, timeZone),
    verdict,
  });
  const changes = moved.map((code): ComparedVerdict => {
    const [was, is] = [before.get(code) ?? null, after.get(code) ?? null];
    const why =
      was &&
      is &&
      whyChanged(dated(was, from), dated(is, to), !sameValues(valuesBefore.get(code), valuesAfter.get(code)));
    return {
      kind: kindOfChange(was && was.verdict.status, is && is.verdict.status),
      before: was,
      after: is,
      why,
    };
  });
  return {
    compared: [...before.keys()].filter((code) => after.has(code)).length,
    changes: changes.toSorted(worstChangeFirst),
  };
}

/** What a change from one status to another is; null: the target was not in force. */
export function kindOfChange(from: Status | null, to: Status | null): VerdictChangeKind {
  if (from === null) return 'added';
  if (to === null) return 'withdrawn';
  const [was, is] = [severity(from), severity(to)];
  if (was === null) return 'newlyAssessed';
  if (is === null) return 'noLongerAssessed';
  return is > was ? 'slipped' : 'recovered';
}

function worstChangeFirst(a: ComparedVerdict, b: ComparedVerdict): number {
  const kind = ({ kind: of }: ComparedVerdict) => kinds.indexOf(of);
  const stands = ({ after }: ComparedVerdict) => (after && severity(after.verdict.status)) ?? -1;
  const code = ({ before, after }: ComparedVerdict) => (after ?? before)?.target.code ?? '';
  return kind(a) - kind(b) || stands(b) - stands(a) || (code(a) < code(b) ? -1 : 1);
}

function byCode<T extends { readonly target: { readonly code: string } }>(all: readonly T[]): Map<string, T> {
  return new Map(all.map((one) => [one.target.code, one]));
}

function sameValues(a: JudgementInputs | undefined, b: JudgementInputs | undefined): boolean {
  return canonicalJson(a?.observations ?? []) === canonicalJson(b?.observations ?? []);
}
