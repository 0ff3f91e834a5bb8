import { inksOf } from './inks.js';
import type { Picture, PicturePlot } from './picture.js';
import { clausesOf, targetPicture } from './target-picture.js';
import { fourYears, look, observed, routesFacts } from './test/routes-facts.js';

const plotOf = ({ plot }: Picture): PicturePlot => {
  if (!plot) throw new Error('nothing is plotted');
  return plot;
};
const inks = inksOf('light');
const lineOf = (picture: Picture, ink: string) => plotOf(picture).lines.find((line) => line.ink === ink);
/** 31 December at midnight in Shanghai. */
const yearEnd = (year: number) => Date.UTC(year, 11, 30, 16);

describe('targetPicture', () => {
  const picture = targetPicture(routesFacts(fourYears), look);

  it('says what it is of, how it stands, and as of when', () => {
    expect(picture.title).toBe('国际航线数量达到100条');
    expect(picture.standing).toMatchObject({
      status: 'onTrack',
      word: '进展正常',
      remarks: ['按走势难实现'],
    });
    expect(picture.standing?.clauses.join('')).toMatch(/^2019年为88条；已走完从基期到目标的78\.2%/);
    expect(picture.caption).toBe('国际（地区）航线数 · 西安市（条）');
    expect(picture.notes).toEqual(['截至2020年3月1日', '各点在时期末']);
    expect(picture.origin).toBe('关中监测 · international-routes-2020');
  });

  it('joins the observed values at their period ends', () => {
    expect(lineOf(picture, inks.actual)?.points).toEqual(
      [45, 58, 64, 88].map((y, index) => ({ x: yearEnd(2016 + index), y, hollow: false, afterGap: false })),
    );
    expect(lineOf(picture, inks.actual)).toMatchObject({ joined: true, dashed: false });
    expect(plotOf(picture).newest).toEqual({ x: yearEnd(2019), y: 88, label: '2019年 88 条' });
  });

  it('draws the path that verdicts are judged by', () => {
    const { points = [], dashed } = lineOf(picture, inks.expected) ?? {};
    expect(dashed).toBe(true);
    expect(points.map(({ y }) => y)).toEqual([45, 58.75, 72.5, 86.25, 100]);
  });

  it('draws the level, the deadline and where it leads', () => {
    const { levels, due, forecast, x, y } = plotOf(picture);
    expect(levels).toEqual([{ y: 100, label: '目标 ≥ 100 条' }]);
    expect(due).toEqual({ x: yearEnd(2020), label: '期限 2020年' });
    expect(forecast).toMatchObject({ x: yearEnd(2020), from: { x: yearEnd(2019), y: 88 } });
    expect(forecast?.y).toBeCloseTo(97.5, 6);
    expect(forecast?.lower).toBeLessThan(97.5);
    expect(x.from).toBeLessThan(yearEnd(2016));
    expect(x.to).toBeGreaterThan(yearEnd(2020));
    expect(y).toMatchObject({ from: 0, cut: false });
    expect(picture.legend.map(({ label }) => label)).toEqual([
      '实际值',
      '应有进度',
      '目标',
      expect.stringMatching(/^到期预测 97\.5 条，八成可能在 81\.0 到 114\.0 之间$/) as string,
    ]);
  });

  it('says the same in English, without the wide quotation marks of the Chinese font', () => {
    const facts = routesFacts(fourYears, { target: { name: { zh: '目标', en: 'A “wide” target’s name' } } });
    const english = targetPicture(facts, { ...look, language: 'en' });
    expect(english.title).toBe('A "wide" target\'s name');
    expect(english.standing?.word).toBe('On track');
    expect(english.caption).toBe("International routes opened · Xi'an (routes)");
    expect(plotOf(english).newest?.label).toBe('2019: 88 routes');
    expect(plotOf(english).x.ticks.map(({ label }) => label)).toEqual([
      '2016',
      '2017',
      '2018',
      '2019',
      '2020',
    ]);
    expect(english.notes[0]).toBe('As of 1 March 2020');
  });

  it('does not bridge missing years silently', () => {
    const gappy = targetPicture(
      routesFacts([...fourYears, observed('2021-09', 92), observed('2022', 95)], { day: '2023-06-01' }),
      look,
    );
    expect(lineOf(gappy, inks.actual)?.points.map(({ afterGap }) => afterGap)).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
    expect(gappy.notes).toContain('实际值点线处缺数据');
  });

  it('draws provisional values with a hole and says what that means', () => {
    const provisional = targetPicture(
      routesFacts([...fourYears.slice(0, 3), observed('2019', 88, 'P')]),
      look,
    );
    expect(lineOf(provisional, inks.actual)?.points.map(({ hollow }) => hollow)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(provisional.legend.map(({ label }) => label)).toContain('初步数或估计数');
    expect(provisional.standing?.remarks).toContain('暂定');
  });

  it('shows what was said before a revision, joined by nothing', () => {
    const revised = targetPicture(routesFacts(fourYears, { earlier: [observed('2018', 70)] }), look);
    const line = plotOf(revised).lines.find(({ joined }) => !joined);
    expect(line?.points).toEqual([{ x: yearEnd(2018), y: 70, hollow: true, afterGap: false }]);
    expect(revised.legend.map(({ label }) => label)).toContain('修订前的数');
    // That it has holes does not make any value of today provisional.
    expect(revised.legend.map(({ label }) => label)).not.toContain('初步数或估计数');
  });

  it('draws a single value as a point', () => {
    const single = targetPicture(routesFacts([observed('2016', 45)], { day: '2017-11-01' }), look);
    expect(lineOf(single, inks.actual)?.points).toHaveLength(1);
    expect(single.standing?.status).toBe('notAssessed');
    expect(plotOf(single).forecast).toBeNull();
  });

  it('has words in place of an empty grid', () => {
    const empty = targetPicture(routesFacts([], { day: '2017-01-01' }), look);
    expect(empty.plot).toBeNull();
    expect(empty.legend).toEqual([]);
    expect(empty.instead).toBe('截至2017年1月1日，还没有可用的数据\n目标 ≥ 100 条，2020年到期');
  });

  it.each<[string, Parameters<typeof routesFacts>[1], string[]]>([
    ['at most', { target: { operator: 'atMost', value: '60' } }, ['目标 ≤ 60 条']],
    [
      'within',
      { target: { operator: 'within', value: '80', upper: '90' } },
      ['目标下限 80 条', '目标上限 90 条'],
    ],
    ['complete', { target: { operator: 'complete', value: '100' } }, ['目标 全部完成']],
    ['a mere direction', { target: { operator: 'direction', value: null, method: 'direction' } }, []],
  ])('labels the levels of a target of %s', (_operator, changes, labels) => {
    const { levels } = plotOf(targetPicture(routesFacts(fourYears, changes), look));
    expect(levels.map(({ label }) => label)).toEqual(labels);
  });

  it('says that the axis leaves out 0 where it does', () => {
    const high = targetPicture(
      routesFacts([observed('2018', 95), observed('2019', 98)], {
        target: { baseline: { period: '2018', value: '95' } },
      }),
      look,
    );
    expect(plotOf(high).y.cut).toBe(true);
    expect(high.notes).toContain('纵轴不从 0 开始');
  });

  it('marks a stale verdict', () => {
    const stale = targetPicture(routesFacts(fourYears.slice(0, 3), { day: '2020-10-01' }), look);
    expect(stale.standing?.remarks).toContain('数据陈旧');
  });
});

describe('clausesOf', () => {
  it.each([
    ['2019年为88条；时间已过75%；按时序进度。', ['2019年为88条；', '时间已过75%；', '按时序进度。']],
    ['不能判定（前后：92条；130条）。另说。', ['不能判定（前后：92条；130条）。', '另说。']],
    [
      '88 routes in 2019; 78.2% of the way. The plan names no number.',
      ['88 routes in 2019; ', '78.2% of the way. ', 'The plan names no number.'],
    ],
  ])('parts %s', (sentence, clauses) => {
    expect(clausesOf(sentence)).toEqual(clauses);
  });
});
