import fc from 'fast-check';
import type { Notification } from './notification.js';
import type { Receiver } from './receiver.js';
import { everybody, instant, Notifying } from './test/notifying.js';
import { leaf, rootRoute } from './test/routes.js';

const shanghai = 'Asia/Shanghai';
const receivers: Receiver[] = [
  everybody,
  { ...everybody, name: 'few', maxAlerts: 2 },
  { ...everybody, name: 'sleeper', quiet: { from: '21:00', to: '07:30', daysOff: true, timeZone: shanghai } },
  { ...everybody, name: 'daily', digest: { every: 'day', at: '08:30', timeZone: shanghai } },
];
const root = rootRoute({
  groupBy: ['organisation'],
  routes: [
    leaf({ receiver: 'few', continue: true, groupBy: [], repeatSeconds: 'never' }),
    leaf({ receiver: 'sleeper', continue: true, groupWaitSeconds: 0 }),
    leaf({ receiver: 'daily', continue: true }),
    leaf({}),
  ],
});

type Event = readonly [
  minutes: number,
  what: 'fire' | 'resolve' | 'worsen' | 'acknowledge' | 'silence' | 'look',
  who: number,
];
const event: fc.Arbitrary<Event> = fc.tuple(
  fc.constantFrom(0, 0, 1, 3, 10, 60, 300),
  fc.constantFrom('fire', 'fire', 'resolve', 'worsen', 'acknowledge', 'silence', 'look'),
  fc.integer({ min: 0, max: 4 }),
);

interface Played {
  readonly all: Notifying;
  readonly messages: readonly Notification[];
  readonly now: Date;
}

/** Plays events; between two of them the plan is asked at the very instants that it names itself. */
function play(events: readonly Event[]): Played {
  const all = new Notifying(receivers);
  all.root = root;
  const messages: Notification[] = [];
  let now = instant(23, '19:00:00');
  const tell = (): void => {
    messages.push(...all.tell(now));
    expect(all.tell(now)).toEqual([]);
  };
  const until = (end: Date): void => {
    for (let at = all.nextAt; at && Date.parse(at) <= end.getTime(); at = all.nextAt) {
      expect(Date.parse(at)).toBeGreaterThan(now.getTime());
      const between = new Date((now.getTime() + Date.parse(at)) / 2);
      expect(all.tell(between)).toEqual([]);
      now = new Date(at);
      tell();
    }
    now = end;
  };
  for (const [minutes, what, who] of events) {
    until(new Date(now.getTime() + minutes * 60_000));
    const name = `a${who}`;
    const state = all.alerts.get(name)?.state ?? 'none';
    const critical = who === 4 ? { severity: 'critical' as const } : {};
    if (what === 'fire' && (state === 'none' || state === 'resolved')) all.fire(name, now, critical);
    if (state === 'firing' || state === 'acknowledged') {
      if (what === 'resolve') all.resolve(name, now);
      if (what === 'worsen') all.worsen(name, now);
      if (what === 'acknowledge') all.change(name, { state: 'acknowledged' });
    }
    if (what === 'silence')
      all.silences.push({
        id: `s${all.silences.length}`,
        matchers: [{ label: 'target', operator: '=', value: name }],
        author: 'li',
        comment: 'test',
        startsAt: now.toISOString(),
        endsAt: new Date(now.getTime() + 45 * 60_000).toISOString(),
      });
    tell();
  }
  return { all, messages, now };
}

describe('whatever happens', () => {
  it('nothing is due between now and the instant that the plan names, and nothing twice', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const { messages } = play(events);
        expect(new Set(messages.map(({ key }) => key)).size).toBe(messages.length);
      }),
      { numRuns: 60 },
    );
  });

  it('an end is told to whom the beginning was told, once, and to nobody else', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const believed = new Map<string, Set<string>>();
        for (const { receiver, firing, resolved, passed } of play(events).messages) {
          // What is not listed is not known by name.
          if (receiver === 'few') continue;
          const open = believed.get(receiver) ?? new Set();
          believed.set(receiver, open);
          for (const one of resolved) {
            expect(open.has(one)).toBe(!passed.includes(one));
            open.delete(one);
          }
          for (const one of firing) open.add(one);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('in the end everybody knows what is so: nothing is lost', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const { all, now } = play(events);
        for (let hours = 1; hours <= 24 * 5; hours += 1)
          all.tell(new Date(now.getTime() + hours * 3_600_000));
        const open = [...all.alerts.values()].filter(({ state }) => state !== 'resolved');
        expect([...all.alerts.keys()]).toEqual(open.map(({ fingerprint }) => fingerprint));
        for (const { name } of receivers) {
          const told = all.logs
            .filter(({ receiver }) => receiver === name)
            .flatMap((log) => Object.entries(log.told))
            .filter(([, { state }]) => state === 'firing');
          expect(told.map(([fingerprint]) => fingerprint).sort()).toEqual(
            open.map(({ fingerprint }) => fingerprint).sort(),
          );
        }
      }),
      { numRuns: 40 },
    );
  });
});
