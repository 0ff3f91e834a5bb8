import type { ImportReport } from '#contract';
import { importStateColours, importStateWords } from './import-wording';
import { zh } from './messages.zh';

const clean: ImportReport = {
  id: 1,
  state: 'applied',
  createdAt: '2026-11-23T01:00:00Z',
  uploadedBy: 'bureau',
  dryRun: false,
  onError: 'reject',
  file: { name: 'a.csv', bytes: 1, sha256: '', format: 'csv', encoding: 'utf-8', layout: 'long' },
  rows: { read: 10, inserted: 10, revised: 0, unchanged: 0, duplicate: 0, rejected: 0 },
  rejections: [],
  rejectionCount: 0,
  warnings: [],
  verdictChanges: [],
  failure: null,
};
const faulty = { ...clean, rows: { ...clean.rows, inserted: 8, rejected: 2 } };

describe('the state of an import', () => {
  it('is said in words and colour', () => {
    expect(importStateWords(clean, zh)).toBe('已入库');
    expect(importStateColours(clean)).toBe('achieved');
    expect(importStateWords({ ...clean, state: 'rejected' }, zh)).toBe('已退回，没有入库');
    expect(importStateColours({ ...clean, state: 'rejected' })).toBe('missed');
    expect(importStateColours({ ...clean, state: 'running' })).toBe('notAssessed');
  });

  it('never reads clean when rows were or will be left out', () => {
    expect(importStateWords(faulty, zh)).toBe('已入库，跳过 2 行有错的内容');
    expect(importStateWords({ ...faulty, state: 'validated' }, zh)).toBe(
      '检查完成，尚未入库；入库时会跳过 2 行有错的内容',
    );
    expect(importStateColours(faulty)).toBe('atRisk');
  });
});
