import type { WhyChanged } from '#monitoring';
import { whyWords } from './why-words.js';

const facts = { unit: { zh: '条', en: 'routes' }, decimals: 0 };
const at = (period: string, value: number) => ({ period, value });

describe('why a verdict changed, in words', () => {
  const cases: [WhyChanged, zh: string, en: string][] = [
    [{ code: 'first-verdict', before: null, after: at('2019', 88) }, '首次评估', 'First verdict'],
    [
      { code: 'target-changed', before: at('2019', 88), after: at('2019', 88) },
      '目标作了调整',
      'The target was changed',
    ],
    [
      { code: 'new-value', before: at('2018', 64), after: at('2019', 1088) },
      '新数据：2019年为1,088条',
      'New value: 1,088 routes in 2019',
    ],
    [
      { code: 'value-removed', before: at('2021-09', 92), after: null },
      '数据撤回：2021年9月为92条',
      'Value taken back: 92 routes in September 2021',
    ],
    [
      { code: 'revision', before: at('2019', 88), after: at('2019', 86.5) },
      '数据修订：原2019年为88条，现2019年为86.5条',
      'Revision: from 88 routes in 2019 to 86.5 routes in 2019',
    ],
    [
      { code: 'revision', before: at('2019', 88), after: at('2019', 88) },
      '数据状态变动：2019年为88条',
      'Another status of the same value: 88 routes in 2019',
    ],
    [
      { code: 'baseline-revision', before: null, after: at('2016', 45) },
      '基期数据变动：原无数据，现2016年为45条',
      'Another baseline: from no value to 45 routes in 2016',
    ],
    [
      { code: 'time-passing', before: at('2019', 88), after: at('2019', 88) },
      '数据未变，时间推移',
      'The values are the same; time has passed',
    ],
    [
      { code: 'other-values', before: at('2019', 88), after: at('2019', 88) },
      '其他时期的数据有变动',
      'Values of other periods changed',
    ],
    [
      { code: 'definition-changed', before: at('2019', 88), after: at('2019', 88) },
      '数据未变，指标定义或评估方法有变动',
      'The values are the same; the definition or the way of judging is another',
    ],
  ];
  it.each(cases)('$code', (why, zh, en) => {
    expect(whyWords(why, facts)).toEqual({ zh, en });
  });
});
