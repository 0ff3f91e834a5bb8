import type { ImportReport } from '#contract';
import { ConnectionError } from './api';
import { zh } from './messages.zh';
import {
  outcomeColours,
  outcomeFigures,
  outcomeOf,
  outcomeWords,
  targetsChanged,
  type UploadState,
} from './upload-outcome';

const rows = { read: 12, inserted: 10, revised: 2, unchanged: 0, duplicate: 0, rejected: 0, missing: 0 };
const report: ImportReport = {
  id: 1,
  state: 'validated',
  createdAt: '2026-11-23T04:00:00Z',
  uploadedBy: 'zhang',
  dryRun: true,
  onError: 'skip',
  file: { name: 'a.csv', bytes: 1, sha256: '', format: 'csv', encoding: 'utf-8', layout: 'long' },
  understood: null,
  questions: [],
  preview: [],
  rows,
  rejections: [],
  rejectionCount: 0,
  warnings: [],
  verdictChanges: [],
  failure: null,
  undone: null,
};
const state = (part: Partial<UploadState>): UploadState => ({
  job: null,
  busy: false,
  report: null,
  failure: null,
  stopped: false,
  ...part,
});
const question = { field: 'ref_area' as const, message: '', options: [], constant: true };

it.each([
  ['waits its turn', state({ job: 'check' }), 'waiting'],
  ['is being checked', state({ job: 'check', busy: true }), 'working'],
  ['waits to be stored', state({ job: 'import', report }), 'waiting'],
  ['was stopped on its way', state({ stopped: true }), 'stopped'],
  ['is no table', state({ failure: new ConnectionError('gone') }), 'unreadable'],
  ['asks something', state({ report: { ...report, state: 'rejected', questions: [question] } }), 'asks'],
  ['is clean', state({ report }), 'clean'],
  [
    'has good rows and faulty ones',
    state({ report: { ...report, rejectionCount: 2, rows: { ...rows, rejected: 1 } } }),
    'partly',
  ],
  [
    'has faulty rows only',
    state({ report: { ...report, rejectionCount: 12, rows: { ...rows, rejected: 12 } } }),
    'ended',
  ],
  ['was stored', state({ report: { ...report, state: 'applied', dryRun: false } }), 'ended'],
])('a file that %s', (_, given, outcome) => {
  expect(outcomeOf(given)).toBe(outcome);
  expect(outcomeWords(given, zh)).not.toBe('');
});

it('says in figures what a file would do', () => {
  const change = { target: 't', from: null, to: 'achieved' } as const;
  expect(outcomeFigures(state({ report: { ...report, verdictChanges: [change] } }), zh)).toEqual([
    '读取 12 行',
    '新增 10',
    '修订 2',
    '1 项目标的判断会变化',
  ]);
  expect(outcomeColours(state({ report }))).toBe('onTrack');
  expect(outcomeFigures(state({ job: 'check' }), zh)).toEqual([]);
});

it('counts a target once, whichever files change its verdict', () => {
  const of = (...targets: string[]) => ({
    ...report,
    verdictChanges: targets.map((target) => ({ target, from: null, to: 'missed' as const })),
  });
  expect(targetsChanged([of('a', 'b'), of('b', 'c')])).toBe(3);
});
