import { canonicalText, isLabelName, valueOf, type Labels } from './labels.js';
import { matcherFault, matchesAll, matcherText, type Matcher, type MatcherFault } from './matcher.js';

/**
 * A node of the tree that leads alerts to receivers. What is null is its parent's; the root gives everything and has
 * no matchers.
 */
export interface Route {
  /** Names the route for its groups, where its matchers may change under them; absent: its matchers do. */
  readonly key?: string;
  readonly matchers: readonly Matcher[];
  /** Look among the following siblings too, although this one matched. */
  readonly continue: boolean;
  readonly receiver: string | null;
  /** Alerts with the same values of these labels are told together; 'all': each alert by itself. */
  readonly groupBy: readonly string[] | 'all' | null;
  /** How long the first alert of a group, and every later change, waits for company. */
  readonly groupWaitSeconds: number | null;
  /** The least time between two messages about one group. */
  readonly groupIntervalSeconds: number | null;
  /** After this time what is still firing and not acknowledged is told again. */
  readonly repeatSeconds: number | 'never' | null;
  readonly routes: readonly Route[];
}

/** One place an alert goes to. */
export interface Destination {
  readonly receiver: string;
  /**
   * The keys or matchers on the way from the root, as Alertmanager writes them: stable as long as these are not edited.
   */
  readonly routeKey: string;
  readonly groupBy: readonly string[] | 'all';
  readonly groupWaitSeconds: number;
  readonly groupIntervalSeconds: number;
  readonly repeatSeconds: number | 'never';
}

/** Where an alert with these labels goes; never nowhere. */
export type Router = (labels: Labels) => readonly Destination[];

interface Node {
  readonly route: Route;
  readonly destination: Destination;
  readonly children: readonly Node[];
}

/**
 * Makes a tree ready to route many alerts: at each level the first child that matches and, where that says
 * `continue`, the following ones; a node none of whose children match takes the alert itself.
 */
export function routerOf(root: Route): Router {
  const node = nodeOf(root, null);
  return (labels) => {
    const found = descend(labels, node) ?? [];
    if (found.length < 2) return found;
    const once = new Map(found.map((one) => [JSON.stringify([one.receiver, one.routeKey]), one]));
    return [...once.values()];
  };
}

function nodeOf(route: Route, parent: Destination | null): Node {
  const written = `{${route.key ?? route.matchers.map(matcherText).join(',')}}`;
  const destination: Destination = {
    receiver: route.receiver ?? parent?.receiver ?? '',
    routeKey: parent === null ? written : `${parent.routeKey}/${written}`,
    groupBy: route.groupBy ?? parent?.groupBy ?? [],
    groupWaitSeconds: route.groupWaitSeconds ?? parent?.groupWaitSeconds ?? 0,
    groupIntervalSeconds: route.groupIntervalSeconds ?? parent?.groupIntervalSeconds ?? 0,
    repeatSeconds: route.repeatSeconds ?? parent?.repeatSeconds ?? 'never',
  };
  return { route, destination, children: route.routes.map((child) => nodeOf(child, destination)) };
}

function descend(labels: Labels, { route, destination, children }: Node): Destination[] | null {
  if (!matchesAll(route.matchers, labels)) return null;
  const all: Destination[] = [];
  for (const child of children) {
    const below = descend(labels, child);
    if (!below) continue;
    all.push(...below);
    if (!child.route.continue) break;
  }
  return all.length > 0 ? all : [destination];
}

/** The labels that say which group an alert belongs to, and their one text. */
export function groupLabelsOf(
  groupBy: Destination['groupBy'],
  labels: Labels,
): { readonly text: string; readonly labels: Labels } {
  const names =
    groupBy === 'all' ? Object.keys(labels) : groupBy.filter((name) => valueOf(labels, name) !== '');
  const own = Object.fromEntries(names.map((name) => [name, valueOf(labels, name)]));
  return { text: canonicalText(own), labels: own };
}

/** Names a group among all groups of a receiver, as Alertmanager does: the way to its route, and its labels. */
export function groupKeyOf({ routeKey }: Destination, groupText: string): string {
  return `${routeKey}:${groupText}`;
}

export type RouteFault =
  | { readonly at: string; readonly code: 'root-has-matchers' | 'root-incomplete' | 'too-deep' }
  | { readonly at: string; readonly code: 'unknown-receiver'; readonly receiver: string }
  | { readonly at: string; readonly code: 'out-of-range'; readonly field: string }
  | { readonly at: string; readonly code: 'label-name'; readonly label: string }
  | { readonly at: string; readonly code: 'matcher'; readonly fault: MatcherFault };

const deepest = 20;
const longestWait = 366 * 86_400;

/** Everything that is wrong with a tree; `at` is the way from the root by index, '' for the root. */
export function routeFaults(root: Route, receivers: ReadonlySet<string>): RouteFault[] {
  const faults: RouteFault[] = [];
  if (root.matchers.length > 0) faults.push({ at: '', code: 'root-has-matchers' });
  const needed = [
    root.receiver,
    root.groupBy,
    root.groupWaitSeconds,
    root.groupIntervalSeconds,
    root.repeatSeconds,
  ];
  if (needed.includes(null)) faults.push({ at: '', code: 'root-incomplete' });
  const visit = (route: Route, way: readonly number[]): void => {
    const at = way.join('.');
    if (way.length > deepest) {
      faults.push({ at, code: 'too-deep' });
      return;
    }
    const { receiver, groupBy } = route;
    if (receiver !== null && !receivers.has(receiver))
      faults.push({ at, code: 'unknown-receiver', receiver });
    for (const matcher of route.matchers) {
      const fault = matcherFault(matcher);
      if (fault) faults.push({ at, code: 'matcher', fault });
    }
    if (Array.isArray(groupBy))
      for (const label of groupBy) if (!isLabelName(label)) faults.push({ at, code: 'label-name', label });
    for (const field of ['groupWaitSeconds', 'groupIntervalSeconds', 'repeatSeconds'] as const) {
      const seconds = route[field];
      if (seconds === null || seconds === 'never') continue;
      // A repeat of 0 seconds would be a message in every round.
      const least = field === 'repeatSeconds' ? 60 : 0;
      if (!(seconds >= least && seconds <= longestWait)) faults.push({ at, code: 'out-of-range', field });
    }
    for (const [index, child] of route.routes.entries()) visit(child, [...way, index]);
  };
  visit(root, []);
  return faults;
}
