import fc from 'fast-check';
import type { Quantity, StatusWords } from './quantity.js';
import { fillTemplate, templateFaults, type Filling } from './template.js';

const statusWords: StatusWords = {
  achieved: { zh: '已实现', en: 'Achieved' },
  onTrack: { zh: '进展正常', en: 'On track' },
  atRisk: { zh: '存在风险', en: 'At risk' },
  offTrack: { zh: '进度滞后', en: 'Off track' },
  movingAway: { zh: '背离目标', en: 'Moving away' },
  missed: { zh: '未能实现', en: 'Missed' },
  notAssessed: { zh: '无法评估', en: 'Not assessed' },
};
const filling = (quantities: Record<string, Quantity>): Filling => ({
  quantities,
  labels: { area: '610100', target: 'routes-2020' },
  names: { area: { zh: '西安市', en: "Xi'an" } },
  statusWords,
});

describe('fillTemplate', () => {
  it.each<[Quantity, string, string]>([
    [
      { kind: 'value', value: 1310, decimals: 0, unit: { zh: '亿元', en: '100 million yuan' } },
      '1,310亿元',
      '1,310 × 100 million yuan',
    ],
    [
      { kind: 'value', value: 51.25, decimals: 1, unit: { zh: '微克/立方米', en: 'µg/m³' } },
      '51.25微克/立方米',
      '51.25 µg/m³',
    ],
    [{ kind: 'value', value: 88.8, decimals: 1, unit: { zh: '%', en: '%' } }, '88.8%', '88.8%'],
    [{ kind: 'value', value: 3, decimals: 2, unit: null }, '3', '3'],
    [{ kind: 'share', value: 0.4012 }, '40.1%', '40.1%'],
    [{ kind: 'count', value: 12_000 }, '12,000', '12,000'],
    [{ kind: 'day', day: '2020-02-17' }, '2020年2月17日', '17 February 2020'],
    [{ kind: 'period', period: '2019-Q3' }, '2019年三季度', 'Q3 2019'],
    [{ kind: 'period', period: 'sometime' }, 'sometime', 'sometime'],
    [{ kind: 'status', status: 'offTrack' }, '进度滞后', 'Off track'],
    [{ kind: 'text', zh: '是', en: 'yes' }, '是', 'yes'],
  ])('%j', (quantity, zh, en) => {
    expect(fillTemplate('{{x}}', 'zh', filling({ x: quantity }))).toBe(zh);
    expect(fillTemplate('{{ x }}', 'en', filling({ x: quantity }))).toBe(en);
  });

  it('fills names, codes and what is missing', () => {
    expect(fillTemplate('{{area}} {{target}} {{value}} {{toString}}', 'zh', filling({}))).toBe(
      '西安市 routes-2020 — —',
    );
  });

  it('never reads as a template what it filled in', () => {
    const trick: Quantity = { kind: 'text', zh: '{{area}} $& $1', en: '{{area}} $& $1' };
    expect(fillTemplate('{{x}}!', 'en', filling({ x: trick }))).toBe('{{area}} $& $1!');
  });
});

describe('templateFaults', () => {
  const names = new Set(['value', 'area']);
  it.each<[string, string[]]>([
    ['plain', []],
    ['{{value}} in {{ area }}', []],
    ['{{nobody}}', ['unknown-place']],
    ['{{value', ['not-a-place']],
    ['value}}', ['not-a-place']],
    ['{{process.exit()}}', ['not-a-place']],
    ['{{ value | upper }}', ['not-a-place']],
    ['{single} braces', []],
    ['x'.repeat(2_001), ['too-long']],
    ['{{nobody}}{{'.repeat(100_000), ['too-long']],
  ])('%s', (template, codes) => {
    expect(templateFaults(template, names).map(({ code }) => code)).toEqual(codes);
  });

  it('a template without faults leaves no place open', () => {
    const piece = fc.constantFrom('{{value}}', '{{area}}', '{{', '}}', '{', '}', 'x', '{{no}}', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const template = pieces.join('');
        if (templateFaults(template, names).length > 0) return;
        const value: Quantity = { kind: 'count', value: 1 };
        expect(fillTemplate(template, 'en', filling({ value }))).not.toMatch(/\{\{|\}\}/);
      }),
    );
  });
});
