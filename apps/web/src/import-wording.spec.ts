import type { ImportReport } from '#contract';
import { importName, importStateColours, importStateWords } from './import-wording';
import { zh } from './messages.zh';

const clean: ImportReport = {
  id: 1,
  state: 'applied',
  createdAt: '2026-11-23T01:00:00Z',
  uploadedBy: 'bureau',
  dryRun: false,
  onError: 'reject',
  file: { name: 'a.csv', bytes: 1, sha256: '', format: 'csv', encoding: 'utf-8', layout: 'long' },
  rows: { read: 10, inserted: 10, revised: 0, unchanged: 0, duplicate: 0, rejected: 0, missing: 0 },
  understood: null,
  questions: [],
  preview: [],
  rejections: [],
  rejectionCount: 0,
  warnings: [],
  verdictChanges: [],
  failure: null,
  undone: null,
};
const faulty = { ...clean, rows: { ...clean.rows, inserted: 8, rejected: 2 } };

it('calls a value that was typed on the page by what it is, and not by a file', () => {
  const names = { constant: (field: string, code: string) => `<${field} ${code}>` };
  expect(importName(clean, names, zh)).toBe('a.csv');
  const typed = {
    line: 1,
    column: '',
    indicator: 'gdp',
    area: '610000',
    period: '2019',
    breakdown: {},
    value: '1',
    unit: '',
    status: 'A',
    written: '1',
    reason: '年报补录',
  };
  const file = { ...clean.file, name: 'gdp 610000 2019', format: 'typed' };
  expect(importName({ ...clean, file, preview: [typed] }, names, zh)).toBe(
    '在页面上填写：<indicator gdp> · <ref_area 610000> · <time_period 2019>',
  );
});

describe('the state of an import', () => {
  it('is said in words and colour', () => {
    expect(importStateWords(clean, zh)).toBe('已入库');
    expect(importStateColours(clean)).toBe('achieved');
    expect(importStateWords({ ...clean, state: 'rejected' }, zh)).toBe('已退回，没有入库');
    expect(importStateColours({ ...clean, state: 'rejected' })).toBe('missed');
    expect(importStateColours({ ...clean, state: 'running' })).toBe('notAssessed');
    for (const [state, words] of [
      ['cancelled', '已取消，没有入库'],
      ['undone', '已撤销'],
    ] as const) {
      expect(importStateWords({ ...clean, state }, zh)).toBe(words);
      expect(importStateColours({ ...clean, state })).toBe('notAssessed');
    }
  });

  it('never reads clean when rows were or will be left out', () => {
    expect(importStateWords(faulty, zh)).toBe('已入库，跳过有错的 2 行');
    expect(importStateWords({ ...faulty, state: 'validated' }, zh)).toBe('检查完成，尚未入库；2 行有错');
    const across = { ...faulty, file: { ...faulty.file, layout: 'periods-across' } };
    expect(importStateWords(across, zh)).toBe('已入库，跳过有错的 2 个数值');
    expect(importStateColours(faulty)).toBe('atRisk');
  });

  it('of a file that was not understood asks instead of refusing', () => {
    const unclear: ImportReport = {
      ...clean,
      state: 'rejected',
      questions: [{ field: 'sheet', message: '请选一个', options: [], constant: false }],
    };
    expect(importStateWords(unclear, zh)).toBe('有的地方看不准，需要您回答');
    expect(importStateColours(unclear)).toBe('atRisk');
  });
});
