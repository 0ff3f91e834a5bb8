import type { ChangedVerdict } from '#contract';
import type { ComparedVerdict } from '#monitoring';
import { type Names, scorecardRow } from './scorecard.js';
import { whyWords } from './why-words.js';

/** One compared target as clients see it; a withdrawn one by the names that it had. */
export function changedVerdict(
  { kind, before, after, why }: ComparedVerdict,
  { from, to }: { readonly from: Date; readonly to: Date },
  names: Names,
): ChangedVerdict {
  const judgement = (after ?? before)!;
  const row = scorecardRow(judgement, after ? to : from, names);
  return {
    target: row.target,
    name: row.name,
    area: row.area,
    areaName: row.areaName,
    task: row.task,
    organisation: row.organisation,
    organisationName: row.organisationName,
    kind,
    from: before && before.verdict.status,
    to: after && after.verdict.status,
    why: why && { ...why, text: whyWords(why, judgement.indicator) },
    text: after && row.text,
  };
}
