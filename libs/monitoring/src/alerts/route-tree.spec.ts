import { planNotifications, routeFaults, type Notification } from '#alerting';
import type { Receiver } from '#contract';
import { usualAlertSettings } from './alert-round.js';
import { routeTree, tellable } from './route-tree.js';

const timeZone = 'Asia/Shanghai';

function receiver(name: string, organisations: readonly string[]): Receiver {
  return {
    name,
    channel: 'webhook',
    url: 'https://hook.example.gov.cn/',
    organisations: [...organisations],
    enabled: true,
    digest: null,
    quiet: null,
    maxAlerts: 20,
  };
}

function alertOf(organisation: string) {
  const at = '2026-11-23T04:00:00.000Z';
  return {
    fingerprint: organisation,
    labels: { alertname: 'slip', organisation },
    severity: 'warning',
    state: 'firing',
    episode: 1,
    revision: 1,
    startsAt: at,
    changedAt: at,
    endsAt: null,
    escalatedTo: [],
  } as const;
}

/** Who is told of an alert of that organisation, by receiver. */
function toldOf(organisation: string, all: readonly Receiver[]): string[] {
  return planOf(organisation, all).map(({ receiver: name }) => name);
}

function planOf(organisation: string, all: readonly Receiver[]): readonly Notification[] {
  return planNotifications(
    {
      alerts: [alertOf(organisation)],
      root: routeTree(usualAlertSettings, all),
      receivers: all.map((one) => tellable(one, timeZone)),
      silences: [],
      inhibitions: [],
      logs: [],
      calendar: usualAlertSettings.calendar,
      groups: null,
      unsent: new Set(),
    },
    new Date('2026-11-23T04:00:01.000Z'),
  ).notifications;
}

describe('routeTree, where no tree was set', () => {
  const many = Array.from({ length: 60 }, (_, index) => `organisation-number-${index}`);
  const all = [
    receiver('many', [...many, ...many]),
    receiver('one', ['xian-government']),
    receiver('long', ['x'.repeat(300)]),
    receiver('every', []),
  ];

  it('gives each receiver the alerts of its organisations, once, however many these are', () => {
    expect(toldOf('xian-government', all)).toEqual(['one', 'every']);
    for (const organisation of many) expect(toldOf(organisation, all)).toEqual(['many', 'every']);
    expect(toldOf('x'.repeat(300), all)).toEqual(['long', 'every']);
    expect(toldOf('nobody', all)).toEqual(['every']);
  });

  it('names groups alike whatever organisations a receiver has: the migration to alert lives wrote these keys', () => {
    const key = '{}/{}:[["alertname","slip"],["organisation","xian-government"]]';
    const two = receiver('two', ['baoji-government', 'xian-government']);
    const keys = planOf('xian-government', [...all, two]).map(({ groupKey }) => groupKey);
    expect(keys).toEqual([key, key, key]);
  });

  it('has patterns that may be used', () => {
    const root = routeTree(usualAlertSettings, all.slice(0, 2));
    expect(routeFaults(root, new Set(['', 'many', 'one']))).toEqual([]);
  });
});
