import type { IndicatorSummary } from '#contract';
import {
  indicatorsInView,
  listViewFromQuery,
  queryOfListView,
  tasksBySection,
  type IndicatorListView,
} from './indicator-list-view';

const indicator = (code: string, more: Partial<IndicatorSummary> = {}): IndicatorSummary => ({
  code,
  name: { zh: '常住人口', en: 'Resident population' },
  organisation: 'statistics',
  kind: 'stock',
  unit: { zh: '万人', en: '10,000 persons' },
  frequency: 'A',
  tasks: [],
  computed: false,
  series: 0,
  targets: 0,
  newest: null,
  timeliness: null,
  ...more,
});
const all = [
  indicator('population', { tasks: [8] }),
  indicator('routes', {
    name: { zh: '国际航线', en: 'International routes' },
    organisation: 'airport',
    frequency: 'M',
    tasks: [6, 19],
  }),
];
const context = {
  organisationText: (code: string) => (code === 'airport' ? '西部机场集团 Airport Group' : '省统计局'),
  tasksOf: tasksBySection(
    [
      { code: 'two', parent: null },
      { code: 'two-1', parent: 'two' },
      { code: 'three', parent: null },
    ],
    [
      { number: 6, section: 'two-1' },
      { number: 8, section: 'three' },
    ],
  ),
};
const found = (view: Partial<IndicatorListView>) =>
  indicatorsInView(
    all,
    { organisation: null, section: null, frequency: null, search: '', ...view },
    context,
  ).map(({ code }) => code);

describe('the list of indicators', () => {
  it('is searched by name in either language, code and organisation, every word of it', () => {
    expect(found({ search: '航线' })).toEqual(['routes']);
    expect(found({ search: 'resident POP' })).toEqual(['population']);
    expect(found({ search: 'routes 机场' })).toEqual(['routes']);
    expect(found({ search: 'routes 统计' })).toEqual([]);
    expect(found({ search: '  ' })).toEqual(['population', 'routes']);
  });

  it('is filtered by organisation, frequency and section with all that lies in it', () => {
    expect(found({ organisation: 'airport' })).toEqual(['routes']);
    expect(found({ frequency: 'A' })).toEqual(['population']);
    expect(found({ section: 'two' })).toEqual(['routes']);
    expect(found({ section: 'three' })).toEqual(['population']);
    expect(found({ section: 'nowhere' })).toEqual([]);
  });

  it('stands in the address; what makes no sense there is passed over', () => {
    const view: IndicatorListView = { organisation: 'airport', section: null, frequency: 'M', search: '线' };
    expect(listViewFromQuery(queryOfListView(view))).toEqual(view);
    expect(listViewFromQuery({ frequency: 'X', q: ['a', 'b'] })).toEqual({
      organisation: null,
      section: null,
      frequency: null,
      search: 'a',
    });
  });
});
