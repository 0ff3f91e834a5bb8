import { mostDuePeriods } from '#monitoring';
import type { Frequency } from '#time-period';
import type { ImportTemplate } from './import-template.js';

const frequencyNames: Readonly<Record<Frequency, string>> = {
  A: '每年',
  S: '每半年',
  Q: '每季度',
  M: '每月',
  D: '每日',
};

/** The sheet 填报说明: what to fill in, how, and what the indicators mean. No cell of it is a number. */
export function templateInstructions(template: ImportTemplate): { lines: string[]; indicators: string[][] } {
  const { organisation, today, rows, moreMissing, withoutSeries } = template;
  const lines = [
    `${organisation.name.zh}：指标填报模板（${today} 生成）`,
    howMuch(template),
    ...(moreMissing
      ? [`有的序列缺少的时期多于 ${mostDuePeriods} 个，只列出最近的；更早的可在表下空行补充。`]
      : []),
    ...(rows.length > 0
      ? ['请在“数据”表填写白色的四列：数值、状态、发布日期、备注。灰色各列请勿改动。']
      : []),
    '数值：按“单位”一列的单位填写数字，不要写单位。没有数的行空着即可，空行不导入，也不算错。',
    '状态：空着表示正常；也可选快报（还会修订）、估计、预测。',
    '发布日期：这个数对外发布的那一天；不填则从导入之时算起。',
    '备注：随数值一起保存。',
    '其他时期或地区的数：写在表下的空行，指标代码、行政区划代码、时期、数值必填，时期的写法如 2026年、2026年三季度、2026年10月、2026年1—10月。',
    '工作表已加保护以防误改，没有密码，可从“审阅”菜单撤销。',
    '填好后保存并原样上传，不必删除任何行、列或本说明。',
    ...(withoutSeries.length > 0
      ? [
          `以下指标还没有目标，也没有任何数，不知该按哪些地区填报，没有列出；有数时写在表下空行：${withoutSeries
            .map(({ name }) => name.zh)
            .join('、')}。`,
        ]
      : []),
  ];
  const indicators = template.indicators.map((indicator) => [
    indicator.code,
    indicator.name.zh,
    indicator.unit.zh,
    `${frequencyNames[indicator.frequency]}，期末后 ${indicator.releaseLagDays} 天内`,
    indicator.definition.zh,
  ]);
  return { lines, indicators: [['指标代码', '指标名称', '单位', '何时报', '口径'], ...indicators] };
}

function howMuch({ indicators, rows, today, nextOn }: ImportTemplate): string {
  if (indicators.length === 0) return '本单位没有负责填报的指标。';
  const next = nextOn === null ? '' : `下一批数最早在 ${nextOn} 到期。`;
  if (rows.length === 0) return `到 ${today} 为止没有应报未报的数；${next}`;
  return `到 ${today} 为止有 ${rows.length} 个应报未报的数；${next}`;
}
