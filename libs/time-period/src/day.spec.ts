import { addDays, addMonths, daysBetween, decimalYear, isDay } from './day.js';

describe('isDay', () => {
  it.each(['2019-12-31', '2020-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(isDay(text)).toBe(true);
  });
  it.each([
    '2019-02-29',
    '1900-02-29',
    '2019-13-01',
    '2019-00-01',
    '2019-04-31',
    '2019-1-1',
    '0000-01-01',
    '2019',
    '',
  ])('%j is not a day', (text) => {
    expect(isDay(text)).toBe(false);
  });
});

describe('day arithmetic', () => {
  it.each([
    ['2019-12-31', 1, '2020-01-01'],
    ['2020-02-28', 1, '2020-02-29'],
    ['2019-02-28', 1, '2019-03-01'],
    ['2020-03-01', -1, '2020-02-29'],
    ['2020-01-01', 366, '2021-01-01'],
    ['1970-01-01', -1, '1969-12-31'],
    ['0099-12-31', 1, '0100-01-01'],
    ['2020-05-05', 0, '2020-05-05'],
  ])('%s plus %d days is %s', (day, n, result) => {
    expect(addDays(day, n)).toBe(result);
    expect(daysBetween(day, result)).toBe(n);
  });
  it('refuses a result without a four-digit year, and a text that is not a day', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('0001-01-01', -1)).toThrow(RangeError);
    expect(() => addDays('2019-02-30', 1)).toThrow(RangeError);
  });
});

describe('decimalYear', () => {
  it.each([
    ['2019-12-31', 2020],
    ['2020-12-31', 2021],
    ['2019-08-31', 2019 + 243 / 365],
    ['2020-08-31', 2020 + 244 / 366],
    ['2019-01-01', 2019 + 1 / 365],
    ['2020-02-29', 2020 + 60 / 366],
  ])('%s stands at %d', (day, year) => {
    expect(decimalYear(day)).toBe(year);
  });
  it('grows with every day and reaches a whole number exactly at each year end', () => {
    let last = 1990;
    for (let day = '1990-01-01'; day < '2051-01-01'; day = addDays(day, 1)) {
      const value = decimalYear(day);
      if (!(value > last)) throw new Error(`${day} does not come after the day before it`);
      if (day.endsWith('-12-31') !== Number.isInteger(value)) throw new Error(day);
      last = value;
    }
    expect(last).toBe(2051);
  });
});

describe('the same day of another month', () => {
  it.each([
    ['2026-11-23', -1, '2026-10-23'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2026-10-31', 1, '2026-11-30'],
    ['2025-12-31', 12, '2026-12-31'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-11-23', 0, '2026-11-23'],
  ])('%s and %i months is %s', (day, n, result) => {
    expect(addMonths(day, n)).toBe(result);
  });
  it('stays within the years 0001 to 9999', () => {
    expect(() => addMonths('0001-01-31', -1)).toThrow(RangeError);
    expect(() => addMonths('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addMonths('2019-02-30', 1)).toThrow(RangeError);
  });
});
