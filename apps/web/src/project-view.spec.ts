import { projectViewFromQuery, queryOfProjectView } from './project-view';

const all = {
  level: null,
  field: null,
  stage: null,
  standing: null,
  organisation: null,
  area: null,
  task: null,
  late: false,
  search: '',
};

describe('the view of the library', () => {
  it.each([
    ['nothing', {}, all],
    [
      'every filter',
      {
        level: 'none',
        field: 'energy',
        stage: 'construction',
        standing: 'removed',
        organisation: 'shaanxi-drc',
        area: '610100',
        task: '18',
        late: 'true',
        q: '地铁',
      },
      {
        level: 'none',
        field: 'energy',
        stage: 'construction',
        standing: 'removed',
        organisation: 'shaanxi-drc',
        area: '610100',
        task: '18',
        late: true,
        search: '地铁',
      },
    ],
    [
      'what makes no sense as if it were not there',
      { level: 'high', task: 'x', late: 'yes', stage: ['approved', 'designed'] },
      { ...all, stage: 'approved' },
    ],
  ])('reads %s', (_case, query, view) => {
    expect(projectViewFromQuery(query)).toEqual(view);
  });

  it('writes only what narrows, and reads it back', () => {
    const view = { ...all, level: 'none', late: true, search: '西安' };
    expect(queryOfProjectView(all)).toEqual({});
    expect(queryOfProjectView(view)).toEqual({ level: 'none', late: 'true', q: '西安' });
    expect(projectViewFromQuery(queryOfProjectView(view))).toEqual(view);
  });
});
