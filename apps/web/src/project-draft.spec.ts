import type { ProjectAnswer } from '#contract';
import { zh } from './messages.zh';
import { draftOf, projectOf } from './project-draft';

const stage = (name: 'approved' | 'construction', planned: string | null, actual: string | null) => ({
  stage: name,
  planned,
  actual,
  reported: null,
  state: 'planned' as const,
  daysLate: 0,
});
const answer: ProjectAnswer = {
  code: 'x',
  name: { zh: '测试线', en: null },
  level: null,
  field: 'transport',
  task: 18,
  organisations: ['drc', 'rail'],
  areas: [],
  investment: { value: '120.50', unit: '万元' },
  standing: 'active',
  stage: 'approved',
  late: null,
  percent: null,
  reportedAt: null,
  clause: null,
  note: '备注',
  statedStage: null,
  stages: [stage('approved', '2024', '2024-05'), stage('construction', null, null)],
  updatedAt: '2026-11-23T00:00:00Z',
  updatedBy: 'admin',
};

it('gives back what it was made of, and no more: reported days and derived stages are not written', () => {
  expect(projectOf('x', draftOf(answer), zh)).toEqual({
    project: {
      code: 'x',
      name: { zh: '测试线', en: null },
      level: null,
      field: 'transport',
      task: 18,
      organisations: ['drc', 'rail'],
      areas: [],
      investment: { value: '120.50', unit: '万元' },
      stage: null,
      standing: 'active',
      stages: [{ stage: 'approved', planned: '2024', actual: '2024-05' }],
      clause: null,
      note: '备注',
    },
  });
});

it('reads what is typed as people type it', () => {
  const draft = draftOf(answer);
  draft.investment = '１,２００.5';
  draft.dates.construction.planned = '2026年三季度';
  expect(projectOf('x', draft, zh)).toMatchObject({
    project: {
      investment: { value: '1200.5' },
      stages: [{ stage: 'approved' }, { stage: 'construction', planned: '2026-Q3', actual: null }],
    },
  });
});

it.each([
  ['no name', { nameZh: ' ' }, '请填项目名称'],
  ['no organisation', { organisations: [] }, '请选择责任单位'],
  ['an investment that is no number', { investment: '约12' }, '总投资请填一个数，如 120.5；没有就空着'],
  [
    'a date that is none',
    { dates: { ...draftOf(answer).dates, construction: { planned: '', actual: '去年' } } },
    '实际开工：请写日、月、季度、半年或年，如 2026年6月；没有就空着',
  ],
])('tells of %s', (_case, part, fault) => {
  expect(projectOf('x', { ...draftOf(answer), ...part }, zh)).toEqual({ fault });
});
