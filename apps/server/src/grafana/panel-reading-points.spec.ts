import type { PanelSeries } from '#storage';
import { panelSeriesOf, StoredPoints } from './panel-reading-points.js';
import { observation } from './test/sample-plan.js';

const zone = 'Asia/Shanghai';
const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`);

const series = panelSeriesOf([
  observation('2016', '45.50'),
  observation('2017', '-0.07'),
  observation('2019', '64.512345678901238567'),
]);
const stored = (of: readonly PanelSeries[] = series) => new StoredPoints(of, 'A', zone);

describe('the points of stored values', () => {
  it('are the same as numbers and as JSON, gaps included', () => {
    const points = stored().points();
    expect(points).toEqual([
      [45.5, day('2016-12-31')],
      [-0.07, day('2017-12-31')],
      [null, day('2018-12-31')],
      [64.51234567890124, day('2019-12-31')],
    ]);
    expect(JSON.parse(stored().json(null, undefined)!)).toEqual(points);
  });

  it('have every digit in JSON', () => {
    expect(stored().json(null, undefined)).toContain('[64.512345678901238567,');
  });

  it('are cut to a range, both ends included', () => {
    const range = { from: day('2017-12-31'), to: day('2018-12-31') };
    expect(JSON.parse(stored().json(range, undefined)!)).toEqual(stored().points().slice(1, 3));
    expect(stored().json({ from: 0, to: 1 }, undefined)).toBe('[]');
  });

  it('are left to be thinned where there are more than asked for', () => {
    expect(stored().json(null, 4)).not.toBeNull();
    expect(stored().json(null, 3)).toBeNull();
    expect(stored().json({ from: day('2017-12-31'), to: day('2018-12-31') }, 2)).not.toBeNull();
  });

  it('are left to be written otherwise where JSON has no number for one', () => {
    expect(stored(panelSeriesOf([observation('2016', 'NaN')])).json(null, undefined)).toBeNull();
    expect(stored(panelSeriesOf([observation('2016', '-Infinity')])).json(null, undefined)).toBeNull();
  });

  it('belong each to its own values, though the periods are the same', () => {
    const other = panelSeriesOf(['2016', '2017', '2019'].map((period, at) => observation(period, `${at}`)));
    stored();
    expect(
      stored(other)
        .points()
        .map(([value]) => value),
    ).toEqual([0, 1, null, 2]);
  });

  it('of a stock at two frequencies stand in one order, whichever came first', () => {
    const monthly = panelSeriesOf([observation('2018-06', '7'), observation('2019-12', '9')]);
    const expected = [
      [45.5, day('2016-12-31')],
      [-0.07, day('2017-12-31')],
      [7, day('2018-06-30')],
      [64.51234567890124, day('2019-12-31')],
    ];
    for (const group of [
      [...series, ...monthly],
      [...monthly, ...series],
    ]) {
      const points = stored(group).points();
      expect(points).toEqual(expect.arrayContaining(expected));
      expect(points.map(([, time]) => time)).toEqual(
        points.map(([, time]) => time).toSorted((a, b) => a - b),
      );
      expect(JSON.parse(stored(group).json(null, undefined)!)).toEqual(points);
    }
  });
});
