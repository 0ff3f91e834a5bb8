import { defaultThresholds, round10, statusOfPace } from './thresholds.js';
import { severity, type Status } from './status.js';

describe('round10', () => {
  it.each([
    [1.23456789012345, 1.23456789],
    [0.95 - Number.EPSILON, 0.95],
    [0.94999999994, 0.9499999999],
    [123456789012, 123456789000],
    [-5e-17, 0],
    [-0, 0],
    [0.1 + 0.2, 0.3],
    [-0.62213, -0.62213],
  ])('%d becomes %d', (x, rounded) => {
    expect(round10(x)).toBe(rounded);
  });
});

describe('statusOfPace', () => {
  it.each([
    [0.95, 'onTrack'],
    [0.95 - Number.EPSILON, 'onTrack'],
    [0.9499, 'atRisk'],
    [0.6, 'atRisk'],
    [0.5999, 'offTrack'],
    [0, 'offTrack'],
    [-1e-17, 'offTrack'],
    [-1e-9, 'movingAway'],
  ])('a growth ratio of %d is %s', (pace, status) => {
    expect(statusOfPace(pace, defaultThresholds.growthRatio)).toBe(status);
  });

  it('a threshold of a target’s own is rounded like the pace that is held against it', () => {
    const own = { onTrack: 0.1 + 0.2, atRisk: 0.1 + 0.2, offTrack: -0.1 - 0.2 };
    expect(statusOfPace(0.3, own)).toBe('onTrack');
    expect(statusOfPace(0.2999, own)).toBe('offTrack');
    expect(statusOfPace(-0.3, own)).toBe('offTrack');
    expect(statusOfPace(-0.3001, own)).toBe('movingAway');
  });

  it('has the published defaults', () => {
    expect(defaultThresholds).toEqual({
      growthRatio: { onTrack: 0.95, atRisk: 0.6, offTrack: 0 },
      extrapolatedShare: { onTrack: 0.95, atRisk: 0.1, offTrack: 0 },
      elapsedShare: { onTrack: 1, atRisk: 0.8, offTrack: 0 },
      attainment: { onTrack: 0.95, atRisk: 0.8, offTrack: 0 },
      milestone: { onTrack: 1, atRisk: 0.8, offTrack: 0 },
      direction: { onTrack: 0.015, atRisk: 0.005, offTrack: 0 },
    });
  });
});

describe('severity', () => {
  it.each<[Status, number | null]>([
    ['achieved', 0],
    ['onTrack', 1],
    ['notAssessed', null],
    ['atRisk', 2],
    ['offTrack', 3],
    ['movingAway', 4],
    ['missed', 5],
  ])('of %s is %p', (status, value) => {
    expect(severity(status)).toBe(value);
  });
});
