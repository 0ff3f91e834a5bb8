import { decimalTyped, differencesOf, faultOfEntry, rebased, type Field } from './entry-fields';

const fields: Field[] = [
  {
    path: 'operator',
    section: 'goal',
    label: 'Asks for',
    input: 'choice',
    options: [{ value: 'atLeast', label: 'at least' }],
  },
  { path: 'value', section: 'goal', label: 'Value', input: 'number' },
  {
    path: 'members',
    section: 'goal',
    label: 'Members',
    input: 'choices',
    options: [{ value: 'a', label: 'A' }],
  },
];

describe('differencesOf', () => {
  it('says what a field said and says, choices by their names, numbers grouped, nothing as nothing', () => {
    const before = { operator: 'atMost', value: '12345.60', members: ['a', 'b'] };
    const after = { operator: 'atLeast', value: '', members: [] };
    expect(differencesOf(fields, before, after, '(none)', ', ')).toEqual([
      { path: 'operator', label: 'Asks for', before: 'atMost', after: 'at least' },
      { path: 'value', label: 'Value', before: '12,345.60', after: '(none)' },
      { path: 'members', label: 'Members', before: 'A, b', after: '(none)' },
    ]);
  });

  it('finds none where the same is said, be it by an empty field or by none', () => {
    expect(differencesOf(fields, { value: '' }, {}, '(none)', ', ')).toEqual([]);
  });
});

it('what was changed on one version is put on a newer one, and the rest is the newer one’s', () => {
  const base = { value: '1', due: '2030', note: 'x' };
  expect(rebased(base, { ...base, note: 'mine' }, { ...base, value: '2', note: 'theirs' })).toEqual({
    value: '2',
    due: '2030',
    note: 'mine',
  });
});

it.each([
  ['1,234.50', '1234.50'],
  ['１００', '100'],
  ['−0.5', '-0.5'],
  ['  ', null],
  ['1e3', undefined],
  ['3,5', undefined],
  ['1,23', undefined],
  ['３，５', undefined],
  ['很多', undefined],
])('reads %s as the exact number %s', (typed, read) => {
  expect(decimalTyped(typed)).toBe(read);
});

it('a fault of the whole catalogue stands at the field of the entry', () => {
  const fault = { path: 'targets.151.zeroAs', code: 'reference', message: '' };
  expect(faultOfEntry(fault).path).toBe('zeroAs');
  expect(faultOfEntry({ ...fault, path: 'due' }).path).toBe('due');
});
