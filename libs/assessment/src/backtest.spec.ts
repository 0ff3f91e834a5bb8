import { period, targetLike } from '../test/examples.js';
import { backtest, type BacktestCase, type Foreteller, type Vintage } from './backtest.js';

/** A vintage as 'period value knownFrom', with a status behind it where it is not A. */
function vintages(...lines: string[]): Vintage[] {
  return lines.map((line) => {
    const [text = '', value = '', knownFrom = '', status = 'A'] = line.split(' ');
    return { period: period(text), value: Number(value), status, knownFrom };
  });
}

const routes: BacktestCase = {
  code: 'routes-2020',
  target: targetLike({}),
  vintages: vintages(
    '2016 45 2017-02-20',
    '2017 58 2018-02-20',
    '2018 64 2019-02-20',
    '2019 88 2020-02-17',
    '2021-09 92 2021-10-20',
  ),
  outcome: 'missed',
};

const of = (foreteller: Foreteller, ...cases: BacktestCase[]) =>
  backtest(cases).foretellers.find((row) => row.foreteller === foreteller);

describe('backtest', () => {
  it('of the routes: the paces gave false comfort in the last year, the forecast foretold the miss', () => {
    const { cases } = backtest([routes]);
    const calls = Object.fromEntries(cases.map((c) => [c.foreteller, [c.calls, c.hits, c.yearsBefore]]));
    // 2017: 58 of the 58.75 wanted; 2018: 64 of 72.5; 2019: 88 of 86.25.
    expect(calls).toMatchObject({ verdict: [3, 2, null], elapsedShare: [3, 2, null] });
    // In 2019 the trend of 45, 58, 64 leads to 84, in 2020 that of the four to 97.5.
    const years = expect.closeTo(1 + (365 - 51) / 365, 2) as number;
    expect(calls['forecast']).toEqual([2, 2, years]);
    expect(of('elapsedShare', routes)).toMatchObject({ falseComfort: 1, falseAlarms: 0, targetsRight: 0 });
    expect(of('forecast', routes)).toMatchObject({ falseComfort: 0, targets: 1, targetsRight: 1 });
  });

  it('judges each day by the vintages known on it, whatever their order', () => {
    // First told as 95, revised to 70 later: on the first day only 95 was known.
    const revised: BacktestCase = {
      ...routes,
      vintages: vintages(
        '2018 70 2019-09-01',
        '2016 45 2017-02-20',
        '2018 95 2019-02-20',
        '2020 97 2021-02-20',
      ),
    };
    const { cases } = backtest([revised]);
    expect(cases.find((c) => c.foreteller === 'elapsedShare')).toEqual({
      code: 'routes-2020',
      outcome: 'missed',
      foreteller: 'elapsedShare',
      calls: 2,
      hits: 1,
      // 1 September 2019 is day 244 of 365; 2020 is due at 2021.0.
      yearsBefore: expect.closeTo(2021 - (2019 + 244 / 365), 9),
    });
    expect(backtest([{ ...revised, vintages: revised.vintages.toReversed() }])).toEqual(backtest([revised]));
  });

  it('a value that was withdrawn counts no more', () => {
    const withdrawn: BacktestCase = {
      ...routes,
      vintages: vintages('2016 45 2017-02-20', '2018 95 2019-02-20', '2018 0 2019-09-01 O'),
    };
    expect(of('elapsedShare', withdrawn)?.calls).toBe(1);
  });

  it('only the verdict speaks where the latest value meets the target already', () => {
    const early: BacktestCase = {
      ...routes,
      vintages: vintages('2016 45 2017-02-20', '2018 101 2019-02-20', '2020 105 2021-02-20'),
      outcome: 'achieved',
    };
    const { foretellers } = backtest([early]);
    expect(foretellers.map((row) => row.foreteller)).toEqual(['verdict']);
    expect(foretellers[0]).toMatchObject({ calls: 1, hits: 1, targetsRight: 1 });
  });

  it('what is released on the due date’s last day still counts, what comes after it does not', () => {
    const at = (day: string) =>
      of('verdict', { ...routes, vintages: vintages('2016 45 2017-02-20', `2019 88 ${day}`) });
    expect(at('2020-12-31')?.calls).toBe(1);
    expect(at('2021-01-01')).toBeUndefined();
  });

  it('a right call that does not last counts from where it lasts', () => {
    const wavering: BacktestCase = {
      ...routes,
      target: targetLike({ due: period('2022') }),
      vintages: vintages(
        '2016 45 2017-02-20',
        '2017 46 2017-12-31',
        '2018 70 2018-12-31',
        '2019 71 2019-12-31',
        '2020 73 2020-12-31',
      ),
    };
    // Missed: behind in 2017, on track in 2018, behind from 2019 on.
    expect(of('elapsedShare', wavering)).toMatchObject({ calls: 4, hits: 3, medianYearsBefore: 3 });
  });

  it('sets many targets beside each other, the best foreteller first', () => {
    const met: BacktestCase = {
      ...routes,
      code: 'met',
      vintages: [...routes.vintages.slice(0, 4), ...vintages('2020 104 2021-02-20')],
      outcome: 'achieved',
    };
    const { cases, foretellers } = backtest([routes, met]);
    expect(new Set(cases.map((c) => c.code))).toEqual(new Set(['routes-2020', 'met']));
    expect(foretellers.find((row) => row.foreteller === 'forecast')).toMatchObject({
      calls: 4,
      hits: 2,
      falseComfort: 0,
      falseAlarms: 2,
      targets: 2,
      targetsRight: 1,
    });
    const shares = foretellers.map((row) => row.hits / row.calls);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    for (const row of foretellers) expect(row.hits + row.falseComfort + row.falseAlarms).toBe(row.calls);
  });

  it('of nothing is nothing', () => {
    expect(backtest([])).toEqual({ cases: [], foretellers: [] });
    expect(backtest([{ ...routes, vintages: [] }])).toEqual({ cases: [], foretellers: [] });
  });
});
