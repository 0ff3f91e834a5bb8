import { en } from './messages.en';
import { zh } from './messages.zh';
import { quantityWords, type Quantity } from './quantity-wording';

describe('a number of an alert', () => {
  it.each<[string, Quantity, string, string]>([
    [
      'a value with its unit',
      { kind: 'value', value: 1310.5, decimals: 1, unit: { zh: '亿元', en: '100 million yuan' } },
      '1,310.5 亿元',
      '1,310.5 × 100 million yuan',
    ],
    [
      'a percentage as value',
      { kind: 'value', value: 65.3, decimals: 1, unit: { zh: '%', en: '%' } },
      '65.3%',
      '65.3%',
    ],
    [
      'a value that was calculated, without the digits of its calculation',
      { kind: 'value', value: 0.1 + 0.2, decimals: 1, unit: null },
      '0.3',
      '0.3',
    ],
    ['a share', { kind: 'share', value: 0.4 }, '40%', '40%'],
    ['a share with a decimal', { kind: 'share', value: -0.0334 }, '−3.3%', '−3.3%'],
    ['a count', { kind: 'count', value: 1200 }, '1,200', '1,200'],
    ['a day', { kind: 'day', day: '2026-01-31' }, '2026年1月31日', '31 Jan 2026'],
    ['a period', { kind: 'period', period: '2025-Q3' }, '2025年三季度', 'Q3 2025'],
    ['a status', { kind: 'status', status: 'missed' }, '未能实现', 'Missed'],
    ['words', { kind: 'text', zh: '甲', en: 'A' }, '甲', 'A'],
  ])('%s', (_, quantity, chinese, english) => {
    expect(quantityWords(quantity, zh, 'zh')).toBe(chinese);
    expect(quantityWords(quantity, en, 'en')).toBe(english);
  });
});
