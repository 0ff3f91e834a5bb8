import { en } from './messages.en';
import { zh } from './messages.zh';
import { thresholdWords } from './threshold-wording';

const thresholds = { onTrack: 0.95, atRisk: 0.6, offTrack: 0 };

describe('thresholds in words', () => {
  it('tells the published ones of a method as such', () => {
    const verdict = { method: 'growthRatio', reason: { code: 'pace', pace: 0.7, thresholds } };
    expect(thresholdWords(verdict, zh)).toEqual({
      origin: '该方法公布的分界',
      levels: ['进展正常 ≥ 0.95', '存在风险 ≥ 0.6', '进度滞后 ≥ 0', '背离目标 < 0'],
    });
    expect(thresholdWords(verdict, en)).toEqual({
      origin: 'Thresholds as published for this method',
      levels: ['On track ≥ 0.95', 'At risk ≥ 0.6', 'Off track ≥ 0', 'Moving away < 0'],
    });
  });

  it('tells the target’s own as such', () => {
    const verdict = { method: 'growthRatio', reason: { code: 'pace', thresholds, ownThresholds: true } };
    expect(thresholdWords(verdict, zh)?.origin).toBe('本目标自定的分界');
    expect(thresholdWords(verdict, en)?.origin).toBe('Thresholds of this target’s own');
  });

  it('tells those of a direction in per cent a year, and that a natural limit lowered them', () => {
    const direction = { code: 'direction', thresholds: { onTrack: 0.0725, atRisk: 0.005, offTrack: -0.01 } };
    expect(thresholdWords({ method: 'direction', reason: { ...direction, limitFactor: 1 } }, en)).toEqual({
      origin: 'Thresholds as published for this method',
      levels: ['On track ≥ 7.25%', 'At risk ≥ 0.5%', 'Off track ≥ −1%', 'Moving away < −1%'],
    });
    const near = { method: 'direction', reason: { ...direction, limitFactor: 0.4 } };
    expect(thresholdWords(near, en)?.origin).toBe(
      'Thresholds as published for this method, lower near the natural limit',
    );
    expect(thresholdWords(near, zh)?.origin).toBe('该方法公布的分界，接近自然极限而降低');
  });

  it('tells none where the value alone decided', () => {
    expect(thresholdWords({ method: 'growthRatio', reason: { code: 'due-value-fails' } }, zh)).toBeNull();
    const lost = { code: 'lost-after-achievement', thresholds: null };
    expect(thresholdWords({ method: 'growthRatio', reason: lost }, zh)).toBeNull();
  });
});
