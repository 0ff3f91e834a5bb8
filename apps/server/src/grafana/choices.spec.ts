import { AppError } from '#contract';
import { choicesIn, labelled, listNamed, narrowedIndicators } from './choices.js';
import { names } from './test/sample-plan.js';

const codes = (...asked: Parameters<typeof choicesIn>) => choicesIn(...asked).map(({ code }) => code);
const of = (indicators: string[] | null, areas: string[] | null = null) => ({ indicators, areas });

describe('a list to choose from', () => {
  it.each([
    ['', 'metric'],
    ['area', 'area'],
    ['areas', 'area'],
    [' targets ', 'targetCode'],
    ['targetCode', 'targetCode'],
  ])('named "%s" is %s', (given, list) => expect(listNamed(given)).toBe(list));

  it.each(['planets', 'toString'])('named "%s" is refused', (given) => {
    expect(() => listNamed(given)).toThrow(AppError);
  });

  it('of areas holds all of them, or those in which an indicator has values or a target', () => {
    expect(codes('area', of(null), names, new Set())).toEqual(['610100', '610300', 'guanzhong']);
    expect(codes('area', of(['output']), names, new Set(['guanzhong']))).toEqual(['610300', 'guanzhong']);
  });

  it('of targets is narrowed by indicator and area', () => {
    expect(codes('targetCode', of(['routes']), names, new Set())).toEqual(['routes-2020', 'routes-2035']);
    expect(codes('targetCode', of(['routes'], ['610300']), names, new Set())).toEqual([]);
    expect(codes('targetCode', of(null, ['610300']), names, new Set())).toEqual(['output-2035']);
  });

  it('of breakdowns holds the values of an indicator’s dimensions, as a payload names them', () => {
    expect(codes('breakdown', of(['travel']), names, new Set())).toEqual([
      'destination=110000',
      'destination=510100',
    ]);
    expect(codes('breakdown', of(['routes']), names, new Set())).toEqual([]);
  });

  it('is not narrowed by a table, and refuses an unknown indicator', () => {
    expect(narrowedIndicators(of(['scorecard']), names)).toBeNull();
    expect(() => narrowedIndicators(of(['nonsense']), names)).toThrow(AppError);
  });

  it('has no text twice: the plugin would keep only one of them', () => {
    const same = [
      { code: 'a', zh: '鼓楼区', en: 'Gulou' },
      { code: 'b', zh: '鼓楼区', en: 'Gulou' },
      { code: 'c', zh: '雁塔区', en: 'Yanta' },
    ];
    expect(labelled(same, 'zh')).toEqual([
      { text: '鼓楼区 (a)', value: 'a' },
      { text: '鼓楼区 (b)', value: 'b' },
      { text: '雁塔区', value: 'c' },
    ]);
  });
});
