import { AppError } from '#contract';
import {
  choicesIn,
  type ExistingSeries,
  labelled,
  listNamed,
  type Narrowing,
  narrowedIndicators,
  unnarrowed,
} from './choices.js';
import { names } from './test/sample-plan.js';

const codes = (...asked: Parameters<typeof choicesIn>) => choicesIn(...asked).map(({ code }) => code);
const of = (
  indicators: string[] | null,
  areas: string[] | null = null,
  more: Partial<Narrowing> = {},
): Narrowing => ({ ...unnarrowed, indicators, areas, ...more });
const series = (area: string, changes: Partial<ExistingSeries> = {}): ExistingSeries => ({
  area,
  frequency: 'A',
  accumulation: 'period',
  breakdown: {},
  ...changes,
});

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
    expect(codes('area', of(null), names, [])).toEqual(['610100', '610300', 'guanzhong']);
    expect(codes('area', of(['output']), names, [series('guanzhong')])).toEqual(['610300', 'guanzhong']);
  });

  it('of targets is narrowed by indicator and area', () => {
    expect(codes('targetCode', of(['routes']), names, [])).toEqual(['routes-2020', 'routes-2035']);
    expect(codes('targetCode', of(['routes'], ['610300']), names, [])).toEqual([]);
    expect(codes('targetCode', of(null, ['610300']), names, [])).toEqual(['output-2035']);
  });

  it('of breakdowns holds the values of an indicator’s dimensions, as a payload names them', () => {
    expect(codes('breakdown', of(['travel']), names, [])).toEqual([
      'destination=110000',
      'destination=510100',
    ]);
    expect(codes('breakdown', of(['routes']), names, [])).toEqual([]);
  });

  it('of areas is narrowed by whose targets are wanted', () => {
    expect(codes('area', of(null, null, { organisations: ['statistics'] }), names, [])).toEqual([
      '610100',
      '610300',
    ]);
  });

  it('of breakdowns, frequencies and accumulations holds those that exist in the areas chosen before', () => {
    const existing = [
      series('610100', { breakdown: { destination: '110000' } }),
      series('610300', { breakdown: { destination: '510100' }, frequency: 'M', accumulation: 'yearToDate' }),
    ];
    expect(codes('breakdown', of(['travel'], ['610300']), names, existing)).toEqual(['destination=510100']);
    expect(codes('frequency', of(['travel'], ['610300']), names, existing)).toEqual(['M']);
    expect(codes('accumulation', of(['travel'], ['610300']), names, existing)).toEqual(['yearToDate']);
    expect(codes('frequency', of(['travel']), names, existing)).toEqual(['A', 'M']);
    const toChengdu = of(['travel'], null, { breakdown: 'destination=510100' });
    expect(codes('frequency', toChengdu, names, existing)).toEqual(['M']);
    expect(codes('targetCode', toChengdu, names, existing)).toEqual(['chengdu-2035']);
    expect(codes('frequency', of(null), names, [])).toEqual(['A', 'S', 'Q', 'M', 'D']);
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
