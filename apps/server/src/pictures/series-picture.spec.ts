import type { Indicator } from '#contract';
import type { InputObservation } from '#monitoring';
import { parsePeriod } from '#time-period';
import { routesPlan, timeZone } from '../../../../libs/monitoring/test/routes-plan.js';
import { seriesOf, seriesPicture } from './series-picture.js';
import { look } from './test/routes-facts.js';

const indicatorOf = (code: string): Indicator => {
  const found = routesPlan.indicators.find((indicator) => indicator.code === code);
  if (!found) throw new Error(`the routes plan has lost ${code}`);
  return found;
};
const routes = indicatorOf('international_routes');
const rail = indicatorOf('rail_travel_time');
const trains = indicatorOf('changan_trains');

function row(indicator: Indicator, text: string, value: string, changes: Partial<InputObservation> = {}) {
  const period = parsePeriod(text);
  if (!period) throw new Error(`${text} is no period`);
  return {
    indicator: indicator.code,
    area: '610100',
    frequency: period.frequency,
    accumulation: period.accumulation,
    breakdown: {},
    periodStart: period.start,
    periodEnd: period.end,
    value,
    status: 'A',
    knownFrom: new Date(0),
    ...changes,
  } satisfies InputObservation;
}

const draw = (rows: InputObservation[], indicators: Indicator[], areas: string[] = []) =>
  seriesPicture(
    {
      series: seriesOf(rows, indicators),
      asked: { indicators, areas },
      names: {
        indicators: new Map(),
        areas: new Map(routesPlan.areas.map((area) => [area.code, area])),
        breakdowns: new Map(
          routesPlan.breakdownValues.map((value) => [`${value.dimension} ${value.code}`, value]),
        ),
      },
      day: '2026-11-23',
      timeZone,
    },
    look,
  );

describe('seriesOf', () => {
  it('makes one line of a stock and one for each frequency and accumulation of a flow', () => {
    const stock = seriesOf([row(routes, '2019', '88'), row(routes, '2021-09', '92')], [routes]);
    expect(stock.map(({ observations }) => observations.map(({ value }) => value))).toEqual([[88, 92]]);
    const flow = seriesOf(
      [row(trains, '2019', '2133'), row(trains, '2019-06', '180'), row(trains, '2019-01/2019-06', '900')],
      [trains],
    );
    expect(flow.map(({ frequency, accumulation }) => [frequency, accumulation])).toEqual([
      ['A', 'period'],
      ['M', 'period'],
      ['M', 'yearToDate'],
    ]);
  });

  it('leaves out what is no value', () => {
    expect(seriesOf([row(routes, '2035', '200', { status: 'F' })], [routes])).toEqual([]);
  });
});

describe('seriesPicture', () => {
  it('titles what all series share and names each line by what is its own', () => {
    const picture = draw(
      [
        row(rail, '2018', '200', { breakdown: { destination: '510100' } }),
        row(rail, '2018', '180', { breakdown: { destination: '610300' } }),
      ],
      [rail],
    );
    expect(picture.title).toBe('铁路最快旅行时间 · 西安市');
    expect(picture.legend.map(({ label }) => label)).toEqual(['成都', '610300']);
    expect(picture.caption).toBe('单位：分钟');
    const [one, other] = picture.plot?.lines ?? [];
    expect(one?.ink).not.toBe(other?.ink);
    expect(one?.mark).not.toBe(other?.mark);
  });

  it('names a lone series in its title, and its newest value', () => {
    const picture = draw([row(routes, '2018', '64'), row(routes, '2019', '88')], [routes]);
    expect(picture.title).toBe('国际（地区）航线数 · 西安市');
    expect(picture.legend.map(({ label }) => label)).toEqual(['实际值']);
    expect(picture.plot?.newest?.label).toBe('2019年 88 条');
  });

  it('names year to date as such, at the end of its months', () => {
    const picture = draw([row(trains, '2019-01/2019-06', '900')], [trains]);
    expect(picture.title).toBe('中欧班列（西安）开行列数 · 西安市 · 月 · 年初累计');
    expect(picture.plot?.newest?.label).toBe('2019年1—6月 900 列');
  });

  it('says in words that there is nothing', () => {
    const picture = draw([], [routes], ['610100']);
    expect(picture).toMatchObject({
      title: '国际（地区）航线数 · 西安市',
      plot: null,
      instead: '截至2026年11月23日，还没有可用的数据',
    });
  });
});
