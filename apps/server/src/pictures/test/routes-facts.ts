import { assess, type Observation, usableObservations } from '#assessment';
import { targetSpecOf, trajectoryOf } from '#monitoring';
import { parsePeriod } from '#time-period';
import { routesPlan, timeZone } from '../../../../../libs/monitoring/test/routes-plan.js';
import type { Look } from '../picture.js';
import type { TargetFacts } from '../target-picture.js';

type RoutesTarget = (typeof routesPlan.targets)[number];

export const look: Look = { width: 800, height: 450, scale: 1, language: 'zh', theme: 'light' };

export function observed(text: string, value: number, status = 'A'): Observation {
  const period = parsePeriod(text);
  if (!period) throw new Error(`${text} is no period`);
  return { period, value, status };
}

/** What was published of the routes: 45 in 2016, 58, 64, 88 in 2019. */
export const fourYears = [
  observed('2016', 45),
  observed('2017', 58),
  observed('2018', 64),
  observed('2019', 88),
];

/** What is known of the routes' target (100 by 2020, from 45 in 2016) with these values on a day. */
export function routesFacts(
  observations: readonly Observation[],
  {
    day = '2020-03-01',
    earlier = [],
    target: changes = {},
  }: { day?: string; earlier?: readonly Observation[]; target?: Partial<RoutesTarget> } = {},
): TargetFacts {
  const [planned] = routesPlan.targets;
  const [indicator] = routesPlan.indicators;
  if (!planned || !indicator) throw new Error('the routes plan has lost a part');
  const target = { ...planned, ...changes };
  const spec = targetSpecOf(target, indicator);
  const verdict = assess(spec, observations, day);
  const stored = {
    ...target,
    id: 1,
    version: 1,
    validFrom: new Date(0),
    validTo: null,
    changedAt: new Date(0),
    changedBy: 'spec',
    changeReason: null,
    withdrawn: null,
  };
  return {
    target,
    indicator,
    subject: { zh: '西安市', en: "Xi'an" },
    verdict,
    observations: usableObservations(spec, observations, day),
    earlier,
    trajectory: trajectoryOf({ target: stored, indicator, verdict }, timeZone),
    day,
    timeZone,
  };
}
