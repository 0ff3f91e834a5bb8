import type { Rule } from '#alerting';
import { assess, type Verdict } from '#assessment';
import { parsePeriod } from '#time-period';
import { publishedRoutes, routesPlan } from '../../test/routes-plan.js';
import { targetSpecOf } from '../assessment-inputs.js';
import { targetSubject } from './target-subjects.js';

const [indicator] = routesPlan.indicators;
const [target] = routesPlan.targets;
const observations = publishedRoutes.slice(0, 3).map(({ period, value }) => ({
  period: parsePeriod(period)!,
  value: Number(value),
  status: 'A',
}));

/** What a rule with this condition is told of the plan's first target. */
function factsFor(
  condition: Rule['condition'],
  { own = {}, verdict = {} }: { own?: object; verdict?: Partial<Verdict> } = {},
) {
  const stored = {
    ...target!,
    ...own,
    id: 1,
    version: 1,
    validFrom: new Date(0),
    validTo: null,
    changedAt: new Date(0),
    changedBy: 'spec',
    changeReason: null,
    withdrawn: null,
  };
  const judged = { ...assess(targetSpecOf(stored, indicator!), observations, '2019-03-01'), ...verdict };
  const subject = targetSubject(
    { target: stored, indicator: indicator!, verdict: judged },
    { areas: new Map(), organisations: new Map() },
    {
      day: '2019-03-01',
      move: { before: 'onTrack', drives: true },
      hadForecast: true,
      assessment: 1,
      releases: 3,
    },
  );
  const rule: Rule = {
    name: 'rule',
    version: 1,
    enabled: true,
    condition,
    matchers: [],
    for: { sweeps: 0 },
    noDataFor: { days: 1 },
    keepFiring: { sweeps: 0 },
    severity: 'info',
    texts: { zh: { summary: '-', description: '-' }, en: { summary: '-', description: '-' } },
  };
  return subject.facts(rule);
}

describe('a judged target', () => {
  const { unit, decimals } = indicator!;
  const direction = {
    operator: 'direction',
    value: null,
    method: 'direction',
    trajectory: 'none',
    baseline: { period: '2016', value: null },
  };
  it.each([
    ['a value', {}, { kind: 'value', value: 100, decimals, unit }],
    [
      'a direction',
      direction,
      { kind: 'text', zh: '规划要求的方向', en: 'the direction that the plan asks for' },
    ],
    [
      'a range',
      { operator: 'within', value: '90', upper: '110' },
      { kind: 'text', zh: '90至110条', en: '90 to 110 routes' },
    ],
  ])('says what its goal is: %s', (_what, own, goal) => {
    const facts = factsFor({ kind: 'statusWorsens', level: 'atRisk' }, { own });
    expect(facts).toMatchObject({ of: 'statusWorsens', numbers: { goal } });
  });

  const unlikely = { kind: 'forecastBelow', probability: 0.5 } as const;
  it('that is met already, and has no forecast, is not unlikely to be met', () => {
    const met = { status: 'achieved', forecast: null } as const;
    expect(factsFor(unlikely, { verdict: met })).toMatchObject({ probability: 1 });
    const behind = { status: 'offTrack', forecast: null } as const;
    expect(factsFor(unlikely, { verdict: behind })).toMatchObject({ probability: null, everKnown: true });
  });
});
