import type { ObservationRow } from '#contract';
import { chartLines, forecastLine, observationsOf, verticalSpan } from './chart-lines';

const row = (period: string, differing: Partial<ObservationRow> = {}): ObservationRow => ({
  indicator: 'routes',
  area: '610100',
  frequency: 'A',
  accumulation: 'period',
  breakdown: {},
  period,
  time: Date.UTC(Number(period.slice(0, 4)), 11, 31),
  value: 1,
  status: 'A',
  unit: '条',
  import: 1,
  computed: false,
  rolledUpAreas: null,
  ...differing,
});
const periods = (rows: readonly { period: string }[]) => rows.map(({ period }) => period);

describe('the observations of a target', () => {
  const target = { breakdown: {}, frequency: 'A' as const };
  const monthly = row('2019-08', { frequency: 'M', time: Date.UTC(2019, 7, 31) });

  it('of a stock have every frequency, in time order', () => {
    expect(periods(observationsOf([row('2019'), monthly, row('2018')], target, 'stock'))).toEqual([
      '2018',
      '2019-08',
      '2019',
    ]);
  });

  it('of a flow or an average have the frequency of the target', () => {
    expect(periods(observationsOf([row('2019'), monthly], target, 'flow'))).toEqual(['2019']);
    expect(periods(observationsOf([row('2019'), monthly], { ...target, frequency: 'M' }, 'average'))).toEqual(
      ['2019-08'],
    );
  });

  it('leave out year-to-date values, forecasts and other breakdowns', () => {
    const others = [
      row('2015', { accumulation: 'yearToDate' }),
      row('2016', { status: 'F' }),
      row('2017', { breakdown: { destination: 'chengdu' } }),
    ];
    expect(observationsOf(others, target, 'stock')).toEqual([]);
    expect(
      periods(observationsOf(others, { ...target, breakdown: { destination: 'chengdu' } }, 'stock')),
    ).toEqual(['2017']);
  });
});

describe('the lines of a chart', () => {
  const due = { period: '2020', time: Date.UTC(2020, 11, 31), value: 100, upper: null };

  it('span from the first point to the deadline', () => {
    const points = [{ period: '2016', time: Date.UTC(2016, 11, 31), expected: 45 }];
    const lines = chartLines([row('2017')], { target: 't', points, due }, null);
    expect(lines.span).toEqual({ from: Date.UTC(2016, 11, 31), to: due.time });
    expect(lines.goals).toEqual([100]);
    expect(lines.expected).toEqual([{ x: Date.UTC(2016, 11, 31), y: 45, period: '2016', status: '' }]);
  });

  it('have two level lines for a range and none for a mere direction', () => {
    const trajectory = { target: 't', points: [] };
    expect(chartLines([], { ...trajectory, due: { ...due, upper: 120 } }, null).goals).toEqual([100, 120]);
    expect(chartLines([], { ...trajectory, due: { ...due, value: null } }, null).goals).toEqual([]);
  });

  it('lead from the newest value before the due date to the forecast', () => {
    const forecast = {
      period: '2020',
      value: 97.5,
      lower: 81,
      upper: 114,
      probability: 0.4,
      standardError: 8.8,
      n: 4,
      method: 'linearTrend' as const,
    };
    const lines = chartLines([row('2018'), row('2019')], { target: 't', points: [], due }, forecast);
    expect(lines.forecast).toEqual({
      x: due.time,
      y: 97.5,
      period: '2020',
      status: '',
      lower: 81,
      upper: 114,
    });
    expect(periods(forecastLine(lines))).toEqual(['2019', '2020']);
    expect(periods(forecastLine({ ...lines, actual: [] }))).toEqual(['2020']);
    expect(forecastLine({ ...lines, forecast: null })).toEqual([]);
  });
});

describe('the vertical axis', () => {
  it('does not blow a small change up', () => {
    const { from, to, notBelow } = verticalSpan([1019, 1054.5]);
    expect(to - from).toBeCloseTo(0.15 * 1054.5);
    expect((from + to) / 2).toBeCloseTo((1019 + 1054.5) / 2);
    expect(notBelow).toBeNull();
  });

  it('leaves a real change as it is', () => {
    expect(verticalSpan([45, 88, 100])).toEqual({ from: 45, to: 100, notBelow: null });
  });

  it('ends at 0 when the values come near it, and goes below only with them', () => {
    expect(verticalSpan([2, 100]).notBelow).toBe(0);
    expect(verticalSpan([0]).notBelow).toBe(0);
    expect(verticalSpan([-5, 100]).notBelow).toBeNull();
  });
});
