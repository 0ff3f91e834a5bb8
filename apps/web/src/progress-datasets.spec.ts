import { zh } from './messages.zh';
import { progressDatasets, type BesideLines } from './progress-datasets';

const inks = {
  actual: 'blue',
  expected: 'grey',
  goal: 'orange',
  forecast: 'purple',
  earlier: 'green',
  supposed: 'black',
  ground: 'white',
};
const at = (period: string, y: number, status = 'A') => ({
  x: Date.UTC(Number(period), 11, 30, 16),
  y,
  period,
  status,
});
const lines = {
  actual: [at('2018', 64), at('2019', 86, 'P')].map((point) => ({ ...point, computed: false })),
  expected: [],
  forecast: null,
  goals: [100],
  due: { period: '2020', time: at('2020', 0).x },
  span: { from: at('2018', 0).x, to: at('2020', 0).x },
};
const none: BesideLines = { former: [], earlier: null, supposed: [] };
const of = (beside: BesideLines, label: string) =>
  progressDatasets(lines, beside, inks, zh.target).find((dataset) => dataset.label === label);

it('draws a replaced value as a hollow point that no line joins', () => {
  const former = [{ ...at('2019', 88), knownFrom: '2020-02-17', knownTo: '2020-06-01', released: true }];
  expect(of({ ...none, former }, '修订前的数')).toMatchObject({
    data: former,
    showLine: false,
    pointBackgroundColor: 'white',
    pointBorderColor: 'grey',
  });
});

it('leaves a provisional value hollow in the colour of its own line', () => {
  expect(of(none, '实际值')).toMatchObject({
    pointBackgroundColor: ['blue', 'white'],
    pointBorderColor: 'blue',
  });
});

it('draws the earlier series only where it is asked for, told apart by dashes and marks', () => {
  expect(of(none, '早先所知')).toBeUndefined();
  const earlier = { day: '2020-03-01', points: [at('2019', 88)], differing: 1, missing: 0 };
  expect(of({ ...none, earlier }, '早先所知')).toMatchObject({
    data: earlier.points,
    pointStyle: 'triangle',
    borderDash: [8, 3, 2, 3],
  });
});

it('leads dashed from the newest value to a supposed one', () => {
  const supposed = [at('2020', 90, '')];
  expect(of({ ...none, supposed }, '假设值')).toMatchObject({
    data: [lines.actual[1], supposed[0]],
    borderDash: [3, 3],
    pointStyle: 'rect',
  });
});
