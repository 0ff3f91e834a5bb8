import { readHeader } from '../header.js';
import { isBlankTemplateRow } from './blank-template-row.js';

const header = ['指标代码', '行政区划代码', '时期', '数值', '状态', '发布日期', '备注', 'source_template'];

function isBlank(more: Partial<Record<string, string>>, names: readonly string[] = header): boolean {
  const { columns } = readHeader(names, []);
  const row: Partial<Record<string, string>> = {
    指标代码: 'rd_intensity',
    行政区划代码: '610000',
    时期: '2025年',
    source_template: 'shaanxi-statistics 2026-11-23',
    ...more,
  };
  return isBlankTemplateRow(
    names.map((name) => row[name] ?? ''),
    columns!,
  );
}

describe('a row of a template that nobody filled in', () => {
  it.each([
    ['without a value', {}, true],
    ['with a sign for a missing value', { 数值: '…' }, true],
    ['with a word for it and the reason', { 数值: '暂无', 备注: '七月才发布' }, true],
    ['with space only', { 数值: ' 　' }, true],
    ['with a value', { 数值: '2.3' }, false],
    ['with a value that is no number', { 数值: '约3' }, false],
    ['with a release date but no value, begun and forgotten', { 发布日期: '2026-03-01' }, false],
    ['with a status but no value', { 状态: '快报' }, false],
    ['added by hand, without the mark', { source_template: '' }, false],
  ])('%s', (_case, more, expected) => {
    expect(isBlank(more)).toBe(expected);
  });

  it('is never one of another file', () => {
    expect(isBlank({}, header.slice(0, -1))).toBe(false);
  });
});
