import type { Project } from '#contract';
import { readLateStages } from '#monitoring';
import { createSampleDatabase } from '../../test/sample-catalogue.js';
import {
  addEvidence,
  addReport,
  inTransaction,
  readAnswerable,
  readEvidence,
  readProject,
  readProjects,
  readReport,
  readReports,
  readTaskReports,
  saveProjects,
  withdrawReport,
  type Database,
  type ReportDraft,
} from '../index.js';

const now = new Date('2026-11-23T04:00:00Z');

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ database, drop } = await createSampleDatabase());
});
afterAll(() => drop());

const metro: Project = {
  code: 'metro-8',
  name: { zh: '西安地铁8号线', en: null },
  level: null,
  field: 'transport',
  task: 6,
  organisations: ['shaanxi-drc', 'xian-government'],
  areas: ['610100'],
  investment: { value: '12345.60', unit: '万元' },
  stage: null,
  standing: 'active',
  stages: [
    { stage: 'approved', planned: '2019', actual: '2019-06' },
    { stage: 'construction', planned: '2026-Q2', actual: null },
  ],
  clause: '尽快开工西安地铁8号、14号和1号线三期等',
  note: null,
};

const save = (...projects: Project[]) =>
  inTransaction(database, (tx) => saveProjects(tx, projects, 'admin', now));
const report = (draft: Partial<ReportDraft>) =>
  inTransaction(database, (tx) =>
    addReport(tx, {
      subject: { project: 'metro-8' },
      organisation: 'xian-government',
      author: 'clerk',
      createdAt: now,
      text: '已完成围挡',
      percent: null,
      stage: null,
      corrects: null,
      ...draft,
    }),
  );
const withdraw = (id: number) =>
  inTransaction(database, (tx) => withdrawReport(tx, id, { by: 'clerk', reason: '填错', at: now }));
const late = async () =>
  (await readLateStages(database.manager, '2026-11-23')).map(
    ({ project, stage, planned, expectedBy, daysLate }) => [project, stage, planned, expectedBy, daysLate],
  );

it('keeps a project as it was written, digits and order included', async () => {
  await save(metro);
  expect(await readProject(database.manager, 'metro-8')).toEqual({
    ...metro,
    reportedStages: [],
    percent: null,
    reportedAt: null,
    updatedAt: now,
    updatedBy: 'admin',
  });
  expect(await readProject(database.manager, 'no-such')).toBeNull();
  expect(await readProjects(database.manager, { task: 1 })).toEqual([]);
});

it('replaces it whole', async () => {
  const other: Project = {
    ...metro,
    organisations: ['xian-government'],
    areas: [],
    investment: null,
    stages: [{ stage: 'completed', planned: '2030', actual: null }],
  };
  await save(metro);
  await save(other);
  expect(await readProject(database.manager, 'metro-8')).toMatchObject(other);
  await save(metro);
});

it('tells which stages are late, until a report in force says that one began', async () => {
  await save(metro, { ...metro, code: 'metro-14', standing: 'suspended' });
  const overdue = ['metro-8', 'construction', '2026-Q2', '2026-06-30', 146];
  expect(await late()).toEqual([overdue]);
  const began = await report({ stage: { stage: 'construction', on: '2026-07-15' }, percent: 2.5 });
  expect(await late()).toEqual([]);
  expect(await readProject(database.manager, 'metro-8')).toMatchObject({
    reportedStages: [{ stage: 'construction', on: '2026-07-15', report: began }],
    percent: 2.5,
    reportedAt: now,
  });
  // A correction that does not say it again takes it back; withdrawn, it no longer does.
  const correction = await report({ corrects: began, text: '更正：尚未开工' });
  expect(await late()).toEqual([overdue]);
  expect((await readReport(database.manager, began))!.correctedBy).toBe(correction);
  await withdraw(correction);
  expect(await late()).toEqual([]);
  await withdraw(began);
  expect(await late()).toEqual([overdue]);
});

it('lists reports newest first, page by page, withdrawn ones with their reason', async () => {
  const first = await report({ text: '一' });
  const second = await report({ text: '二' });
  expect([await withdraw(first), await withdraw(first), await withdraw(2 ** 40)]).toEqual([
    true,
    false,
    false,
  ]);
  const subject = { project: 'metro-8' };
  const [newest] = await readReports(database.manager, subject, { limit: 1 });
  const [next] = await readReports(database.manager, subject, { before: second, limit: 1 });
  expect(newest).toMatchObject({ id: second, text: '二', withdrawn: null, createdAt: now.toISOString() });
  expect(next).toMatchObject({
    id: first,
    withdrawn: { at: now.toISOString(), by: 'clerk', reason: '填错' },
  });
});

it('counts the reports of a task that are in force', async () => {
  const subject = { task: 6 };
  const first = await report({ subject, text: '一', percent: 40 });
  const second = await report({ subject, text: '二' });
  await withdraw(second);
  expect(await readTaskReports(database.manager, 6)).toMatchObject([
    { task: 6, count: 1, newest: { id: first, percent: 40, project: null, evidence: [] } },
  ]);
  expect(await readTaskReports(database.manager, 1)).toEqual([]);
});

it('keeps evidence byte for byte', async () => {
  const id = await report({});
  const content = Buffer.from([0, 255, 1, 254, 92, 39]);
  const evidence = { name: '照片.png', mediaType: 'image/png', bytes: 6, sha256: 'ab', content };
  await inTransaction(database, (tx) => addEvidence(tx, id, 1, evidence));
  expect(await readEvidence(database.manager, id, 1)).toEqual(evidence);
  expect(await readEvidence(database.manager, id, 2)).toBeNull();
  expect((await readReport(database.manager, id))!.evidence).toEqual([
    { id: 1, name: '照片.png', mediaType: 'image/png', bytes: 6, sha256: 'ab' },
  ]);
});

it.each([
  ['an edited text', `update progress_report set text = 'x'`],
  ['a deleted report', `delete from progress_report`],
  [
    'a withdrawal taken back',
    `update progress_report set withdrawn_at = null where withdrawn_at is not null`,
  ],
  ['other evidence', `update progress_evidence set name = 'x'`],
  ['deleted evidence', `delete from progress_evidence`],
])('the database itself refuses %s', async (_case, statement) => {
  await expect(database.query(statement)).rejects.toThrow(/never changed/);
});

it('refuses a report about nothing and one about two things', async () => {
  await expect(
    database.query(
      `insert into progress_report (organisation, author, created_at, text) values ('shaanxi-drc', 'a', now(), 'b')`,
    ),
  ).rejects.toThrow(/progress_report_of_one/);
});

it('knows who answers for a task or a project, members of groups included', async () => {
  await database.query(
    `insert into organisation (code, name_zh, name_en, kind, members) values
       ('cities', '各市', 'Cities', 'group', '{xian-government}'), ('other', '其他', 'Other', 'department', '{}')`,
  );
  await save({ ...metro, code: 'shared', organisations: ['shaanxi-drc', 'cities'] });
  expect(await readAnswerable(database.manager, { project: 'shared' })).toEqual([
    'shaanxi-drc',
    'cities',
    'xian-government',
  ]);
  expect(await readAnswerable(database.manager, { task: 6 })).toEqual(['xian-government', 'shaanxi-drc']);
  expect(await readAnswerable(database.manager, { task: 999 })).toEqual([]);
});
