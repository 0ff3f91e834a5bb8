import { formatPeriod } from '#time-period';
import { briefingPeriod } from './briefing-period.js';

const timeZone = 'Asia/Shanghai';
// Already the 23rd in Shanghai.
const now = new Date('2026-11-22T16:30:00Z');
const of = (text: string) => briefingPeriod(text, { now, timeZone });

describe('the period of a briefing', () => {
  it('is told as of the end of its last day, and compared with the end of the day before it', () => {
    expect(of('2026-10')).toMatchObject({
      day: '2026-10-31',
      asOf: new Date('2026-10-31T15:59:59.999Z'),
      unfinished: false,
      comparedDay: '2026-09-30',
      comparedAsOf: new Date('2026-09-30T15:59:59.999Z'),
    });
    expect(of('2026-Q3')).toMatchObject({ day: '2026-09-30', comparedDay: '2026-06-30', unfinished: false });
  });

  it('is told as of now while it runs', () => {
    expect(of('2026-11')).toMatchObject({ day: '2026-11-23', asOf: now, unfinished: true });
    expect(of('2026-Q4')).toMatchObject({ day: '2026-11-23', asOf: now, comparedDay: '2026-09-30' });
  });

  it('still runs on its last day', () => {
    const lastEvening = new Date('2026-11-30T12:00:00Z');
    expect(briefingPeriod('2026-11', { now: lastEvening, timeZone })).toMatchObject({ unfinished: true });
  });

  it('knows the ones beside it', () => {
    const period = of('2026-Q1');
    if (typeof period === 'string') throw new Error(period);
    expect([formatPeriod(period.previous), formatPeriod(period.next)]).toEqual(['2025-Q4', '2026-Q2']);
  });

  it.each(['2026', '2026-S1', '2026-10-01', '2026-13', '2026-01/2026-06', 'October', ''])(
    '%p is no month and no quarter',
    (text) => expect(of(text)).toBe('not-a-period'),
  );

  it.each(['2026-12', '2027-Q1'])('%s has not begun', (text) => expect(of(text)).toBe('not-begun'));
});
