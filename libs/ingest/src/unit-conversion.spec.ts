import { converted, factorWords, matchUnit, type UnitMatch } from './unit-conversion.js';

const names = (zh: string, en = 'of no language') => ({ zh, en });

function words(match: UnitMatch): string {
  return match.kind === 'factor' ? factorWords(match.factor) : match.kind;
}

describe('matchUnit', () => {
  it.each([
    ['人', '万人', '÷10000'],
    ['千人', '万人', '÷10'],
    ['亿人', '万人', '×10000'],
    ['persons', '万人', '÷10000'],
    ['10,000 persons', '万人', 'same'],
    ['10000 persons', '万人', 'same'],
    ['10 000 persons', '万人', 'same'],
    ['ten thousand persons', '万人', 'same'],
    ['元', '亿元', '÷100000000'],
    ['万元', '亿元', '÷10000'],
    ['百万元', '亿元', '÷100'],
    ['千万元', '亿元', '÷10'],
    ['万亿元', '亿元', '×10000'],
    ['100 million yuan', '亿元', 'same'],
    ['billion yuan', '亿元', '×10'],
    ['10⁴ t', '吨', '×10000'],
    ['10^4t', '吨', '×10000'],
    ['千吨', '万吨', '÷10'],
    ['公斤', '吨', '÷1000'],
    ['米', '公里', '÷1000'],
    ['km', '公里', 'same'],
    ['万公里', '公里', '×10000'],
    ['千米', '公里', 'same'],
    ['㎡', '公顷', '÷10000'],
    ['平方公里', '万公顷', '÷100'],
    ['km²', '公顷', '×100'],
    ['亩', '万亩', '÷10000'],
    ['公顷', '万亩', '×3÷2000'],
    ['万亩', '万公顷', '÷15'],
    ['‰', '%', '÷10'],
    ['％', '%', 'same'],
    ['percent', '%', 'same'],
    ['小时', '分钟', '×60'],
    ['min', '小时', '÷60'],
    ['万TEU', 'TEU', '×10000'],
    ['立方米', '亿立方米', '÷100000000'],
    ['万千瓦', '千瓦', '×10000'],
    ['MW', '万千瓦', '÷10'],
    ['亿千瓦时', '万千瓦时', '×10000'],
    ['毫克/立方米', '微克/立方米', '×1000'],
    ['mg/m³', '微克/立方米', '×1000'],
    ['mg/L', '毫克/升', 'same'],
    ['万个/万人', '个/万人', '×10000'],
    ['万只', '万只', 'same'],
    ['万', '万人次', 'same'],
    ['亿', '亿元', 'same'],
    ['万', '条', '×10000'],
    ['万', '万吨', 'same'],
    ['单位：亿元', '亿元', 'same'],
    ['（亿元）', '亿元', 'same'],
    ['（单位：万元）', '亿元', '÷10000'],
    ['%', '亿元', 'other'],
    ['百分点', '%', 'other'],
    ['个百分点', '%', 'other'],
    ['人次', '人', 'other'],
    ['户', '人', 'other'],
    ['辆', '列', 'other'],
    ['个', '家', 'other'],
    ['美元', '元', 'other'],
    ['吨', '吨标准煤/万元', 'other'],
    ['元', '元/人', 'other'],
    ['万', '千瓦', 'unknown'],
    ['100%', '%', 'unknown'],
    ['万%', '%', 'unknown'],
    ['104吨', '吨', 'unknown'],
    ['12', '吨', 'unknown'],
    ['', '吨', 'unknown'],
    ['随便', '吨', 'unknown'],
  ])('%j against an indicator in %s: %s', (text, zh, expected) => {
    expect(words(matchUnit(text, names(zh)))).toBe(expected);
  });

  it('compares with the English unit too', () => {
    expect(words(matchUnit('thousand routes', names('条', 'routes')))).toBe('×1000');
    expect(words(matchUnit('route', names('条', 'routes')))).toBe('same');
    expect(words(matchUnit('10,000 m³ a day', names('万立方米/日', '10,000 m³ a day')))).toBe('same');
  });
});

describe('converted', () => {
  const factor = (from: string, to: string) => {
    const match = matchUnit(from, names(to));
    if (match.kind !== 'factor') throw new Error(`${from} and ${to} have no factor`);
    return match.factor;
  };
  it.each([
    ['123456', '元', '万元', '12.3456'],
    ['-0.05', '亿元', '元', '-5000000'],
    ['120000', '人', '万人', '12'],
    ['2.50', '亿元', '万元', '25000'],
    ['0', '人', '亿人', '0'],
    ['30', '亩', '公顷', '2'],
    ['31', '亩', '公顷', null],
    ['0.1', '公顷', '亩', '1.5'],
    ['90', '分钟', '小时', '1.5'],
    ['100', '分钟', '小时', null],
    ['0.1234567890123456789', '亿元', '元', '12345678.90123456789'],
    ['1'.repeat(40), '亿元', '元', null],
  ])('%s %s are in %s: %s', (value, from, to, result) => {
    expect(converted(value, factor(from, to))).toBe(result);
  });
});
