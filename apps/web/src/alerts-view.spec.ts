import type { Alert, Session } from '#contract';
import { alertsInView, isNarrowed, maySeeTo, queryFromView, viewFromQuery } from './alerts-view';

const everything = viewFromQuery({});

describe('a view in the address', () => {
  it.each([
    {},
    { tab: 'history' },
    { state: 'firing,pending', severity: 'critical' },
    { organisation: 'xian-government', rule: 'slip' },
  ])('comes back as it was: %j', (query) => {
    expect(queryFromView(viewFromQuery(query))).toEqual(query);
  });

  it('leaves out what makes no sense', () => {
    expect(viewFromQuery({ tab: 'x', state: 'resolved,fire', severity: ['warning', 'info'] })).toEqual({
      ...everything,
      severity: ['warning'],
    });
  });
});

const alert = (part: Partial<Alert>) =>
  ({ state: 'firing', severity: 'warning', organisation: null, rule: 'slip', ...part }) as Alert;
const alerts = [
  alert({ severity: 'critical', organisation: 'a' }),
  alert({ state: 'acknowledged', organisation: 'a' }),
  alert({ state: 'pending', rule: 'overdue' }),
];

describe('alerts in view', () => {
  it.each([
    ['nothing chosen: all', {}, [0, 1, 2]],
    ['a state', { state: 'pending' }, [2]],
    ['two states', { state: 'firing,acknowledged' }, [0, 1]],
    ['a severity', { severity: 'critical' }, [0]],
    ['an organisation', { organisation: 'a' }, [0, 1]],
    ['a rule', { rule: 'overdue' }, [2]],
    ['all at once', { state: 'acknowledged', severity: 'critical', organisation: 'a' }, []],
  ])('%s', (_, query, wanted) => {
    const view = viewFromQuery(query);
    expect(alertsInView(alerts, view).map((one) => alerts.indexOf(one))).toEqual(wanted);
    expect(isNarrowed(view)).toBe(Object.keys(query).length > 0);
  });

  it('counts what another state would show', () => {
    const view = viewFromQuery({ state: 'pending', organisation: 'a' });
    expect(alertsInView(alerts, view, { state: true })).toHaveLength(2);
  });
});

describe('who may see to an alert', () => {
  const session = (role: Session['role'], organisation: string | null, ...otherOrganisations: string[]) => ({
    role,
    organisation,
    otherOrganisations,
  });
  it.each([
    ['nobody who is not logged in', null, 'a', 'firing', false],
    ['no viewer, of its organisation neither', session('viewer', 'a'), 'a', 'firing', false],
    ['an uploader of its organisation', session('uploader', 'a'), 'a', 'firing', true],
    [
      'an uploader of several, its organisation among them',
      session('uploader', 'b', 'a'),
      'a',
      'firing',
      true,
    ],
    ['no uploader of another', session('uploader', 'b'), 'a', 'firing', false],
    ['no uploader of none', session('uploader', null), null, 'firing', false],
    ['an administrator', session('admin', null), null, 'acknowledged', true],
    ['nobody before it fires', session('admin', null), 'a', 'pending', false],
    ['nobody when it is over', session('admin', null), 'a', 'resolved', false],
  ] as const)('%s', (_, who, organisation, state, may) => {
    expect(maySeeTo(who, { organisation, state })).toBe(may);
  });
});
