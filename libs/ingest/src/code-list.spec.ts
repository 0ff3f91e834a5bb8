import { CodeList } from './code-list.js';

const list = new CodeList([
  { code: '610100', names: ['西安市', "Xi'an", '西安'], aliases: ['陕西省西安市'] },
  { code: '610116', names: ['长安区', "Chang'an District", null], aliases: ['长安', '西安'] },
  { code: '410000', names: ['长安县', null, null], aliases: ['长安'] },
  { code: 'population', names: ['常住人口', 'Resident population'] },
  { code: 'population_1', names: ['常住人口1', null] },
  { code: 'routes', names: ['国际（地区）航线数', null] },
  { code: 'cargo', names: ['国际全货运航线数', null] },
]);

describe('CodeList', () => {
  it.each([
    ['西 安 市', '610100'],
    ['　西安市　', '610100'],
    ['Xi’an', '610100'],
    ['xian', '610100'],
    ['陕西省西安市', '610100'],
    ['Chang‘an district', '610116'],
    ['ＲＯＵＴＥＳ', 'routes'],
    ['常住人口1', 'population_1'],
  ])('finds %j', (text, code) => {
    expect(list.find(text)).toBe(code);
  });

  it('lets a name win over another entry’s alias', () => {
    expect(list.find('西安')).toBe('610100');
  });

  it('does not take a footnote mark for a digit of a name', () => {
    expect(list.find('常住人口①')).toBeNull();
    expect(list.find('常住人口¹')).toBeNull();
  });

  it('names the codes that share an alias', () => {
    expect(list.find('长安')).toBeNull();
    expect(list.explain('长安').ambiguous).toEqual(['610116', '410000']);
  });

  it.each([
    ['国际航线数量', ['国际（地区）航线数']],
    ['航线数', ['国际（地区）航线数', '国际全货运航线数']],
    ['常住人口数', ['常住人口', '常住人口1']],
    ['火星', []],
    ['地区航线数', ['国际（地区）航线数']],
    ['西宁', []],
    ['', []],
    ['长'.repeat(10_000), []],
  ])('suggests for %j', (text, suggestions) => {
    expect(list.explain(text)).toEqual({ ambiguous: [], suggestions });
    expect(list.explain(text).suggestions).toEqual(suggestions);
  });
});
