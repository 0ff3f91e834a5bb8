import { baseline, period, series, targetLike } from '../test/examples.js';
import { reportedBaseline, resolveBaseline } from './baseline.js';
import type { TargetSpec } from './target.js';

type Reported = ReturnType<typeof reportedBaseline>;

describe('resolveBaseline', () => {
  it.each<[string, TargetSpec['baseline'], Parameters<typeof series>[0], Reported]>([
    [
      'the value of its period',
      baseline('2016', null),
      { '2015': 40, '2016': 45, '2017': 58 },
      { period: '2016', value: 45, substituted: false },
    ],
    [
      'a value given counts, though the series lacks it',
      baseline('2016', 45),
      { '2017': 58 },
      { period: '2016', value: 45, substituted: false },
    ],
    [
      'a value given counts, though the series has another',
      baseline('2016', 45),
      { '2016': 46 },
      { period: '2016', value: 45, substituted: false },
    ],
    [
      'else the next later one',
      baseline('2016', null),
      { '2014': 38, '2015': 40, '2018': 64, '2019': 88 },
      { period: '2018', value: 64, substituted: true },
    ],
    [
      'else the nearest earlier one',
      baseline('2016', null),
      { '2014': 38, '2015': 40 },
      { period: '2015', value: 40, substituted: true },
    ],
    [
      'a later one after the due date is none',
      baseline('2016', null),
      { '2015': 40, '2021': 92 },
      { period: '2015', value: 40, substituted: true },
    ],
    [
      'a missing value is no value',
      baseline('2016', null),
      { '2016': [45, 'O'], '2017': 58 },
      { period: '2017', value: 58, substituted: true },
    ],
    [
      'without a baseline the earliest',
      null,
      { '2017': 58, '2015': 40 },
      { period: '2015', value: 40, substituted: true },
    ],
    [
      'a point of another frequency that ends with the period',
      baseline('2016', null),
      { '2016-12': 45 },
      { period: '2016-12', value: 45, substituted: false },
    ],
    ['nothing to take', baseline('2016', null), {}, null],
    ['nothing to take, none asked', null, {}, null],
  ])('%s', (_what, asked, values, wanted) => {
    const target = targetLike({ baseline: asked });
    expect(reportedBaseline(resolveBaseline(target, series(values), '2022-01-01'))).toEqual(wanted);
  });

  it('stands at its period’s end', () => {
    const target = targetLike({ baseline: { period: period('2019-08'), value: 3 } });
    expect(resolveBaseline(target, [], '2020-01-01')?.time).toBe(2019 + 243 / 365);
  });

  it('takes a flow only from its own frequency', () => {
    const target = targetLike({ kind: 'flow' });
    const values = series({ '2016-12': 4, '2016-Q4': 12, '2016-01/2016-12': 45, '2017': 58 });
    expect(reportedBaseline(resolveBaseline(target, values, '2020-01-01'))).toEqual({
      period: '2017',
      value: 58,
      substituted: true,
    });
  });
});
