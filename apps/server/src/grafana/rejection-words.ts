import type { RejectionCode } from '#contract';
import type { Words } from '../assessments/verdict-words.js';

/** What is wrong with a refused cell. */
export const rejectionWords: Readonly<Record<RejectionCode, Words>> = {
  'unknown-column': { zh: '不认识的列', en: 'unknown column' },
  'missing-column': { zh: '缺少必要的列', en: 'missing column' },
  'duplicate-column': { zh: '列重复', en: 'column given twice' },
  'encoding-error': { zh: '文字编码有误', en: 'broken text encoding' },
  'extra-cell': { zh: '多出单元格', en: 'extra cell' },
  'missing-cell': { zh: '缺少单元格', en: 'missing cell' },
  'missing-value': { zh: '没有填写', en: 'not filled in' },
  'unknown-indicator': { zh: '不认识的指标', en: 'unknown indicator' },
  'unknown-area': { zh: '不认识的地区', en: 'unknown area' },
  'unknown-breakdown': { zh: '不认识的分组', en: 'unknown breakdown' },
  'invalid-period': { zh: '时期写法有误', en: 'invalid period' },
  'wrong-frequency': { zh: '频率与指标不符', en: 'wrong frequency' },
  'not-a-number': { zh: '不是数', en: 'not a number' },
  'bounded-value': { zh: '只是上限或下限，不是数值', en: 'a bound, not a value' },
  'out-of-range': { zh: '超出合理范围', en: 'out of range' },
  'wrong-unit': { zh: '单位不符', en: 'wrong unit' },
  'unknown-status': { zh: '不认识的数据状态', en: 'unknown status' },
  'invalid-date': { zh: '日期有误', en: 'invalid date' },
  'future-period': { zh: '时期尚未结束', en: 'period not over yet' },
  'conflicting-duplicate': { zh: '重复而数值不同', en: 'repeated with another value' },
  'not-permitted': { zh: '无权填报', en: 'not permitted' },
  'unclear-layout': { zh: '版式不清楚', en: 'layout not clear' },
};
