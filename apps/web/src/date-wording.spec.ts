import { asOfDay, dayOf, dayWords, instantWords } from './date-wording';

describe('days and instants in words', () => {
  it('writes a day without leading zeros', () => {
    expect(dayWords('2026-11-23', 'zh')).toBe('2026年11月23日');
    expect(dayWords('2026-01-05', 'zh')).toBe('2026年1月5日');
    expect(dayWords('2026-01-05', 'en')).toBe('5 Jan 2026');
  });

  it('counts days in the calendar of the service, wherever the reader sits', () => {
    expect(dayOf('2026-11-22T16:00:00Z')).toBe('2026-11-23');
    expect(dayOf('2026-11-22T15:59:59Z')).toBe('2026-11-22');
    expect(dayOf(Date.UTC(2019, 11, 30, 16))).toBe('2019-12-31');
  });

  it('writes an instant with hour and minute, midnight as 00:00', () => {
    expect(instantWords('2026-11-23T01:05:00Z', 'zh')).toBe('2026年11月23日 09:05');
    expect(instantWords('2026-11-22T16:00:00Z', 'en')).toBe('23 Nov 2026, 00:00');
    expect(instantWords('2026-11-23T09:05:00+08:00', 'zh')).toBe('2026年11月23日 09:05');
  });

  it('takes a bare day as it stands', () => {
    expect(asOfDay('2020-03-01')).toBe('2020-03-01');
    expect(asOfDay('2020-03-01T10:00:00+08:00')).toBe('2020-03-01');
  });
});
