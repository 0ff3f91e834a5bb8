import type { SheetLine, SheetMark } from '#contract';
import { markedPlaces, nextPlace, placeOfMark, sheetRows } from './sheet-view';

const fault = (column: number | null, message: string): SheetMark => ({
  kind: 'fault',
  code: 'not-a-number',
  column,
  message,
});
const line = (at: number, cells: string[], marks: SheetMark[] = []): SheetLine => ({
  line: at,
  role: 'values',
  fields: [],
  cells,
  marks,
  readings: [],
});
const rows = sheetRows(
  [
    line(1, ['a', 'b', 'c']),
    line(2, ['x'], [fault(2, 'two')]),
    line(9, ['y'], [fault(null, 'all'), fault(70, 'far')]),
  ],
  3,
  0,
);

it('gives every line all its cells, with what was found at each', () => {
  expect(rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
    ['a', 'b', 'c'],
    ['x', '', ''],
    ['y', '', ''],
  ]);
  expect(rows[1]?.cells[1]?.marks).toEqual([fault(2, 'two')]);
});

it('keeps with the line what is said of all of it, or of a column that is not shown', () => {
  expect(rows[2]?.head.marks.map(({ message }) => message)).toEqual(['all', 'far']);
});

it('says which lines are not shown', () => {
  expect(rows.map(({ gap }) => gap)).toEqual([0, 0, 6]);
  expect(sheetRows([line(12, [])], 1, 11)[0]?.gap).toBe(0);
});

it.each([
  ['the first', null, 1, { line: 2, column: 2 }],
  ['the last', null, -1, { line: 9, column: 0 }],
  ['the one after a cell', { line: 2, column: 1 }, 1, { line: 2, column: 2 }],
  ['the one after the last, around the end', { line: 9, column: 0 }, 1, { line: 2, column: 2 }],
  ['the one before', { line: 9, column: 0 }, -1, { line: 2, column: 2 }],
] as const)('goes to %s', (_, from, step, to) => {
  expect(nextPlace(markedPlaces(rows), from, step)).toEqual(to);
});

it('goes nowhere where nothing is marked', () => {
  expect(nextPlace([], null, 1)).toBeNull();
});

it('finds where something of the lists stands', () => {
  expect(placeOfMark(rows, 2, fault(null, 'two'))).toEqual({ line: 2, column: 2 });
  expect(placeOfMark(rows, 9, fault(null, 'far'))).toEqual({ line: 9, column: 0 });
  expect(placeOfMark(rows, 9, fault(null, 'else'))).toEqual({ line: 9, column: 0 });
  expect(placeOfMark(rows, 5, fault(null, 'two'))).toBeNull();
});

it('lets a title or a note run over the columns beside it, and nothing else', () => {
  const as = (role: SheetLine['role'], cells: string[], marks: SheetMark[] = []) =>
    sheetRows([{ ...line(1, cells, marks), role }], 3, 0)[0]?.isOneText;
  expect(as('title', ['表1 人口'])).toBe(true);
  expect(as('passed-over', ['注：年末数', ''])).toBe(true);
  expect(as('title', ['表1', '单位：万人'])).toBe(false);
  expect(as('values', ['西安市'])).toBe(false);
  expect(as('passed-over', ['合计'], [fault(1, 'x')])).toBe(false);
});
