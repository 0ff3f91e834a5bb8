import type { Plan, RollUps, ScorecardRow, Status, TimelinessResponse } from '#contract';
import {
  dueTargets,
  fieldsOf,
  lastDayOf,
  owedData,
  rowsOfSection,
  standingOf,
  worstStatusOf,
  yearAfter,
} from './overview-view';

type Row = Pick<ScorecardRow, 'target' | 'status' | 'due' | 'task'>;
// Only these are read of a row.
const row = (target: string, status: Status, due = '2035', task = 1) =>
  ({ target, status, due, task }) satisfies Row as ScorecardRow;

describe('how the plan stands', () => {
  it('says how many of how many, and counts as behind what is missed, moving away or off track', () => {
    const statuses: Status[] = ['missed', 'movingAway', 'offTrack', 'atRisk', 'onTrack', 'achieved'];
    const standing = standingOf([
      ...statuses.map((status) => row(status, status)),
      row('a', 'notAssessed'),
      row('b', 'notAssessed'),
    ]);
    expect(standing).toMatchObject({
      targets: 8,
      assessed: 6,
      behind: 3,
      counts: { notAssessed: 2, missed: 1 },
    });
  });

  it('of no target is nothing', () => {
    expect(standingOf([])).toMatchObject({ targets: 0, assessed: 0, behind: 0 });
  });

  it.each([
    [{ onTrack: 3, atRisk: 1, notAssessed: 9 }, 'atRisk'],
    [{ movingAway: 1, missed: 1 }, 'missed'],
    // What is not assessed may be worse; it does not stand for it.
    [{ notAssessed: 4, achieved: 1 }, 'achieved'],
    [{ notAssessed: 4, achieved: 0 }, 'notAssessed'],
  ] as const)('the worst of %j is %s', (counts, worst) => {
    const none = {
      achieved: 0,
      onTrack: 0,
      atRisk: 0,
      offTrack: 0,
      movingAway: 0,
      missed: 0,
      notAssessed: 0,
    };
    expect(worstStatusOf({ ...none, ...counts })).toBe(worst);
  });
});

const title = (text: string) => ({ zh: text, en: text });
const section = (code: string, parent: string | null, number = ''): Plan['sections'][number] => ({
  code,
  number,
  parent,
  title: title(code),
});
const group = (key: string, counts: Partial<Record<Status, number>> = {}) => {
  const none = { achieved: 0, onTrack: 0, atRisk: 0, offTrack: 0, movingAway: 0, missed: 0, notAssessed: 0 };
  return { key, name: title(key), counts: { ...none, ...counts } } as RollUps['groups'][number];
};

describe('the fields of work', () => {
  const sections = [
    section('goals', null, '一'),
    section('carrying-out', null, '三'),
    section('tasks', null, '二'),
    section('city', 'tasks', '（一）'),
    section('space', 'tasks', '（二）'),
    section('culture', 'tasks', '（三）'),
  ];
  const tasks = ['city', 'space', 'culture', 'carrying-out'].map((code) => ({ section: code }));

  it('stand in the order of the plan, whatever order the service answers in; what is no field last', () => {
    const fields = fieldsOf(sections, tasks, [
      group('carrying-out'),
      group('space', { missed: 1, offTrack: 2, atRisk: 4 }),
      group('city'),
    ]);
    expect(fields.map(({ code, besides }) => [code, besides])).toEqual([
      ['city', false],
      ['space', false],
      ['culture', false],
      ['carrying-out', true],
    ]);
    expect(fields[1]).toMatchObject({ number: '（二）', behind: 3 });
    // Its tasks have no target: it is shown all the same.
    expect(fields[2]).toMatchObject({ group: null, behind: 0 });
  });

  it('of a plan without sub-sections are its sections', () => {
    const flat = [section('a', null), section('b', null)];
    const fields = fieldsOf(flat, [{ section: 'a' }, { section: 'b' }], [group('b'), group('a')]);
    expect(fields.map(({ code, besides }) => [code, besides])).toEqual([
      ['a', false],
      ['b', false],
    ]);
  });

  it('are named by the groups where the plan did not come', () => {
    expect(fieldsOf([], [], [group('b'), group('a')]).map(({ code }) => code)).toEqual(['b', 'a']);
  });

  it('narrow the list to the targets of their tasks', () => {
    const rows = [row('a', 'missed', '2035', 1), row('b', 'onTrack', '2035', 2)];
    const known = [
      { number: 1, section: 'city' },
      { number: 2, section: 'space' },
    ];
    expect(rowsOfSection(rows, 'city', known).map(({ target }) => target)).toEqual(['a']);
    expect(rowsOfSection(rows, 'unknown', known)).toEqual([]);
    expect(rowsOfSection(rows, null, known)).toBe(rows);
  });
});

describe('what is due', () => {
  it.each([
    ['2020', '2020-12-31'],
    ['2019-S1', '2019-06-30'],
    ['2019-Q3', '2019-09-30'],
    ['2024-02', '2024-02-29'],
    ['2019-06-15', '2019-06-15'],
    ['2019-01/2019-09', '2019-09-30'],
  ])('%s ends on %s', (period, day) => {
    expect(lastDayOf(period)).toBe(day);
  });

  it('a year later is the same day', () => {
    expect(yearAfter('2020-03-01')).toBe('2021-03-01');
    expect(yearAfter('2024-02-29')).toBe('2025-02-28');
  });

  it('names the targets due from today on and within a year, and those nobody can decide any more', () => {
    const due = dueTargets(
      [
        row('later', 'onTrack', '2035'),
        row('year-end', 'onTrack', '2020'),
        row('worse', 'offTrack', '2020'),
        row('today', 'atRisk', '2020-03-01'),
        row('in-a-year', 'atRisk', '2021-02'),
        row('just-later', 'atRisk', '2021-03'),
        row('over-and-known', 'missed', '2019'),
        row('over-and-unknown', 'notAssessed', '2020-02-29'),
      ],
      '2020-03-01',
    );
    expect(due.soon.map(({ target }) => target)).toEqual(['today', 'worse', 'year-end', 'in-a-year']);
    expect(due.undecided.map(({ target }) => target)).toEqual(['over-and-unknown']);
  });

  it('counts overdue series by who owes them, the most first, and lists what is awaited', () => {
    type Series = TimelinessResponse['series'][number];
    // Only these are read of a series.
    const series = (
      organisation: string,
      state: Series['state'],
      daysLate: number,
      newest: string | null,
      dueOn = '2020-03-01',
    ) => ({ organisation, state, daysLate, newest, dueOn }) as Series;
    const organisation = (code: string) =>
      ({ organisation: code, name: title(code) }) as TimelinessResponse['organisations'][number];
    const owed = owedData({
      asOf: '',
      day: '2020-02-01',
      organisations: ['bureau', 'railway', 'airport'].map(organisation),
      series: [
        series('bureau', 'late', 10, '2018'),
        series('railway', 'late', 40, null),
        series('railway', 'late', 5, '2017'),
        series('airport', 'due', 0, '2018', '2020-03-30'),
        series('airport', 'due', 0, '2018', '2020-02-29'),
        series('airport', 'complete', 0, '2019'),
      ],
    });
    expect(owed).toMatchObject({ series: 6, late: 3 });
    expect(owed.organisations).toEqual([
      { organisation: 'railway', name: title('railway'), late: 2, never: 1, longestDays: 40 },
      { organisation: 'bureau', name: title('bureau'), late: 1, never: 0, longestDays: 10 },
    ]);
    expect(owed.awaited.map(({ dueOn }) => dueOn)).toEqual(['2020-02-29', '2020-03-30']);
  });
});
