import type { Matcher, Receiver as AlertReceiver, Route } from '#alerting';
import type { Receiver } from '#contract';
import type { AlertSettings } from '#storage';

/**
 * The tree that leads alerts to receivers: the one that was set, or else leaves for every receiver, which takes the
 * alerts of its organisations (of all when it names none). The leaves have one key, so that alerts of several
 * organisations may be one group, and that a receiver's groups stay what they are when it takes on another organisation:
 * nobody is told again what was told.
 */
export function routeTree(
  { root, grouping }: Pick<AlertSettings, 'root' | 'grouping'>,
  receivers: readonly Receiver[],
): Route {
  if (root) return root;
  return {
    matchers: [],
    continue: false,
    // Nobody: what no leaf takes is seen on the page only.
    receiver: '',
    ...grouping,
    routes: receivers.flatMap(({ name, organisations }) =>
      organisations.length === 0
        ? [leaf(name, [])]
        : organisations.map((value) => leaf(name, [{ label: 'organisation', operator: '=', value }])),
    ),
  };
}

function leaf(receiver: string, matchers: readonly Matcher[]): Route {
  return {
    key: '',
    matchers,
    continue: true,
    receiver,
    groupBy: null,
    groupWaitSeconds: null,
    groupIntervalSeconds: null,
    repeatSeconds: null,
    routes: [],
  };
}

/**
 * How a receiver wants to be told.
 * @param timeZone the service's own, for receivers that name none
 */
export function tellable({ name, digest, quiet, maxAlerts }: Receiver, timeZone: string): AlertReceiver {
  return {
    name,
    digest: digest && { ...digest, timeZone: digest.timeZone ?? timeZone },
    quiet: quiet && { ...quiet, timeZone: quiet.timeZone ?? timeZone },
    maxAlerts,
  };
}
