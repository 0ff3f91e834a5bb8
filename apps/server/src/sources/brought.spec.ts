import { refusedTogether } from './brought.js';

const refused = (...names: string[]) => names.map((file) => ({ file, refusedRows: 2, why: '2 处不合要求' }));

it('tells the refused files of one look as one', () => {
  expect(refusedTogether([])).toBeNull();
  expect(refusedTogether(refused('a.csv'))).toEqual({ file: 'a.csv', refusedRows: 2, why: '2 处不合要求' });
  expect(refusedTogether(refused('a.csv', 'b.csv'))).toEqual({
    file: 'a.csv、b.csv',
    refusedRows: 4,
    why: 'a.csv：2 处不合要求；b.csv：2 处不合要求',
  });
  expect(refusedTogether(refused('a.csv', 'b.csv', 'c.csv', 'd.csv', 'e.csv'))).toMatchObject({
    file: 'a.csv、b.csv、c.csv (+2)',
    refusedRows: 10,
  });
});
