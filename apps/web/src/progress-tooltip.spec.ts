import { zh } from './messages.zh';
import { pointWords, type TooltipContext } from './progress-tooltip';

const forecast = { x: 1, y: 97.5, period: '2020', status: '', lower: 80.97, upper: 114.03 };
const context: TooltipContext = {
  lines: {
    actual: [],
    expected: [],
    forecast,
    goals: [],
    due: { period: '2020', time: 1 },
    span: { from: 0, to: 1 },
  },
  unit: '条',
  decimals: 0,
  language: 'zh',
  words: zh,
};
const [knownFrom, knownTo] = ['2020-02-17T15:59:59.999Z', '2020-06-01T15:59:59.999Z'];
const point = { x: 0, y: 88, period: '2019', status: 'A' };

it('says what a value is, and when one that was replaced held', () => {
  expect(pointWords({ ...point, status: 'P' }, '实际值', context)).toEqual(['实际值: 88 条 (初步数)']);
  expect(pointWords({ ...point, knownFrom, knownTo, released: true }, '修订前的数', context)).toEqual([
    '修订前的数: 88 条',
    '2020年2月17日公布，2020年6月1日被更替',
  ]);
  // The day of an import is no day of publication.
  expect(pointWords({ ...point, knownFrom, knownTo, released: false }, '修订前的数', context)[1]).toBe(
    '2020年2月17日起已知，2020年6月1日被更替',
  );
});

it('gives the expected a digit more than values have, and the supposed just as it was typed', () => {
  const calculated = { ...point, y: 86.25, status: '' };
  expect(pointWords(calculated, zh.target.expectedPath, context)).toEqual(['应有进度: 86.3 条']);
  expect(pointWords(calculated, zh.target.supposedPoint, context)).toEqual(['假设值: 86.25 条']);
});

it('tells the forecast with its interval', () => {
  expect(pointWords(forecast, '到期预测', context)[1]).toMatch(/81\.0 条 到 114\.0 条/);
});
