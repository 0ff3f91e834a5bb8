import { heartbeat } from './heartbeat.js';

const switchOf = { everySeconds: 300, staleAfterSeconds: 7_200 };
const now = new Date('2026-11-23T12:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

describe('heartbeat', () => {
  it.each<[string, Date | null, Date | null, string, number]>([
    ['the first one', null, ago(60), 'due', 300],
    ['in time', ago(300), ago(60), 'due', 300],
    ['several missed are one', ago(4_000), ago(60), 'due', 300],
    ['too early', ago(100), ago(60), 'not-yet', 200],
    ['no sweep ever', ago(300), null, 'no-sweep', 300],
    ['the sweeps stopped', ago(300), ago(7_201), 'sweeps-stopped', 300],
    ['another worker’s clock a little ahead', ago(-2), ago(60), 'not-yet', 302],
    ['a clock that was far ahead', ago(-40_000), ago(60), 'due', 300],
  ])('%s', (_sentence, lastBeat, lastSweep, reason, nextIn) => {
    const step = heartbeat(switchOf, { lastBeat, lastSweep }, now);
    expect(step).toEqual({
      beat: reason === 'due',
      reason,
      nextAt: new Date(now.getTime() + nextIn * 1000),
    });
  });
});
