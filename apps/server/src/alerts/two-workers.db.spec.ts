import { hour, type Hour, numbersFrom, passHour, type Fate } from './test/simulated-hour.js';

let alone: Hour;
let together: Hour;
let dying: Hour;
beforeAll(async () => {
  [alone, together, dying] = await Promise.all([
    passHour(() => ['works']),
    passHour(() => ['works', 'works']),
    passHour(someDie(), 600),
  ]);
}, 600_000);

/** In more than every second second a worker dies beside another, if it has something to die over. */
function someDie(): (second: number) => readonly Fate[] {
  const random = numbersFrom(3);
  const fates = ['dies-deciding', 'dies-before-sending', 'dies-after-sending'] as const;
  return (second) => {
    const chance = random();
    if (second >= hour || chance > 0.6) return ['works'];
    return [fates[Math.floor(chance * 5)]!, 'works'];
  };
}

const byKey = ({ taken }: Hour) => taken.toSorted((a, b) => (a.key < b.key ? -1 : 1));

describe('an hour, second by second, on one database', () => {
  it('has something of everything in it', () => {
    const { events, deliveries, taken } = alone;
    const actions = new Set(events.map(({ action }) => action));
    expect([...actions].toSorted()).toEqual([
      'acknowledge',
      'cancel',
      'escalate',
      'fire',
      'pending',
      'resolve',
      'update',
    ]);
    const reasons = new Set(deliveries.flatMap(({ reason }) => reason ?? []));
    expect([...reasons].toSorted()).toEqual(['changed', 'digest', 'new', 'repeat', 'resolved']);
    expect(deliveries.filter(({ kind }) => kind === 'heartbeat').length).toBeGreaterThanOrEqual(11);
    for (const receiver of ['watch', 'reader', 'sleeper', 'robot', 'stumbler', 'commission'])
      expect(taken.filter((one) => one.receiver === receiver).length).toBeGreaterThan(0);
    expect(deliveries.some(({ receiver, attempts }) => receiver === 'stumbler' && attempts > 3)).toBe(true);
    // Every message came once, but for what the robot's limit keeps back at the end.
    expect(new Set(taken.map(({ key }) => key)).size).toBe(taken.length);
    const waiting = deliveries.filter(({ state }) => state !== 'sent');
    expect(waiting.filter(({ receiver }) => receiver !== 'robot')).toEqual([]);
    const robot = taken.filter(({ receiver }) => receiver === 'robot').map(({ at }) => at);
    expect(robot.length).toBeGreaterThan(60);
    for (const [index, at] of robot.entries())
      if (index >= 20) expect(at - robot[index - 20]!).toBeGreaterThanOrEqual(63);
    const held = deliveries.filter(
      ({ createdAt, sentAt }) => sentAt !== null && sentAt.getTime() - createdAt.getTime() > 30_000,
    );
    expect(held.some(({ receiver }) => receiver === 'robot')).toBe(true);
  });

  it('passes with two workers, both at it in every second, as with one', () => {
    expect(together.events).toEqual(alone.events);
    expect(together.episodes).toEqual(alone.episodes);
    expect(together.logs).toEqual(alone.logs);
    expect(together.deliveries).toEqual(alone.deliveries);
    expect(byKey(together)).toEqual(byKey(alone));
    expect(together.unfinished.size).toBe(0);
  });

  it('loses nothing when workers die, and doubles only what an unfinished attempt tells', () => {
    expect(dying.deaths).toEqual({
      'dies-deciding': expect.any(Number),
      'dies-before-sending': expect.any(Number),
      'dies-after-sending': expect.any(Number),
    });
    for (const count of Object.values(dying.deaths)) expect(count).toBeGreaterThan(3);

    expect(dying.events).toEqual(alone.events);
    expect(dying.episodes).toEqual(alone.episodes);
    const promised = (of: Hour) =>
      of.deliveries
        .filter(({ createdAt, kind }) => kind !== 'heartbeat' && createdAt < endOfHour)
        .map(({ key, receiver, kind, createdAt, reason }) => ({ key, receiver, kind, createdAt, reason }));
    expect(promised(dying)).toEqual(promised(alone));

    const taken = new Map<string, number>();
    for (const { key } of dying.taken) taken.set(key, (taken.get(key) ?? 0) + 1);
    const late = dying.deliveries.filter(({ createdAt }) => createdAt < endOfHour);
    expect(late.filter(({ state }) => state !== 'sent')).toEqual([]);
    let doubles = 0;
    for (const { key } of late) {
      const times = taken.get(key) ?? 0;
      expect(times).toBeGreaterThanOrEqual(1);
      expect(times - 1).toBeLessThanOrEqual(dying.unfinished.get(key) ?? 0);
      doubles += times - 1;
    }
    const unfinished = [...dying.unfinished.values()].reduce((sum, count) => sum + count, 0);
    expect(doubles).toBeGreaterThan(0);
    expect(doubles).toBeLessThanOrEqual(unfinished);
  });
});

const endOfHour = new Date('2020-04-03T00:30:00+08:00');
