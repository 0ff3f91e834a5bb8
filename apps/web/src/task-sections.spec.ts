import type { TaskRow } from '#contract';
import { sectionsOf, tasksInView } from './task-sections';

const task = (number: number, section: string, others: Partial<TaskRow> = {}): TaskRow => ({
  number,
  section,
  title: { zh: `任务${number}`, en: `Task ${number}` },
  organisations: ['drc'],
  responsibility: '省发展改革委等负责',
  reportCount: 0,
  newestReport: null,
  projects: { total: 0, late: 0 },
  ...others,
});
const title = { zh: '节', en: 'Section' };
const tasks = [task(1, 'b'), task(2, 'a', { organisations: ['cities'], title: { zh: '水', en: 'Water' } })];

it('puts tasks under their sections, in the order of the text, and leaves out empty ones', () => {
  const sections = ['a', 'empty', 'b'].map((code) => ({ code, number: code, parent: null, title }));
  expect(
    sectionsOf({ sections }, tasks).map(({ code, tasks: own }) => [code, own.map(({ number }) => number)]),
  ).toEqual([
    ['a', [2]],
    ['b', [1]],
  ]);
});

it.each([
  ['', null, [1, 2]],
  ['water', null, [2]],
  ['任务 负责', null, [1]],
  ['', new Set(['cities']), [2]],
  ['water', new Set(['drc']), []],
])('finds by words %p and organisations %p', (search, organisations, expected) => {
  expect(tasksInView(tasks, { search, organisations }).map(({ number }) => number)).toEqual(expected);
});
