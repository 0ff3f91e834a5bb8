import { historyFromQuery, queryOfHistory } from './import-history-view';

it.each([
  [{}, {}],
  [{ file: '季报', state: 'applied', kind: 'imports', by: 'zhang' }, null],
  [{ state: 'lost', kind: 'all' }, {}],
  [{ file: ['a', 'b'], by: ' ' }, { file: 'a' }],
  [{ state: ['undone'], other: '1' }, { state: 'undone' }],
])('%j comes back as the address it was', (query, back) => {
  expect(queryOfHistory(historyFromQuery(query))).toEqual(back ?? query);
});
