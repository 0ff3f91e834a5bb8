import { cronFault, isDue, nextSlot } from './schedule.js';

const zone = 'Asia/Shanghai';
const now = new Date('2026-11-23T04:00:00Z');

describe('nextSlot', () => {
  it.each([
    ['0 3 * * *', '2026-11-23T04:00:00Z', '2026-11-23T19:00:00.000Z', 'three in the morning of Xi’an'],
    ['0 3 * * *', '2026-11-23T19:00:00Z', '2026-11-24T19:00:00.000Z', 'a slot itself is not after itself'],
    ['0 3 * * *', '1970-01-01T00:00:00Z', '1970-01-01T19:00:00.000Z', 'asked for at once: long past'],
    ['@monthly', '2026-11-23T04:00:00Z', '2026-11-30T16:00:00.000Z', 'by name'],
    ['30 * * * * *', '2026-11-23T04:00:30.002Z', '2026-11-23T04:01:30.000Z', 'with seconds'],
  ])('of %s after %s is %s: %s', (cron, after, next) => {
    expect(nextSlot(cron, new Date(after), zone).toISOString()).toBe(next);
  });
});

describe('cronFault', () => {
  it.each([
    ['0 3 * * *', null],
    ['0 0 29 2 *', null],
    ['0 0 30 2 *', 'it never comes due'],
    ['61 * * * *', 'Field value (61) is out of range'],
    ['* * * *', 'Too few fields'],
    ['every day', 'Unknown alias: eve'],
  ])('of "%s" is %s', (cron, fault) => {
    expect(cronFault(cron, now, zone)).toBe(fault);
  });
});

describe('isDue', () => {
  const source = {
    settings: { cron: '0 * * * *', enabled: true },
    claimedUntil: new Date('2026-11-23T03:30:00Z'),
    leasedUntil: null as Date | null,
  };
  it.each([
    ['a slot has come', {}, true],
    ['several were missed', { claimedUntil: new Date('2026-11-20T00:00:00Z') }, true],
    ['none has come since the claim', { claimedUntil: new Date('2026-11-23T04:00:00Z') }, false],
    ['the clock jumped back', { claimedUntil: new Date('2026-11-25T04:00:00Z') }, false],
    ['somebody is at it', { leasedUntil: new Date('2026-11-23T04:00:30Z') }, false],
    [
      'whoever was at it died, though its slot was claimed',
      { claimedUntil: now, leasedUntil: new Date('2026-11-23T03:59:59Z') },
      true,
    ],
    ['it is disabled', { settings: { cron: '0 * * * *', enabled: false } }, false],
  ])('when %s', (_case, own, due) => {
    expect(isDue({ ...source, ...own }, now, zone)).toBe(due);
  });
});
