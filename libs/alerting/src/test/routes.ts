import type { Route } from '../routing.js';

/** A route that takes everything from its parent. */
export function leaf(change: Partial<Route>): Route {
  return {
    matchers: [],
    continue: false,
    receiver: null,
    groupBy: null,
    groupWaitSeconds: null,
    groupIntervalSeconds: null,
    repeatSeconds: null,
    routes: [],
    ...change,
  };
}

/** A root with Alertmanager's usual times. */
export function rootRoute(change: Partial<Route>): Route {
  return leaf({
    receiver: 'everybody',
    groupBy: ['alertname'],
    groupWaitSeconds: 30,
    groupIntervalSeconds: 300,
    repeatSeconds: 14_400,
    ...change,
  });
}
