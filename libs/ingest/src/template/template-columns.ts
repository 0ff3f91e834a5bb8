import { formatPeriodZh, type Day } from '#time-period';
import { templateColumn } from './blank-template-row.js';
import type { ImportTemplate, TemplateRow } from './import-template.js';

/** A column of a template: its header, as the long layout knows it, and what stands in it. */
export interface TemplateColumn {
  readonly header: string;
  readonly kind: 'given' | 'period' | 'value' | 'status' | 'released' | 'comment';
  readonly textOf: (row: TemplateRow) => string;
}

/**
 * The columns of a template in their order. Periods are written in Chinese (2026年10月): a spreadsheet that opens CSV
 * takes 2026-10 for a date and saves it as Oct-26, while the Chinese wording comes back as it was.
 */
export function templateColumns({
  dimensions,
  organisation,
  today,
}: Pick<ImportTemplate, 'dimensions' | 'organisation' | 'today'>): TemplateColumn[] {
  const given = (header: string, textOf: TemplateColumn['textOf']): TemplateColumn => ({
    header,
    kind: 'given',
    textOf,
  });
  const toFill = (header: string, kind: TemplateColumn['kind']): TemplateColumn => ({
    header,
    kind,
    textOf: () => '',
  });
  const mark = markOf(organisation.code, today);
  return [
    given('指标代码', ({ indicator }) => indicator.code),
    given('指标名称', ({ indicator }) => indicator.name.zh),
    given('行政区划代码', ({ area }) => area.code),
    given('地区名称', ({ area }) => area.name.zh),
    ...dimensions.flatMap((dimension) => [
      given(dimension, ({ breakdown }) => breakdown[dimension]?.code ?? ''),
      given(`${dimension}_name`, ({ breakdown }) => breakdown[dimension]?.name ?? ''),
    ]),
    { header: '时期', kind: 'period', textOf: ({ period }) => formatPeriodZh(period) },
    toFill('数值', 'value'),
    given('单位', ({ indicator }) => indicator.unit.zh),
    toFill('状态', 'status'),
    toFill('发布日期', 'released'),
    toFill('备注', 'comment'),
    given(templateColumn, () => mark),
  ];
}

function markOf(organisation: string, today: Day): string {
  return `${organisation} ${today}`;
}
