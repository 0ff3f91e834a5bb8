import { yearTicks } from './year-ticks';

const labels = (from: number, to: number, most: number) =>
  yearTicks(from, to, most).map(({ label }) => label);

describe('ticks of a time axis', () => {
  it('stand at the end of each year', () => {
    const ticks = yearTicks(Date.UTC(2016, 11, 31), Date.UTC(2018, 11, 31), 10);
    expect(ticks.map(({ label }) => label)).toEqual(['2016', '2017', '2018']);
    expect(ticks[0]?.value).toBe(Date.UTC(2016, 11, 31));
  });

  it('leave out a year whose end is not reached', () => {
    expect(labels(Date.UTC(2016, 5, 1), Date.UTC(2018, 5, 1), 10)).toEqual(['2016', '2017']);
  });

  it('thin out, counted back from the last year', () => {
    expect(labels(Date.UTC(2015, 11, 31), Date.UTC(2035, 11, 31), 6)).toEqual([
      '2015',
      '2019',
      '2023',
      '2027',
      '2031',
      '2035',
    ]);
  });
});
