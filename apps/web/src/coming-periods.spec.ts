import { comingPeriods } from './coming-periods';

describe('the coming periods of a target', () => {
  it('go from the one after the newest value to the due one', () => {
    expect(comingPeriods('2017', '2020', 'A')).toEqual(['2018', '2019', '2020']);
    expect(comingPeriods('2019-Q3', '2020-Q2', 'Q')).toEqual(['2019-Q4', '2020-Q1', '2020-Q2']);
    expect(comingPeriods('2019-S1', '2020', 'S')).toEqual(['2019-S2', '2020-S1', '2020-S2']);
    expect(comingPeriods('2019-11', '2020-01', 'M')).toEqual(['2019-12', '2020-01']);
  });

  it('begin with the period under way when the newest value was told within it', () => {
    expect(comingPeriods('2019-08', '2020', 'A')).toEqual(['2019', '2020']);
    expect(comingPeriods('2019-08-15', '2019-09', 'M')).toEqual(['2019-08', '2019-09']);
    expect(comingPeriods('2019-08', '2019-Q4', 'Q')).toEqual(['2019-Q3', '2019-Q4']);
  });

  it('are the due one alone when it is past, or when days would have to be counted', () => {
    expect(comingPeriods('2021-09', '2020', 'A')).toEqual(['2020']);
    expect(comingPeriods('2019-08-15', '2020-12-31', 'D')).toEqual(['2020-12-31']);
  });
});
