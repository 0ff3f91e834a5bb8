import type { Receiver as AlertReceiver, Route } from '#alerting';
import type { Receiver } from '#contract';
import type { AlertSettings } from '#storage';

/**
 * The tree that leads alerts to receivers: the one that was set, or else one leaf for every receiver, which takes the
 * alerts of its organisations (of all when it names none).
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
    routes: receivers.map(({ name, organisations }) => ({
      matchers:
        organisations.length === 0
          ? []
          : [{ label: 'organisation', operator: '=~', value: organisations.toSorted().join('|') }],
      continue: true,
      receiver: name,
      groupBy: null,
      groupWaitSeconds: null,
      groupIntervalSeconds: null,
      repeatSeconds: null,
      routes: [],
    })),
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
