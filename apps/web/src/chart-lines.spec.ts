import { chartLines, forecastLine, supposedLine, verticalSpan } from './chart-lines';

const row = (
  period: string,
  differing: Partial<{ value: number; status: string; computed: boolean }> = {},
) => ({
  period,
  time: Date.UTC(Number(period.slice(0, 4)), 11, 31),
  value: 1,
  status: 'A',
  computed: false,
  ...differing,
});

const periods = (points: readonly { period: string }[]) => points.map(({ period }) => period);

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

  it('lead from the newest value before them through what was supposed', () => {
    const lines = chartLines([row('2018'), row('2020')], { target: 't', points: [], due }, null);
    const supposed = [{ x: Date.UTC(2019, 11, 31), y: 2, period: '2019', status: '' }];
    expect(periods(supposedLine(lines, supposed))).toEqual(['2018', '2019']);
    expect(periods(supposedLine({ actual: [] }, supposed))).toEqual(['2019']);
    expect(supposedLine(lines, [])).toEqual([]);
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
