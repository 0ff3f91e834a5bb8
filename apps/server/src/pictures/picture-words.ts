/** What a picture says in Chinese and in English. */
import type { Words } from '../assessments/verdict-words.js';
import type { Language } from './picture.js';

export interface PictureWords {
  readonly actual: string;
  readonly hollow: string;
  readonly expected: string;
  readonly earlier: string;
  readonly goal: string;
  readonly lowerEdge: string;
  readonly upperEdge: string;
  readonly complete: string;
  readonly stale: string;
  readonly provisional: string;
  readonly disagreement: string;
  readonly trendFallsShort: string;
  readonly notFromZero: string;
  readonly atPeriodEnds: string;
  readonly gap: string;
  readonly service: string;
  readonly yearToDate: string;
  readonly frequency: Readonly<Record<'A' | 'S' | 'Q' | 'M' | 'D', string>>;
  forecast(value: string, lower: string, upper: string): string;
  due(period: string): string;
  asOf(day: string): string;
  /** Behind what the values are. */
  inUnit(unit: string): string;
  /** By itself. */
  unit(unit: string): string;
  nothingKnown(day: string): string;
  valueAt(period: string, value: string): string;
  goalIn(goal: string, due: string): string;
}

const zh: PictureWords = {
  actual: '实际值',
  hollow: '初步数或估计数',
  expected: '应有进度',
  earlier: '修订前的数',
  goal: '目标',
  lowerEdge: '目标下限',
  upperEdge: '目标上限',
  complete: '全部完成',
  stale: '数据陈旧',
  provisional: '暂定',
  disagreement: '方法有分歧',
  trendFallsShort: '按走势难实现',
  notFromZero: '纵轴不从 0 开始',
  atPeriodEnds: '各点在时期末',
  gap: '实际值点线处缺数据',
  service: '关中监测',
  yearToDate: '年初累计',
  frequency: { A: '年', S: '半年', Q: '季', M: '月', D: '日' },
  forecast: (value, lower, upper) => `到期预测 ${value}，八成可能在 ${lower} 到 ${upper} 之间`,
  due: (period) => `期限 ${period}`,
  asOf: (day) => `截至${day}`,
  inUnit: (unit) => `（${unit}）`,
  unit: (unit) => `单位：${unit}`,
  nothingKnown: (day) => `截至${day}，还没有可用的数据`,
  valueAt: (period, value) => `${period} ${value}`,
  goalIn: (goal, due) => `${goal}，${due}到期`,
};

const en: PictureWords = {
  actual: 'Actual',
  hollow: 'Preliminary or estimated',
  expected: 'Expected path',
  earlier: 'Before revision',
  goal: 'Target',
  lowerEdge: 'Target, lower edge',
  upperEdge: 'Target, upper edge',
  complete: 'complete',
  stale: 'Stale data',
  provisional: 'Provisional',
  disagreement: 'Methods disagree',
  trendFallsShort: 'Trend falls short',
  notFromZero: 'Vertical axis does not start at 0',
  atPeriodEnds: 'points stand at period ends',
  gap: 'actual values dotted where some are missing',
  service: 'Guanzhong Monitor',
  yearToDate: 'year to date',
  frequency: { A: 'annual', S: 'half-yearly', Q: 'quarterly', M: 'monthly', D: 'daily' },
  forecast: (value, lower, upper) => `Forecast when due ${value}, 80% interval ${lower} to ${upper}`,
  due: (period) => `Due ${period}`,
  asOf: (day) => `As of ${day}`,
  inUnit: (unit) => ` (${unit})`,
  unit: (unit) => `Unit: ${unit}`,
  nothingKnown: (day) => `No usable value was known as of ${day}`,
  valueAt: (period, value) => `${period}: ${value}`,
  goalIn: (goal, due) => `${goal}, due ${due}`,
};

export const pictureWords: Readonly<Record<Language, PictureWords>> = { zh, en };

/**
 * The words of one language. The font draws curly quotation marks as wide as a Chinese character, which tears an
 * English word apart.
 */
export function inLanguage(words: Words, language: Language): string {
  return language === 'zh' ? words.zh : words.en.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
}

/** A number as it is, without idle zeros: 422, 43.06. */
export function plainNumber(value: number): string {
  return numberText(value, 0, 6);
}

/** At least one decimal: a forecast of 97.5 routes is not one of 98. */
export function forecastNumber(value: number, decimals: number): string {
  return numberText(value, Math.max(1, decimals), Math.max(1, decimals));
}

function numberText(value: number, least: number, most: number): string {
  return value
    .toLocaleString('en-US', {
      minimumFractionDigits: least,
      maximumFractionDigits: Math.max(least, most),
      signDisplay: 'negative',
    })
    .replace('-', '−');
}

/** A number and its unit; only signs such as % stand without a space, and 100 million does not run into its value. */
export function withUnit(number: string, unit: string): string {
  if (/^\d/.test(unit)) return `${number} × ${unit}`;
  return unit === '' ? number : /^[%‰℃°]/.test(unit) ? `${number}${unit}` : `${number} ${unit}`;
}
