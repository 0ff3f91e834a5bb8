import type { ImportReport } from '#contract';
import { reportLines } from './report-lines.js';

const report: ImportReport = {
  id: 7,
  state: 'rejected',
  createdAt: '2026-11-23T04:00:00.000Z',
  uploadedBy: 'cli',
  dryRun: false,
  onError: 'reject',
  file: { name: 'routes.csv', bytes: 10, sha256: 'ab', format: 'csv', encoding: 'utf-8', layout: 'long' },
  rows: { read: 10, inserted: 0, revised: 0, unchanged: 0, duplicate: 1, rejected: 2, missing: 0 },
  rejections: [
    { line: 8, column: 'obs_value', code: 'conflicting-duplicate', value: '73', message: '与第9行不一致' },
    { line: 9, column: 'obs_value', code: 'conflicting-duplicate', value: '74', message: '与第8行不一致' },
  ],
  rejectionCount: 2,
  warnings: [],
  verdictChanges: [],
  failure: null,
  understood: null,
  questions: [],
  preview: [],
  undone: null,
};

describe('reportLines', () => {
  it('names file, outcome, counts and every refused cell', () => {
    const text = reportLines(report).join('\n');
    expect(text).toContain('routes.csv: 已退回');
    expect(text).toContain('rejected 2');
    expect(text).toMatch(/line 8, obs_value "73": conflicting-duplicate[^]*line 9, obs_value "74"/);
  });

  it('shows the first refused cells of many and says where the rest are', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ ...report.rejections[0]!, line: index + 2 }));
    const lines = reportLines({ ...report, rejections: many, rejectionCount: 60 });
    expect(lines.filter((line) => line.includes('conflicting-duplicate'))).toHaveLength(50);
    expect(lines.at(-1)).toBe('  … 10 more: GET /api/v1/imports/7/rejections.csv');
  });

  it('asks what must be known, with the answers that make sense', () => {
    const lines = reportLines({
      ...report,
      questions: [
        {
          field: 'time_period',
          message: '哪一列是时期？',
          options: [{ answer: 'column:3', label: '第 3 列（年份）' }],
          constant: true,
        },
      ],
    });
    expect(lines).toEqual(
      expect.arrayContaining([
        '  需要回答 question: 哪一列是时期？',
        "    --answer 'time_period=column:3'  第 3 列（年份）",
        "    --answer 'time_period=constant:…'",
      ]),
    );
  });

  it('tells which verdicts a file changed', () => {
    const lines = reportLines({
      ...report,
      state: 'applied',
      rejections: [],
      rejectionCount: 0,
      verdictChanges: [{ target: 'international-routes-2020', from: 'onTrack', to: 'offTrack' }],
    });
    expect(lines.at(-1)).toContain('international-routes-2020: onTrack → offTrack');
  });
});
