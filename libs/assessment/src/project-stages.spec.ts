import { judgeStages, lateStages, stageOf, type ProjectCourse, type StageDates } from './project-stages.js';

const today = '2026-11-23';

type Dates = Partial<Record<StageDates['stage'], [planned: string | null, actual: string | null]>>;

function course(dates: Dates, others: Partial<ProjectCourse> = {}): ProjectCourse {
  const stages = Object.entries(dates).map(([stage, [planned, actual]]) => ({
    stage: stage as StageDates['stage'],
    planned,
    actual,
  }));
  return { standing: 'active', stage: null, stages, ...others };
}

const late = (of: ProjectCourse, on = today) =>
  lateStages(of, on).map(({ stage, expectedBy, daysLate }) => `${stage} ${expectedBy} ${daysLate}`);

describe('which stages are late', () => {
  it.each<[string, ProjectCourse, string[]]>([
    ['nothing is given', course({}), []],
    ['a deadline is today: the day is not over', course({ construction: [today, null] }), []],
    [
      'a deadline was yesterday',
      course({ construction: ['2026-11-22', null] }),
      ['construction 2026-11-22 1'],
    ],
    ['a month is not over', course({ construction: ['2026-11', null] }), []],
    [
      'a month is over: its last day counts',
      course({ construction: ['2026-10', null] }),
      ['construction 2026-10-31 23'],
    ],
    ['a quarter', course({ completed: ['2026-Q3', null] }), ['completed 2026-09-30 54']],
    ['a half-year', course({ completed: ['2026-S1', null] }), ['completed 2026-06-30 146']],
    ['a year that runs', course({ completed: ['2026', null] }), []],
    ['a year that is over', course({ completed: ['2025', null] }), ['completed 2025-12-31 327']],
    ['it began in time', course({ construction: ['2026-06', '2026-06-01'] }), []],
    ['it began late, but it began', course({ construction: ['2025-06', '2026-06-01'] }), []],
    [
      'several are late, in their order',
      course({ completed: ['2026-10', null], approved: ['2026-01', null] }),
      ['approved 2026-01-31 296', 'completed 2026-10-31 23'],
    ],
    [
      'who builds has been approved, be the day forgotten',
      course({ approved: ['2020', null], construction: ['2021', '2021-03'], completed: ['2026-10', null] }),
      ['completed 2026-10-31 23'],
    ],
    [
      'a word without a day counts as well',
      course({ approved: ['2020', null], construction: ['2021', null] }, { stage: 'construction' }),
      [],
    ],
    [
      'a word of an earlier stage excuses none of the later ones',
      course({ construction: ['2021', null] }, { stage: 'approved' }),
      ['construction 2021-12-31 1788'],
    ],
    [
      'preparation excuses nothing',
      course({ approved: ['2021', null] }, { stage: 'preparation' }),
      ['approved 2021-12-31 1788'],
    ],
    [
      'a suspended one is not held to its dates',
      course({ construction: ['2020', null] }, { standing: 'suspended' }),
      [],
    ],
    ['nor is a removed one', course({ construction: ['2020', null] }, { standing: 'removed' }), []],
  ])('%s', (_case, of, expected) => {
    expect(late(of)).toEqual(expected);
  });

  it('grows by a day each day, across a leap day too', () => {
    const of = course({ completed: ['2028-02', null] });
    expect(['2028-02-29', '2028-03-01', '2028-03-02'].map((on) => late(of, on))).toEqual([
      [],
      ['completed 2028-02-29 1'],
      ['completed 2028-02-29 2'],
    ]);
  });
});

describe('a stage that began', () => {
  it.each<[string, string | null, string, string, number]>([
    ['in time', '2026-06', '2026-06-30', 'reached', 0],
    ['a day late', '2026-06', '2026-07-01', 'reachedLate', 1],
    ['in a month after', '2026-06', '2026-08', 'reachedLate', 32],
    ['in a year that holds the deadline: nobody can say', '2026-06', '2026', 'reached', 0],
    ['without a plan', null, '2026-07-01', 'reached', 0],
  ])('%s', (_case, planned, actual, state, daysLate) => {
    const [, , construction] = judgeStages(course({ construction: [planned, actual] }), today);
    expect(construction).toEqual({ stage: 'construction', state, daysLate });
  });
});

describe('how far a project has come', () => {
  it.each<[string, Pick<ProjectCourse, 'stage' | 'stages'>, string | null]>([
    ['nobody knows', course({ completed: ['2030', null] }), null],
    ['by its days', course({ approved: [null, '2019'], construction: [null, '2020'] }), 'construction'],
    ['by a word', course({}, { stage: 'designed' }), 'designed'],
    ['by what is further', course({ completed: [null, '2025-12'] }, { stage: 'construction' }), 'completed'],
  ])('%s', (_case, of, expected) => {
    expect(stageOf(of)).toBe(expected);
  });

  it('tells every stage apart', () => {
    const of = course({
      approved: ['2019', null],
      construction: ['2020', '2020-05'],
      completed: ['2026-10', null],
    });
    expect(judgeStages(of, today).map(({ stage, state }) => [stage, state])).toEqual([
      ['approved', 'passed'],
      ['designed', 'passed'],
      ['construction', 'reached'],
      ['completed', 'late'],
      ['operating', 'notGiven'],
    ]);
  });
});
