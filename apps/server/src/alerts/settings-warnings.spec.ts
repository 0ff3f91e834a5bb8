import type { Route } from '#alerting';
import { settingsWarnings } from './settings-warnings.js';

const route = (receiver: string | null, routes: readonly Route[] = []): Route => ({
  matchers: [],
  continue: false,
  receiver,
  groupBy: ['alertname'],
  groupWaitSeconds: 0,
  groupIntervalSeconds: 60,
  repeatSeconds: 3600,
  routes,
});
const [on, off] = [
  { name: 'on', enabled: true, organisations: ['xian'] },
  { name: 'off', enabled: false, organisations: ['xian', 'baoji'] },
];
const heartbeat = { everySeconds: 60, staleAfterSeconds: 60, receivers: ['on', 'off'] };

it.each<[string, Parameters<typeof settingsWarnings>, [string, string][]]>([
  ['a tree to whoever is told', [{ root: route('on', [route(null)]), heartbeat: null }, [on, off]], []],
  [
    'no tree, and an organisation whose only receiver is disabled',
    [{ root: null, heartbeat: null }, [on, off]],
    [['disabled-receiver', '']],
  ],
  [
    'no tree, and somebody who is told of all',
    [{ root: null, heartbeat: null }, [{ ...on, organisations: [] }, off]],
    [],
  ],
  [
    'a root, a route and a heartbeat to one who is disabled',
    [{ root: route('off', [route('on'), route(null, [route('off')])]), heartbeat }, [on, off]],
    [
      ['disabled-receiver', 'root.receiver'],
      ['disabled-receiver', 'root.routes.1.routes.0.receiver'],
      ['disabled-receiver', 'heartbeat.receivers.1'],
    ],
  ],
  ['nobody at all', [{ root: null, heartbeat: null }, []], [['no-receiver', '']]],
  ['nobody who is enabled', [{ root: route('off'), heartbeat: null }, [off]], [['no-receiver', '']]],
])('%s', (_what, [settings, receivers], warnings) => {
  expect(settingsWarnings(settings, receivers).map(({ code, path }) => [code, path])).toEqual(warnings);
});
