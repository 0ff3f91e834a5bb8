import { answerable, mayReportFor, percentOf, periodTyped } from './reporting';

const organisation = (code: string, members: string[] = []) => ({
  code,
  name: { zh: code, en: code },
  kind: 'group' as const,
  members,
  areas: [],
  note: null,
});

it('knows who answers, members of groups included, each once', () => {
  const organisations = [
    organisation('cities', ['xian', 'baoji']),
    organisation('xian'),
    organisation('drc'),
  ];
  expect(answerable(['xian', 'cities', 'drc'], organisations)).toEqual(['xian', 'cities', 'baoji', 'drc']);
});

it.each([
  ['nobody', null, []],
  ['a viewer', { role: 'viewer', organisation: 'drc', otherOrganisations: [] }, []],
  [
    'an uploader of one that answers',
    { role: 'uploader', organisation: 'drc', otherOrganisations: [] },
    ['drc'],
  ],
  [
    'an uploader of several',
    { role: 'uploader', organisation: 'water', otherOrganisations: ['drc'] },
    ['drc'],
  ],
  ['an uploader of another', { role: 'uploader', organisation: 'water', otherOrganisations: [] }, []],
  ['an uploader of none', { role: 'uploader', organisation: null, otherOrganisations: [] }, []],
  ['an administrator', { role: 'admin', organisation: null, otherOrganisations: [] }, ['xian', 'drc']],
] as const)('tells for whom %s may report', (_case, session, expected) => {
  expect(mayReportFor(session, ['xian', 'drc'])).toEqual(expected);
});

it.each([
  ['', null],
  ['62.5', 62.5],
  ['１００％', 100],
  ['0', 0],
  ['100.1', 'bad'],
  ['-1', 'bad'],
  ['33.33', 'bad'],
  ['六成', 'bad'],
])('reads the percentage %p', (typed, percent) => {
  expect(percentOf(typed)).toBe(percent);
});

it.each([
  ['2026-06-30', '2026-06-30'],
  ['2026年6月', '2026-06'],
  ['2026年6月底', '2026-06'],
  ['2026年12月3日', '2026-12-03'],
  ['２０２６／６／３', '2026-06-03'],
  ['2026', '2026'],
  ['2026年', '2026'],
  ['2026年底', '2026'],
  ['2026年三季度', '2026-Q3'],
  ['2026年第2季度', '2026-Q2'],
  ['2026-q4', '2026-Q4'],
  ['2026年上半年', '2026-S1'],
  ['2026 H2', '2026-S2'],
  ['6月30日', null],
  ['去年', null],
  ['2026年夏', null],
  ['', null],
])('reads the period %p', (typed, period) => {
  expect(periodTyped(typed)).toBe(period);
});
