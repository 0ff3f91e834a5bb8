import { stretchesAround, stretchesBefore, stretchesOfYears } from './stretches.js';

describe('stretchesAround', () => {
  it('reads three years of months before a value and one after it', () => {
    expect(stretchesAround({ id: '7', frequency: 'M' }, ['2019-06-01'])).toEqual([
      { seriesId: '7', until: '2020-08-04', most: 52 },
    ]);
  });
  it('reads values far apart each with its own surroundings', () => {
    const found = stretchesAround({ id: '7', frequency: 'M' }, ['2019-06-01', '1995-01-01', '2019-07-01']);
    expect(found.map(({ until }) => until)).toEqual(['1996-03-06', '2020-09-03']);
  });
  it('of what a year is added up from reads that year', () => {
    expect(stretchesOfYears({ id: '7', frequency: 'M' }, ['2019-06-01', '2019-08-01'])).toEqual([
      { seriesId: '7', until: '2019-12-31', most: 13 },
    ]);
  });
  it('of what an area is added up from reads a year of the past too', () => {
    expect(stretchesBefore({ id: '7', frequency: 'Q' }, ['2019-04-01'])).toEqual([
      { seriesId: '7', until: '2019-04-01', most: 6 },
    ]);
  });
  it('reads nothing for nothing', () => {
    expect(stretchesAround({ id: '7', frequency: 'A' }, [])).toEqual([]);
  });
});
