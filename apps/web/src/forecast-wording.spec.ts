import { forecastRefusalWords, forecastWords } from './forecast-wording';
import { en } from './messages.en';
import { zh } from './messages.zh';

const routes = { unit: '条', decimals: 0 };

describe('a forecast in words', () => {
  const forecast = {
    period: '2020',
    value: 97.5,
    lower: 80.96774,
    upper: 114.03226,
    standardError: 8.767839,
    probability: 0.4012,
    n: 4,
    method: 'linearTrend' as const,
  };

  it('has a decimal even of whole things, its interval, its probability and what it rests on', () => {
    expect(forecastWords(forecast, routes, zh)).toEqual({
      value: '97.5 条',
      remarks: [
        '八成可能在 81.0 条 到 114.0 条 之间',
        '达到目标的可能性 40.1%',
        '4 年数据的直线趋势，标准误 8.8 条',
      ],
    });
    expect(forecastWords(forecast, { ...routes, unit: 'routes' }, en).remarks[2]).toBe(
      'straight line through 4 years, standard error 8.8 routes',
    );
    expect(forecastWords(forecast, { unit: '%', decimals: 2 }, zh).value).toBe('97.50%');
  });
});

describe('a refusal to forecast in words', () => {
  it.each([
    [{ code: 'no-target-value' }, '规划没有给出数值，不作预测'],
    [{ code: 'due-passed' }, '期限已过，不再预测'],
    [{ code: 'due-observed' }, '到期当期的数据已有，不需预测'],
    [{ code: 'too-few-periods', periods: 0 }, '还没有数据，不作预测'],
    [{ code: 'too-few-periods', periods: 2 }, '只有 2 年的数据，满 3 年才作预测'],
    [
      { code: 'beyond-horizon', ahead: 7.04, span: 3 },
      '期限在最新数据的 7 年之后，而数据只跨 3 年；超过两倍，不作预测',
    ],
    [{ code: 'no-variation', value: 58 }, '历年数据正好成一直线（到期为 58.0 条），无从估计误差，不作预测'],
    [{ code: 'something-new' }, '没有预测'],
  ])('%j: %s', (refusal, sentence) => {
    expect(forecastRefusalWords(refusal, routes, zh)).toBe(sentence);
  });

  it('counts one year in English', () => {
    expect(forecastRefusalWords({ code: 'too-few-periods', periods: 1 }, routes, en)).toBe(
      'No forecast: 1 year of values; it takes 3',
    );
  });
});
