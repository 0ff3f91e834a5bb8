import { drivesAlerts, dueTarget, successorsOf } from './next-due.js';

const due = (text: string) => dueTarget({ code: text, due: text });

it.each<[target: string, others: string[], today: string, drives: boolean, why: string]>([
  ['2035', [], '2020-06-01', true, 'it is alone'],
  ['2020', ['2035'], '2020-12-31', true, 'it is due first, to its last day'],
  ['2035', ['2020'], '2020-12-31', false, 'another is due first'],
  ['2035', ['2020'], '2021-01-01', true, 'the other is due no more'],
  ['2020', ['2035'], '2021-01-01', true, 'its final verdict is told'],
  ['2035', ['2020', '2025'], '2021-01-01', false, 'a third is due first'],
  ['2020', ['2020'], '2020-06-01', true, 'both are due next'],
  ['2020', ['2020-06'], '2020-06-30', false, 'the half year ends first'],
])('of %s beside %j on %s: %s, for %s', (target, others, today, drives) => {
  expect(drivesAlerts(due(target), others.map(due), today)).toBe(drives);
});

it.each<[target: string, others: string[], today: string, successors: string[]]>([
  ['2020', ['2035', '2025'], '2021-01-01', ['2025']],
  ['2020', [], '2021-01-01', []],
  ['2020', ['2015'], '2021-01-01', []],
  ['2020', ['2020-06', '2022', '2022'], '2021-01-01', ['2022', '2022']],
  // Both ran out before anybody looked.
  ['2020', ['2025', '2035'], '2026-01-01', ['2035']],
])('%s is followed, among %j on %s, by %j', (target, others, today, successors) => {
  expect(successorsOf(due(target), others.map(due), today).map(({ code }) => code)).toEqual(successors);
});
