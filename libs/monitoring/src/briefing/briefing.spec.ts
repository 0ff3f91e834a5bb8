import { assess, type Observation } from '#assessment';
import type { Target } from '#contract';
import type { StoredProject } from '#storage';
import { parsePeriod, type Day } from '#time-period';
import { routesPlan } from '../../test/routes-plan.js';
import { targetSpecOf } from '../assessment-inputs.js';
import type { OwedOfIndicator } from '../timeliness/read-owed-series.js';
import { composeBriefing, type BriefingFacts } from './briefing.js';
import { briefingPeriod, type BriefingPeriod } from './briefing-period.js';
import type { Standing } from './verdict-changes.js';

const timeZone = 'Asia/Shanghai';
const indicator = routesPlan.indicators.find(({ code }) => code === 'international_routes')!;
const routes = routesPlan.targets.find(({ code }) => code === 'international-routes-2020')!;

function period(text: string, now = '2026-11-23T04:00:00Z'): BriefingPeriod {
  const found = briefingPeriod(text, { now: new Date(now), timeZone });
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** The target of 100 routes as it is judged on a day on these values. */
function standing(values: Record<string, number>, day: Day, own: Partial<Target> = {}): Standing {
  const target = {
    ...routes,
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
  const observations = Object.entries(values).map(([text, value]): Observation => ({
    period: parsePeriod(text)!,
    value,
    status: 'A',
  }));
  return {
    target,
    indicator,
    verdict: assess(targetSpecOf(target, indicator), observations, day),
    valuesDigest: JSON.stringify(values),
  };
}

const until2017 = { '2016': 45, '2017': 58 };
const until2018 = { ...until2017, '2018': 64 };
const until2019 = { ...until2018, '2019': 88 };

const owed = (newest: string | null): OwedOfIndicator => ({
  indicator,
  series: [
    {
      key: {
        indicator: indicator.code,
        area: '610100',
        frequency: 'A',
        accumulation: 'period',
        breakdown: {},
      },
      newest: newest === null ? null : parsePeriod(newest),
      freshUntil: null,
    },
  ],
});

function project(own: Partial<StoredProject> = {}): StoredProject {
  return {
    code: 'ring-road',
    name: { zh: '外环高速', en: null },
    level: null,
    field: null,
    task: 18,
    organisations: ['transport', 'xian'],
    areas: ['610100'],
    investment: null,
    stage: null,
    standing: 'active',
    stages: [
      { stage: 'construction', planned: '2019-06', actual: null },
      { stage: 'completed', planned: '2020-05', actual: null },
    ],
    clause: null,
    note: null,
    reportedStages: [],
    percent: null,
    reportedAt: null,
    updatedAt: new Date(0),
    updatedBy: 'spec',
    ...own,
  };
}

function compose(given: Partial<BriefingFacts> & Pick<BriefingFacts, 'when'>) {
  return composeBriefing({ before: [], after: [], owed: [], projects: [], ...given });
}

describe('a briefing', () => {
  const when = period('2020-Q1');

  it('says who recovered and by which value', () => {
    const { changes, counts, countsBefore, behind } = compose({
      when,
      before: [standing(until2018, when.comparedDay)],
      after: [standing(until2019, when.day)],
    });
    expect(changes.map(({ kind, from, to, why }) => [kind, from, to, why?.code, why?.after])).toEqual([
      ['recovered', 'offTrack', 'onTrack', 'new-value', { period: '2019', value: 88 }],
    ]);
    expect([countsBefore.offTrack, counts.offTrack, counts.onTrack]).toEqual([1, 0, 1]);
    expect(behind).toEqual([]);
  });

  it('says who slipped by a revision', () => {
    const { changes, behind } = compose({
      when,
      before: [standing(until2019, when.comparedDay)],
      after: [standing({ ...until2019, '2019': 70 }, when.day)],
    });
    expect(changes.map(({ kind, why }) => [kind, why?.code, why?.before?.value, why?.after?.value])).toEqual([
      ['slipped', 'revision', 88, 70],
    ]);
    expect(behind).toHaveLength(1);
  });

  it('tells of a target that was missed in its period only, and keeps it in a list from then on', () => {
    const [was, is] = [
      standing(until2019, '2020-12-31'),
      standing({ ...until2019, '2020': 92 }, '2021-03-31'),
    ];
    const then = compose({ when: period('2021-Q1'), before: [was], after: [is] });
    expect(then.changes.map(({ kind }) => kind)).toEqual(['missed']);
    expect([then.behind.length, then.missedBefore.length]).toEqual([1, 0]);
    const later = compose({ when: period('2021-Q2'), before: [is], after: [is] });
    expect(later.changes).toEqual([]);
    expect([later.behind.length, later.missedBefore.length]).toEqual([0, 1]);
  });

  it('puts what slipped in the period before what is worse for long', () => {
    const away = standing({ ...until2017, '2018': 40 }, when.day, { code: 'away' });
    const behindOnly = standing(until2018, when.day, { code: 'slipped' });
    const { behind } = compose({
      when,
      before: [away, standing(until2017, when.comparedDay, { code: 'slipped' })],
      after: [away, behindOnly],
    });
    expect(behind.map(({ target }) => target.code)).toEqual(['slipped', 'away']);
  });

  it('names a withdrawn and a new target', () => {
    const { changes } = compose({
      when,
      before: [standing(until2018, when.comparedDay, { code: 'old' })],
      after: [standing({}, when.day, { code: 'new' })],
    });
    expect(changes.map(({ kind, judgement }) => [kind, judgement.target.code])).toEqual([
      ['added', 'new'],
      ['withdrawn', 'old'],
    ]);
  });

  it('of an empty period has nothing to tell', () => {
    const same = standing(until2018, when.day);
    expect(compose({ when, before: [same], after: [same] })).toMatchObject({
      changes: [],
      missedBefore: [],
      targets: 1,
      targetsBefore: 1,
    });
    expect(compose({ when })).toMatchObject({ targets: 0, organisations: [], coming: { items: [] } });
  });

  it('says what each organisation answers for and owes, by the day of the briefing', () => {
    const late = period('2020-10');
    const { organisations } = compose({
      when: late,
      after: [standing(until2018, late.day)],
      owed: [owed('2018')],
      projects: [project(), project({ code: 'stopped', standing: 'suspended' })],
    });
    expect(
      organisations.map((part) => [
        part.organisation,
        part.targets,
        part.lateData.map(({ dueOn, daysLate }) => [dueOn, daysLate]),
        part.lateStages.map(({ stage, daysLate }) => [stage, daysLate]),
      ]),
    ).toEqual([
      // The project's first organisation leads.
      [
        'transport',
        0,
        [],
        [
          ['construction', 489],
          ['completed', 153],
        ],
      ],
      ...(indicator.owner === routes.organisation
        ? [[indicator.owner, 1, [['2020-02-29', 245]], []]]
        : [
            [indicator.owner, 0, [['2020-02-29', 245]], []],
            [routes.organisation, 1, [], []],
          ]),
    ]);
  });

  it('does not count a stage that began after its day', () => {
    const begun = project({
      stages: [{ stage: 'construction', planned: '2019-06', actual: '2020-05' }],
    });
    const lateOn = (text: string) =>
      compose({ when: period(text), projects: [begun] }).organisations.flatMap(
        ({ lateStages }) => lateStages,
      );
    expect(lateOn('2020-03')).toHaveLength(1);
    expect(lateOn('2020-06')).toHaveLength(0);
  });

  it('says what falls due in the next period', () => {
    const { coming } = compose({
      when,
      after: [
        standing(until2019, when.day, { code: 'soon', due: '2020-Q2' }),
        standing(until2019, when.day, { code: 'later', due: '2035' }),
        standing(until2019, when.day, {
          code: 'staged',
          due: '2035',
          trajectory: 'milestones',
          milestones: [{ period: '2020-S1', value: '90' }],
        }),
      ],
      projects: [project()],
    });
    expect([coming.from, coming.to]).toEqual(['2020-04-01', '2020-06-30']);
    expect(coming.items.map(({ kind, day }) => [kind, day])).toEqual([
      // The stage that is late already is owed, not coming.
      ['stage', '2020-05-31'],
      ['target', '2020-06-30'],
      ['milestone', '2020-06-30'],
    ]);
  });

  it('of a period that runs tells what falls due from tomorrow to the end of the next', () => {
    const { coming } = compose({ when: period('2026-11') });
    expect([coming.from, coming.to]).toEqual(['2026-11-24', '2026-12-31']);
  });

  it('puts the releases of a daily series in one line', () => {
    const daily: OwedOfIndicator = {
      indicator: { ...indicator, frequency: 'D', releaseLagDays: 0 },
      series: [
        {
          key: { ...owed(null).series[0]!.key, frequency: 'D' },
          newest: parsePeriod('2020-03-31'),
          freshUntil: null,
        },
      ],
    };
    const { coming } = compose({ when: period('2020-03'), owed: [daily] });
    expect(coming.items).toMatchObject([
      { kind: 'releases', day: '2020-04-01', lastDay: '2020-04-30', releases: 30 },
    ]);
  });
});
