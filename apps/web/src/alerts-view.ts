/** Which alerts are shown. A view is the page's address, so that it can be shared and comes back on reload. */
import type { Alert, AlertState, Session } from '#contract';
import { choicesAt, queryOf, textAt, type Query } from './address-query';
import type { Severity } from './alert-messages.zh';

export const severities: readonly Severity[] = ['critical', 'warning', 'info'];
export const openStates = ['firing', 'acknowledged', 'pending'] as const satisfies readonly AlertState[];
export type OpenState = (typeof openStates)[number];

export interface AlertsView {
  /** What is open, or what is over. */
  tab: 'open' | 'history';
  state: OpenState[];
  severity: Severity[];
  organisation: string | null;
  rule: string | null;
}

/** Reads a view from a query; a part that makes no sense is as if it were not there. */
export function viewFromQuery(query: Query): AlertsView {
  return {
    tab: textAt(query, 'tab') === 'history' ? 'history' : 'open',
    state: choicesAt(query, 'state', openStates),
    severity: choicesAt(query, 'severity', severities),
    organisation: textAt(query, 'organisation') || null,
    rule: textAt(query, 'rule') || null,
  };
}

/** The query of a view; what is at its default is left out. */
export const queryFromView = (view: AlertsView): Record<string, string> =>
  queryOf({
    tab: view.tab === 'history' ? 'history' : null,
    state: view.state.join(','),
    severity: view.severity.join(','),
    organisation: view.organisation,
    rule: view.rule,
  });

export function isNarrowed({ state, severity, organisation, rule }: AlertsView): boolean {
  return state.length > 0 || severity.length > 0 || organisation !== null || rule !== null;
}

/** The alerts that pass every filter; those on states and severities are passed over when they are to be counted. */
export function alertsInView(
  alerts: readonly Alert[],
  view: AlertsView,
  passOver: { readonly state?: boolean; readonly severity?: boolean } = {},
): Alert[] {
  const states: readonly AlertState[] = view.state;
  return alerts.filter(
    (alert) =>
      (passOver.state === true || states.length === 0 || states.includes(alert.state)) &&
      (passOver.severity === true || view.severity.length === 0 || view.severity.includes(alert.severity)) &&
      (view.organisation === null || alert.organisation === view.organisation) &&
      (view.rule === null || alert.rule === view.rule),
  );
}

/** An alert is for its own organisation to see to, or for an administrator. */
export function maySeeTo(
  session:
    (Pick<Session, 'role' | 'organisation'> & { readonly otherOrganisations: readonly string[] }) | null,
  alert: Pick<Alert, 'organisation' | 'state'>,
): boolean {
  if (session === null || (alert.state !== 'firing' && alert.state !== 'acknowledged')) return false;
  if (session.role === 'admin') return true;
  return (
    session.role === 'uploader' &&
    alert.organisation !== null &&
    [session.organisation, ...session.otherOrganisations].includes(alert.organisation)
  );
}
