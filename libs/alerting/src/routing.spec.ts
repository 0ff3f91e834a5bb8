import type { Labels } from './labels.js';
import { groupKeyOf, groupLabelsOf, routeFaults, routerOf, type Route } from './routing.js';
import { leaf, rootRoute } from './test/routes.js';

const tree = rootRoute({
  routes: [
    leaf({ receiver: 'log', continue: true, groupBy: 'all' }),
    leaf({
      matchers: [{ label: 'organisation', operator: '=', value: 'xian' }],
      receiver: 'xian',
      routes: [
        leaf({
          matchers: [{ label: 'severity', operator: '=', value: 'critical' }],
          receiver: 'xian-duty',
          groupWaitSeconds: 0,
          repeatSeconds: 'never',
        }),
        leaf({ matchers: [{ label: 'area', operator: '=', value: '610102' }] }),
      ],
    }),
    leaf({ matchers: [{ label: 'organisation', operator: '=~', value: 'xian.*' }], receiver: 'xian-region' }),
  ],
});

describe('routerOf', () => {
  it.each<[string, Labels, string[]]>([
    ['what `continue` lets on', { organisation: 'baoji' }, ['log']],
    ['the first sibling that matches', { organisation: 'xian' }, ['log', 'xian']],
    ['the following one when it does not', { organisation: 'xianyang' }, ['log', 'xian-region']],
    ['a child before its parent', { organisation: 'xian', severity: 'critical' }, ['log', 'xian-duty']],
    ['a child with its parent’s receiver', { organisation: 'xian', area: '610102' }, ['log', 'xian']],
  ])('%s', (_sentence, labels, receivers) => {
    expect(routerOf(tree)(labels).map(({ receiver }) => receiver)).toEqual(receivers);
  });

  it('the root when no child matches', () => {
    const root = rootRoute({ routes: [leaf({ matchers: [{ label: 'area', operator: '=', value: 'x' }] })] });
    expect(routerOf(root)({ area: 'y' })).toEqual([
      {
        receiver: 'everybody',
        routeKey: '{}',
        groupBy: ['alertname'],
        groupWaitSeconds: 30,
        groupIntervalSeconds: 300,
        repeatSeconds: 14_400,
      },
    ]);
  });

  it('hands down what a child leaves to its parent, and names the way', () => {
    expect(routerOf(tree)({ organisation: 'xian', severity: 'critical' })[1]).toEqual({
      receiver: 'xian-duty',
      routeKey: '{}/{organisation="xian"}/{severity="critical"}',
      groupBy: ['alertname'],
      groupWaitSeconds: 0,
      groupIntervalSeconds: 300,
      repeatSeconds: 'never',
    });
  });

  it('names a route by its key, which outlives its matchers; routes of one key are one', () => {
    const own = (value: string) =>
      leaf({
        key: 'receiver="duty"',
        matchers: [{ label: 'organisation', operator: '=~', value }],
        receiver: 'duty',
        continue: true,
      });
    const route = routerOf(rootRoute({ routes: [own('xian'), own('xian.*'), own('baoji')] }));
    for (const organisation of ['xian', 'baoji'])
      expect(route({ organisation }).map(({ routeKey }) => routeKey)).toEqual(['{}/{receiver="duty"}']);
  });

  it('does not tell one receiver twice by two equal siblings', () => {
    const twin = leaf({ receiver: 'log', continue: true });
    expect(routerOf(rootRoute({ routes: [twin, twin] }))({})).toHaveLength(1);
  });
});

describe('groups', () => {
  const labels = { alertname: 'slip', organisation: 'xian', target: 't1' };
  it.each<[readonly string[] | 'all', string]>([
    [[], '{}:[]'],
    [['organisation', 'alertname', 'missing'], '{}:[["alertname","slip"],["organisation","xian"]]'],
    ['all', '{}:[["alertname","slip"],["organisation","xian"],["target","t1"]]'],
  ])('by %j', (groupBy, key) => {
    const [destination] = routerOf(rootRoute({ groupBy }))(labels);
    expect(groupKeyOf(destination!, groupLabelsOf(destination!.groupBy, labels).text)).toBe(key);
  });
});

describe('routeFaults', () => {
  const known = new Set(['everybody', 'log']);
  const deep = (levels: number): Route => leaf({ routes: levels === 0 ? [] : [deep(levels - 1)] });
  it.each<[string, Route, string[]]>([
    ['none', rootRoute({ routes: [leaf({ receiver: 'log' })] }), []],
    [
      'matchers at the root',
      rootRoute({ matchers: [{ label: 'a', operator: '=', value: 'b' }] }),
      [': root-has-matchers'],
    ],
    ['nothing to inherit', rootRoute({ receiver: null }), [': root-incomplete']],
    ['nobody of that name', rootRoute({ routes: [leaf({ receiver: 'nobody' })] }), ['0: unknown-receiver']],
    [
      'a pattern',
      rootRoute({ routes: [leaf({ matchers: [{ label: 'a', operator: '=~', value: '(' }] })] }),
      ['0: matcher'],
    ],
    ['a label', rootRoute({ groupBy: ['a b'] }), [': label-name']],
    ['a repeat without a pause', rootRoute({ repeatSeconds: 0 }), [': out-of-range']],
    ['a wait of no number', rootRoute({ groupWaitSeconds: Number.NaN }), [': out-of-range']],
    ['depth', rootRoute({ routes: [deep(25)] }), ['0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0: too-deep']],
  ])('%s', (_sentence, root, faults) => {
    expect(routeFaults(root, known).map(({ at, code }) => `${at}: ${code}`)).toEqual(faults);
  });
});
