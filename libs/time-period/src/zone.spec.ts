import { addDays } from './day.js';
import { parsePeriod } from './parse-period.js';
import { dayInZone, endOfDayInZone, parseAsOf, pointOf, startOfDayInZone } from './zone.js';

describe('days in a zone', () => {
  it.each([
    ['2020-02-29T15:59:59.999Z', 'Asia/Shanghai', '2020-02-29'],
    ['2020-02-29T16:00:00.000Z', 'Asia/Shanghai', '2020-03-01'],
    ['2020-01-01T04:59:59.000Z', 'America/New_York', '2019-12-31'],
    ['2020-01-01T00:00:00.000Z', 'UTC', '2020-01-01'],
    ['1969-12-31T23:59:59.500Z', 'UTC', '1969-12-31'],
  ])('%s in %s is %s', (instant, zone, day) => {
    expect(dayInZone(new Date(instant), zone)).toBe(day);
  });

  it.each([
    ['2019-12-31', 'Asia/Shanghai', '2019-12-30T16:00:00.000Z', '2019-12-31T15:59:59.999Z'],
    ['2019-12-31', 'UTC', '2019-12-31T00:00:00.000Z', '2019-12-31T23:59:59.999Z'],
    ['2019-07-01', 'Asia/Kathmandu', '2019-06-30T18:15:00.000Z', '2019-07-01T18:14:59.999Z'],
    ['1988-07-01', 'Asia/Shanghai', '1988-06-30T15:00:00.000Z', '1988-07-01T14:59:59.999Z'], // summer time 1986–1991
    ['2019-03-10', 'America/New_York', '2019-03-10T05:00:00.000Z', '2019-03-11T03:59:59.999Z'], // 23 hours
    ['2019-11-03', 'America/New_York', '2019-11-03T04:00:00.000Z', '2019-11-04T04:59:59.999Z'], // 25 hours
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', '2018-11-05T01:59:59.999Z'], // no 00:00 that day
    ['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z', '2018-02-19T02:59:59.999Z'],
  ])('%s in %s runs from %s to %s', (day, zone, start, end) => {
    expect(startOfDayInZone(day, zone).toISOString()).toBe(start);
    expect(endOfDayInZone(day, zone).toISOString()).toBe(end);
  });

  it.each(['Asia/Shanghai', 'Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe'])(
    'in %s every day starts in itself, right after the day before ended',
    (zone) => {
      for (let day = '2016-01-01'; day < '2019-01-01'; day = addDays(day, 1)) {
        const start = startOfDayInZone(day, zone);
        const justBefore = new Date(start.getTime() - 1);
        if (dayInZone(start, zone) !== day || dayInZone(justBefore, zone) !== addDays(day, -1)) {
          throw new Error(`${day} in ${zone} does not start at ${start.toISOString()}`);
        }
        if (dayInZone(endOfDayInZone(day, zone), zone) !== day)
          throw new Error(`${day} does not end in itself`);
      }
    },
  );

  it('puts a year at its last day, 00:00 in the zone', () => {
    const period = parsePeriod('2019');
    expect(period && pointOf(period, 'Asia/Shanghai')).toBe(Date.UTC(2019, 11, 30, 16));
  });

  it('refuses an unknown zone and a text that is not a day', () => {
    expect(() => dayInZone(new Date(0), 'Asia/Xian')).toThrow(RangeError);
    expect(() => startOfDayInZone('2019-02-30', 'UTC')).toThrow(RangeError);
  });
});

describe('parseAsOf', () => {
  it.each([
    ['2020-03-01', '2020-03-01T15:59:59.999Z'],
    [' 2020-03-01 ', '2020-03-01T15:59:59.999Z'],
    ['2020-03-01T00:00:00Z', '2020-03-01T00:00:00.000Z'],
    ['2020-03-01T00:00Z', '2020-03-01T00:00:00.000Z'],
    ['2020-03-01T08:00:00+08:00', '2020-03-01T00:00:00.000Z'],
    ['2020-03-01T08:00:00 08:00', '2020-03-01T00:00:00.000Z'],
    ['2020-03-01T08:00:00+0800', '2020-03-01T00:00:00.000Z'],
    ['2020-02-29T19:30:00.25-05:30', '2020-03-01T01:00:00.250Z'],
    ['2020-03-01T00:00:00.123456789Z', '2020-03-01T00:00:00.123Z'],
    ['1583020800000', '2020-03-01T00:00:00.000Z'],
  ])('%j is %s', (text, instant) => {
    expect(parseAsOf(text, 'Asia/Shanghai')?.toISOString()).toBe(instant);
  });
  it.each([
    '',
    '2020',
    '2020-03',
    '20200301',
    '1583020800',
    '2020-02-30',
    '2020-02-30T00:00:00Z',
    '2020-03-01T00:00:00',
    '2020-03-01T24:00:00Z',
    '2020-03-01T00:60:00Z',
    '2020-03-01 00:00:00Z',
    'now',
    '-1583020800000',
  ])('%j is no instant', (text) => {
    expect(parseAsOf(text, 'Asia/Shanghai')).toBeNull();
  });
});
