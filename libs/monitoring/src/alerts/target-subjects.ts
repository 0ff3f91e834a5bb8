import type { Bilingual, Facts, Quantities, Quantity, Rule, Status } from '#alerting';
import type { Verdict } from '#assessment';
import { readAreas, readOrganisations, type Reader } from '#storage';
import { parsePeriod, type Day } from '#time-period';
import type { Judgement } from '../judge.js';
import { seriesLabel, type AlertSubject } from './alert-subject.js';

/** Names of areas and organisations by code. */
export interface PlanNames {
  readonly areas: ReadonlyMap<string, Bilingual>;
  readonly organisations: ReadonlyMap<string, Bilingual>;
}

export async function readPlanNames(reader: Reader): Promise<PlanNames> {
  const byCode = (named: readonly { readonly code: string; readonly name: Bilingual }[]) =>
    new Map(named.map(({ code, name }) => [code, name]));
  return { areas: byCode(await readAreas(reader)), organisations: byCode(await readOrganisations(reader)) };
}

/** How a judged target stood before, as far as its rules must know. */
export interface TargetMove {
  /** The last assessed status before this one; null when there was none. */
  readonly before: Status | null;
  /** See drivesAlerts. */
  readonly drives: boolean;
}

/**
 * A judged target as what rules are put to.
 * @param move null when its status cannot have changed and no alert of it is running: then no slip is looked for
 */
export function targetSubject(
  { target, indicator, verdict }: Judgement,
  names: PlanNames,
  {
    day,
    move,
    hadForecast,
    assessment,
    releases,
  }: {
    readonly day: Day;
    readonly move: TargetMove | null;
    /** Whether there ever was a forecast. */
    readonly hadForecast: boolean;
    /** Id of the recorded verdict. */
    readonly assessment: number | null;
    /** How many releases are known of what it measures. */
    readonly releases: number;
  },
): AlertSubject {
  const area = names.areas.get(target.area);
  const organisation = names.organisations.get(target.organisation);
  return {
    kind: 'target',
    code: target.code,
    labels: {
      target: target.code,
      series: seriesLabel({ ...target, breakdown: target.breakdown ?? {} }),
      indicator: target.indicator,
      area: target.area,
      task: String(target.clause.task),
      organisation: target.organisation,
    },
    names: {
      target: target.name,
      indicator: indicator.name,
      ...(area && { area }),
      ...(organisation && { organisation }),
    },
    releases,
    ...(assessment !== null && { assessment }),
    facts: (rule: Rule): Facts | null => {
      switch (rule.condition.kind) {
        case 'statusWorsens':
          return (
            move && {
              of: 'statusWorsens',
              before: move.before,
              now: verdict.status,
              anotherSpeaks: !move.drives,
              numbers: verdictNumbers({ target, indicator, verdict }),
            }
          );
        case 'forecastBelow':
          return {
            of: 'forecastBelow',
            // Of what is met already, that there is no forecast must not keep up what an earlier one said.
            probability: verdict.forecast?.probability ?? (verdict.status === 'achieved' ? 1 : null),
            everKnown: hadForecast,
            due: verdict.due,
            isDue: day > (parsePeriod(verdict.due)?.end ?? ''),
          };
        default:
          return null;
      }
    },
  };
}

/** What a verdict rests on, by the names that the texts of rules call it by. */
function verdictNumbers({ target, indicator, verdict }: Judgement): Quantities {
  const { decimals, unit } = indicator;
  const value = (amount: number): Quantity => ({ kind: 'value', value: amount, decimals, unit });
  const { observed, expected, due } = verdict;
  const goal = goalOf(target, verdict, indicator);
  return {
    ...(observed && {
      value: value(observed.value),
      period: { kind: 'period', period: observed.period } as const,
    }),
    ...(expected !== null && { expected: value(expected) }),
    ...(goal && { goal }),
    due: { kind: 'period', period: due },
  };
}

/** What is to be reached: a value where it is one, else words, for a text with a gap where the goal stands says nothing. */
function goalOf(
  { operator }: Judgement['target'],
  { targetValue, targetUpper }: Verdict,
  { unit, decimals }: Judgement['indicator'],
): Quantity | null {
  switch (operator) {
    case 'direction':
      return { kind: 'text', zh: '规划要求的方向', en: 'the direction that the plan asks for' };
    case 'complete':
      return { kind: 'text', zh: '全部完成', en: 'completion' };
    case 'within':
      return targetValue === null || targetUpper === null
        ? null
        : {
            kind: 'text',
            zh: `${targetValue}至${targetUpper}${unit.zh}`,
            en: `${targetValue} to ${targetUpper} ${unit.en}`,
          };
    default:
      return targetValue === null ? null : { kind: 'value', value: targetValue, decimals, unit };
  }
}
