import { groupId } from './grouping.js';
import type { QuietHours } from './quiet-hours.js';
import type { Receiver } from './receiver.js';
import { usualInhibitions } from './inhibition.js';
import { receiverFaults } from './receiver.js';
import type { Silence } from './silence.js';
import { everybody, instant, Notifying } from './test/notifying.js';
import { leaf, rootRoute } from './test/routes.js';

const monday = (time: string): Date => instant(23, time);

describe('a group', () => {
  it('waits for company, is told once, and again when something comes to it, changes or ends', () => {
    const all = new Notifying();
    all.fire('a', monday('10:00:00'));
    expect(all.told(monday('10:00:00'))).toEqual([]);
    expect(all.nextAt).toBe(monday('10:00:30').toISOString());
    all.fire('b', monday('10:00:20'));
    expect(all.told(monday('10:00:29'))).toEqual([]);
    expect(all.told(monday('10:00:30'))).toEqual(['new everybody +a +b']);
    expect(all.told(monday('10:00:30'))).toEqual([]);
    expect(all.nextAt).toBe(monday('14:00:30').toISOString());

    all.fire('c', monday('10:01:00'));
    expect(all.told(monday('10:05:29'))).toEqual([]);
    expect(all.told(monday('10:05:30'))).toEqual(['new everybody +c +a +b']);

    all.worsen('b', monday('11:00:00'));
    expect(all.told(monday('11:00:29'))).toEqual([]);
    expect(all.told(monday('11:00:30'))).toEqual(['changed everybody +b +a +c']);

    all.resolve('a', monday('12:00:00'));
    expect(all.told(monday('12:00:30'))).toEqual(['resolved everybody +b +c -a']);
    expect(all.alerts.has('a')).toBe(false);
    all.resolve('b', monday('12:10:00'));
    all.resolve('c', monday('12:10:00'));
    const [end] = all.tell(monday('12:10:30'));
    expect(end).toMatchObject({ status: 'resolved', firing: [], resolved: ['b', 'c'], news: [] });
    expect(all.told(instant(25, '12:00:00'))).toEqual([]);
    expect(all.nextAt).toBeNull();
  });

  it('is told again after the repeat interval, until somebody acknowledges it', () => {
    const all = new Notifying();
    all.fire('a', monday('08:00:00'));
    all.fire('b', monday('08:00:00'));
    all.told(monday('08:00:30'));
    expect(all.told(monday('12:00:29'))).toEqual([]);
    expect(all.told(monday('12:00:30'))).toEqual(['repeat everybody +a +b']);
    all.change('a', { state: 'acknowledged' });
    expect(all.told(monday('16:00:30'))).toEqual(['repeat everybody +a +b']);
    all.change('b', { state: 'acknowledged' });
    expect(all.told(monday('23:00:30'))).toEqual([]);
    all.resolve('a', monday('23:01:00'));
    expect(all.told(monday('23:01:30'))).toEqual(['resolved everybody +b -a']);
  });

  it('does not tell of what came and went while it waited', () => {
    const all = new Notifying();
    all.fire('a', monday('10:00:00'));
    all.told(monday('10:00:00'));
    all.resolve('a', monday('10:00:20'));
    expect(all.told(monday('10:00:30'))).toEqual([]);
    expect(all.logs.flatMap(({ told }) => Object.keys(told))).toEqual([]);
  });

  it('tells of an alert that fires again before its end was told as a new one', () => {
    const all = new Notifying();
    all.fire('a', monday('10:00:00'));
    all.told(monday('10:00:30'));
    all.resolve('a', monday('10:01:00'));
    all.told(monday('10:01:00'));
    all.fire('a', monday('10:02:00'));
    expect(all.told(monday('10:05:30'))).toEqual(['new everybody +a']);
    all.resolve('a', monday('11:00:00'));
    expect(all.told(monday('11:00:30'))).toEqual(['resolved everybody -a']);
  });

  it('names each message, so that it is one whoever decides it', () => {
    const one = new Notifying();
    const other = new Notifying();
    for (const all of [one, other]) all.fire('a', monday('10:00:00'));
    const keys = [one.tell(monday('10:00:30')), other.tell(monday('10:00:31'))].map(
      ([message]) => message?.key,
    );
    expect(keys[0]).toBe('everybody/{}:[["alertname","slip"]]/1');
    expect(keys[1]).toBe(keys[0]);
    one.worsen('a', monday('11:00:00'));
    expect(one.tell(monday('11:00:30'))[0]?.key).not.toBe(keys[0]);
  });

  it('of ten thousand is one message that says how many it does not list', () => {
    const all = new Notifying([{ ...everybody, maxAlerts: 50 }]);
    for (let n = 0; n < 10_000; n += 1) all.fire(`a${n}`, monday('10:00:00'));
    all.change('a9999', { severity: 'critical' });
    const messages = all.tell(monday('10:00:30'));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ truncatedAlerts: 9_950, counts: { firing: 10_000, resolved: 0 } });
    expect(messages[0]?.firing).toHaveLength(50);
    expect(messages[0]?.firing[0]).toBe('a9999');
    expect(all.tell(monday('10:10:00'))).toEqual([]);
    for (const [fingerprint] of all.alerts) all.resolve(fingerprint, monday('11:00:00'));
    expect(all.tell(monday('11:00:30'))[0]).toMatchObject({
      truncatedAlerts: 9_950,
      counts: { firing: 0, resolved: 10_000 },
    });
  });

  it('goes on after a clock that was ahead, and sends nothing twice for it', () => {
    const all = new Notifying();
    all.fire('a', instant(30, '10:00:00'));
    expect(all.told(instant(30, '10:00:30'))).toEqual(['new everybody +a']);
    all.fire('b', monday('10:00:00'));
    expect(all.told(monday('10:00:30'))).toEqual([]);
    expect(all.told(monday('10:05:30'))).toEqual(['new everybody +b +a']);
    all.worsen('a', instant(29, '10:00:00'));
    expect(all.told(monday('10:10:30'))).toEqual(['changed everybody +a +b']);
  });
});

describe('silence and inhibition', () => {
  const silence: Silence = {
    id: 's',
    matchers: [{ label: 'target', operator: '=', value: 'a' }],
    author: 'li',
    comment: 'known',
    startsAt: monday('09:00:00').toISOString(),
    endsAt: monday('12:00:00').toISOString(),
  };

  it('keeps an alert from being told, and tells it when the silence ends', () => {
    const all = new Notifying();
    all.silences = [silence];
    all.fire('a', monday('10:00:00'));
    expect(all.told(monday('10:00:30'))).toEqual([]);
    expect(all.last?.muted).toEqual([{ fingerprint: 'a', silencedBy: ['s'], inhibitedBy: null }]);
    expect(all.nextAt).toBe(monday('12:00:00').toISOString());
    expect(all.told(monday('12:00:00'))).toEqual(['new everybody +a']);
  });

  it('says nothing of an alert that came and went in silence', () => {
    const all = new Notifying();
    all.silences = [silence];
    all.fire('a', monday('10:00:00'));
    all.told(monday('10:00:30'));
    all.resolve('a', monday('11:00:00'));
    expect(all.told(monday('11:30:00'))).toEqual([]);
    expect(all.told(monday('12:00:00'))).toEqual([]);
  });

  it('leaves no alert open at a receiver that was told of it: its end is told in silence too', () => {
    const all = new Notifying();
    all.fire('a', monday('08:00:00'));
    expect(all.told(monday('08:00:30'))).toEqual(['new everybody +a']);
    all.silences = [silence];
    expect(all.told(monday('10:00:00'))).toEqual([]);
    expect(all.told(monday('12:00:00'))).toEqual([]);
    all.silences = [{ ...silence, endsAt: monday('20:00:00').toISOString() }];
    expect(all.told(monday('13:00:00'))).toEqual([]);
    all.resolve('a', monday('14:00:00'));
    expect(all.told(monday('14:00:30'))).toEqual(['resolved everybody -a']);
  });

  it('tells the missed one only, and the ends of both', () => {
    const all = new Notifying();
    all.inhibitions = usualInhibitions;
    const labels = (level: string): { labels: Record<string, string> } => ({
      labels: { alertname: level, condition: 'statusWorsens', level, series: 's1', target: 't1' },
    });
    all.root = rootRoute({ groupBy: ['series'] });
    all.fire('off', monday('10:00:00'), labels('offTrack'));
    expect(all.told(monday('10:00:30'))).toEqual(['new everybody +off']);
    all.fire('missed', monday('11:00:00'), labels('missed'));
    expect(all.told(monday('11:00:30'))).toEqual(['new everybody +missed']);
    expect(all.last?.muted[0]).toMatchObject({ fingerprint: 'off', inhibitedBy: { source: 'missed' } });
    all.resolve('missed', monday('12:00:00'));
    all.resolve('off', monday('12:00:00'));
    expect(all.told(monday('12:00:30'))).toEqual(['resolved everybody -missed -off']);
  });
});

describe('quiet hours', () => {
  const quiet: QuietHours = { from: '22:00', to: '07:30', daysOff: true, timeZone: 'Asia/Shanghai' };
  const sleeper: Receiver = { ...everybody, quiet };

  it('hold messages back, and drop none', () => {
    const all = new Notifying([sleeper]);
    all.fire('a', monday('23:00:00'));
    expect(all.told(monday('23:00:30'))).toEqual([]);
    expect(all.nextAt).toBe(instant(24, '07:30:00').toISOString());
    expect(all.told(instant(24, '07:29:59'))).toEqual([]);
    expect(all.told(instant(24, '07:30:00'))).toEqual(['new everybody +a']);
  });

  it('let urgent ones pass, with the group they belong to', () => {
    const all = new Notifying([sleeper]);
    all.fire('a', monday('23:00:00'));
    all.fire('b', monday('23:10:00'), { severity: 'critical' });
    expect(all.told(monday('23:10:30'))).toEqual(['new everybody +b +a']);
    all.resolve('b', monday('23:30:00'));
    expect(all.told(monday('23:40:00'))).toEqual([]);
    expect(all.told(instant(24, '07:30:00'))).toEqual(['resolved everybody +a -b']);
  });

  it('tell in the morning of what came and went at night, but not of what nobody would have been told', () => {
    const all = new Notifying([sleeper]);
    all.fire('a', monday('23:00:00'));
    all.fire('b', monday('23:00:00'));
    all.told(monday('23:00:00'));
    all.resolve('b', monday('23:00:10'));
    all.resolve('a', instant(24, '03:00:00'));
    expect(all.told(instant(24, '03:00:00'))).toEqual([]);
    const [morning] = all.tell(instant(24, '07:30:00'));
    expect(morning).toMatchObject({ status: 'resolved', firing: [], resolved: ['a'], passed: ['a'] });
    expect(all.tell(instant(24, '08:30:00'))).toEqual([]);
    expect(all.alerts.size).toBe(0);
  });

  it('last over days off, and over a repeat', () => {
    const all = new Notifying([sleeper]);
    all.fire('a', instant(27, '21:00:00'));
    expect(all.told(instant(27, '21:00:30'))).toEqual(['new everybody +a']);
    expect(all.told(instant(28, '12:00:00'))).toEqual([]);
    expect(all.nextAt).toBe(instant(30, '07:30:00').toISOString());
    expect(all.told(instant(30, '07:30:00'))).toEqual(['repeat everybody +a']);
  });
});

describe('digests', () => {
  const daily: Receiver = {
    ...everybody,
    digest: { every: 'day', at: '08:30', timeZone: 'Asia/Shanghai' },
  };
  const weekly: Receiver = {
    ...everybody,
    digest: { every: 'week', weekday: 1, at: '08:30', timeZone: 'Asia/Shanghai' },
  };

  it('bring a day’s news in one message, of all groups, at their hour', () => {
    const all = new Notifying([daily]);
    all.root = rootRoute({ groupBy: 'all', repeatSeconds: 'never' });
    all.fire('a', monday('10:00:00'));
    all.fire('b', monday('15:00:00'));
    expect(all.told(monday('15:00:30'))).toEqual([]);
    expect(all.nextAt).toBe(instant(24, '08:30:00').toISOString());
    all.resolve('b', monday('18:00:00'));
    const [digest] = all.tell(instant(24, '08:30:00'));
    expect(digest).toMatchObject({ reason: 'digest', firing: ['a'], resolved: ['b'], passed: ['b'] });
    expect(all.told(instant(25, '08:30:00'))).toEqual([]);
    all.resolve('a', instant(25, '09:00:00'));
    expect(all.told(instant(25, '10:00:00'))).toEqual([]);
    expect(all.told(instant(26, '08:30:00'))).toEqual(['digest everybody -a']);
  });

  it('do not hold critical ones back', () => {
    const all = new Notifying([daily]);
    all.fire('a', monday('10:00:00'));
    all.fire('b', monday('10:00:00'), { severity: 'critical' });
    expect(all.told(monday('10:00:30'))).toEqual(['new everybody +b']);
    expect(all.told(instant(24, '08:30:00'))).toEqual(['digest everybody +a', 'repeat everybody +b']);
  });

  it('that were missed are one, late, and the next one keeps its hour', () => {
    const all = new Notifying([daily]);
    all.root = rootRoute({ repeatSeconds: 86_400 });
    all.fire('a', monday('10:00:00'));
    all.told(monday('10:00:30'));
    expect(all.told(instant(26, '11:00:00'))).toEqual(['digest everybody +a']);
    expect(all.told(instant(26, '11:00:01'))).toEqual([]);
    expect(all.nextAt).toBe(instant(27, '08:30:00').toISOString());
    expect(all.told(instant(27, '08:30:00'))).toEqual(['digest everybody +a']);
    expect(all.told(instant(27, '08:30:30'))).toEqual([]);
  });

  it('of a week come on their day, also when a silence ends in between', () => {
    const all = new Notifying([weekly]);
    all.silences = [
      {
        id: 's',
        matchers: [{ label: 'target', operator: '=', value: 'a' }],
        author: 'li',
        comment: 'known',
        startsAt: monday('09:00:00').toISOString(),
        endsAt: instant(25, '12:00:00').toISOString(),
      },
    ];
    all.fire('a', monday('10:00:00'));
    all.told(monday('10:00:30'));
    expect(all.told(instant(25, '12:00:00'))).toEqual([]);
    expect(all.nextAt).toBe(instant(30, '08:30:00').toISOString());
    expect(all.told(instant(30, '08:30:00'))).toEqual(['digest everybody +a']);
  });

  it.each<[Partial<Receiver>, string[]]>([
    [{}, []],
    [{ digest: { every: 'day', at: '8:30', timeZone: 'Asia/Shanghai' } }, ['digest: clock-time']],
    [{ digest: { every: 'day', at: '08:30', timeZone: 'Nowhere' } }, ['digest: time-zone']],
    [{ digest: { every: 'week', weekday: 0, at: '08:30', timeZone: 'UTC' } }, ['digest: weekday']],
    [{ maxAlerts: -1 }, ['maxAlerts: out-of-range']],
    [{ quiet: { from: '08:00', to: '08:00', daysOff: false, timeZone: 'UTC' } }, ['quiet: no-time-left']],
  ])('with the faults of %j', (change, faults) => {
    expect(receiverFaults({ ...everybody, ...change }).map(({ at, code }) => `${at}: ${code}`)).toEqual(
      faults,
    );
  });
});

describe('routing that changes', () => {
  const xian: Receiver = { ...everybody, name: 'xian' };
  const toXian = rootRoute({
    routes: [leaf({ matchers: [{ label: 'organisation', operator: '=', value: 'xian' }], receiver: 'xian' })],
  });

  it('tells the new receiver, and the end to both', () => {
    const all = new Notifying([everybody, xian]);
    all.fire('a', monday('10:00:00'));
    expect(all.told(monday('10:00:30'))).toEqual(['new everybody +a']);
    all.root = toXian;
    expect(all.told(monday('11:00:00'))).toEqual(['new xian +a']);
    all.resolve('a', monday('12:00:00'));
    expect(all.told(monday('12:00:30')).sort()).toEqual(['resolved everybody -a', 'resolved xian -a']);
  });

  it('takes what a receiver knows along into another of its groups', () => {
    const all = new Notifying();
    all.root = rootRoute({ groupBy: ['organisation'] });
    all.fire('a', monday('10:00:00'));
    all.fire('b', monday('10:00:00'));
    expect(all.told(monday('10:00:30'))).toEqual(['new everybody +a +b']);
    all.change('a', { labels: { alertname: 'slip', target: 'a', organisation: 'baoji' } });
    expect(all.told(monday('10:10:00'))).toEqual([]);
    all.root = rootRoute({ groupBy: ['organisation', 'target'] });
    expect(all.told(monday('10:20:00'))).toEqual([]);
    // The group that it has come to keeps the hour of its last message.
    expect(all.nextAt).toBe(monday('14:00:30').toISOString());
    expect(all.told(monday('14:00:30'))).toEqual(['repeat everybody +a', 'repeat everybody +b']);
    all.resolve('a', monday('15:00:00'));
    expect(all.told(monday('15:00:30'))).toEqual(['resolved everybody -a']);
  });

  it('leaves the end of an alert to the group whose message has not arrived yet', () => {
    const all = new Notifying();
    all.root = rootRoute({ groupBy: ['organisation'] });
    all.fire('a', monday('10:00:00'));
    const [first] = all.tell(monday('10:00:30'));
    all.unsent.add(groupId(first!));
    all.change('a', { labels: { alertname: 'slip', target: 'a', organisation: 'baoji' } });
    expect(all.told(monday('10:10:00'))).toEqual(['new everybody +a']);
    all.resolve('a', monday('11:00:00'));
    const ends = all.tell(monday('11:00:30')).map(({ groupKey, status }) => [groupKey, status]);
    expect(ends).toContainEqual([first!.groupKey, 'resolved']);
    expect(ends).toHaveLength(2);
  });

  it('forgets what only waited in a group that has nobody in it any more', () => {
    const all = new Notifying();
    all.fire('a', monday('10:00:00'));
    expect(all.told(monday('10:00:10'))).toEqual([]);
    expect(all.logs.map(({ told }) => Object.keys(told))).toEqual([['a']]);
    all.resolve('a', monday('10:00:20'));
    all.alerts.delete('a');
    all.root = rootRoute({});
    all.silences = [];
    expect(all.told(monday('10:05:00'))).toEqual([]);
    expect(all.logs).toEqual([expect.objectContaining({ told: {}, nextAt: null, astray: false })]);
  });

  it('forgets a receiver that is there no more', () => {
    const all = new Notifying([everybody, xian]);
    all.root = toXian;
    all.fire('a', monday('10:00:00'));
    all.told(monday('10:00:30'));
    all.receivers = [everybody];
    all.resolve('a', monday('12:00:00'));
    expect(all.told(monday('12:00:30'))).toEqual([]);
    expect(all.alerts.size).toBe(0);
  });

  it('takes an escalated alert to the organisation above as well', () => {
    const province: Receiver = { ...everybody, name: 'province' };
    const all = new Notifying([everybody, xian, province]);
    all.root = rootRoute({
      routes: [
        leaf({ matchers: [{ label: 'organisation', operator: '=', value: 'xian' }], receiver: 'xian' }),
        leaf({
          matchers: [{ label: 'organisation', operator: '=', value: 'province' }],
          receiver: 'province',
        }),
      ],
    });
    all.fire('a', monday('10:00:00'));
    expect(all.told(monday('10:00:30'))).toEqual(['new xian +a']);
    all.change('a', { escalatedTo: ['province'] });
    expect(all.told(monday('10:01:00'))).toEqual(['new province +a']);
    all.resolve('a', monday('12:00:00'));
    expect(all.told(monday('12:00:30')).sort()).toEqual(['resolved province -a', 'resolved xian -a']);
  });
});
