import { periodTime } from './period-time';

it.each([
  ['2019', Date.UTC(2019, 11, 30, 16)],
  ['2019-S1', Date.UTC(2019, 5, 29, 16)],
  ['2019-Q3', Date.UTC(2019, 8, 29, 16)],
  ['2020-02', Date.UTC(2020, 1, 28, 16)],
  ['2020-03-01', Date.UTC(2020, 1, 29, 16)],
])('%s stands at the beginning of its last day, in the service’s zone', (period, time) => {
  expect(periodTime(period)).toBe(time);
});

it('has no place for what is no period', () => {
  expect(periodTime('soon')).toBeNull();
});
