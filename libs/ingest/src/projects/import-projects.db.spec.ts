import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { writeXlsx } from 'hucre/xlsx';
import type { ProjectImportReport } from '#contract';
import { readProject, readProjects, type Database } from '#storage';
import { createSampleDatabase } from '../../../storage/test/sample-catalogue.js';
import { bare, importProjects } from './import-projects.js';
import { projectTemplate, projectTemplateCsv, projectTemplateXlsx } from './project-template.js';

const now = new Date('2026-11-23T04:00:00Z');
const caller = { name: 'admin', role: 'admin', organisation: null } as const;

let database: Database;
let drop: () => Promise<void>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanzhong-projects-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  ({ database, drop } = await createSampleDatabase());
});
afterEach(() => drop());

async function bring(
  content: string | Buffer | Uint8Array,
  options: { dryRun?: boolean; sheet?: string } = {},
): Promise<ProjectImportReport> {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return importProjects(
    database,
    { path, name: '项目.csv', bytes: content.length, sha256: 'ab', dryRun: false, ...options },
    { caller, now, timeZone: 'Asia/Shanghai' },
  );
}
const faultsOf = ({ faults }: ProjectImportReport) =>
  faults.map(({ line, column, code }) => `${line} ${column} ${code}`);

const table = [
  '西安市重大项目表,,,,,,',
  '项目代码,项目名称,任务,责任单位,建设地点,总投资（亿元）,级别,合作领域,当前阶段,计划开工,实际开工,计划完工',
  'METRO-8,西安地铁8号线,6,西安市政府；省发展改革委,西安,380.50,国家级,交通,在建,2019年底,2020-05,2026年三季度',
  'airport-3,机场三期,任务6,西安市人民政府,,未定,,,,,,',
].join('\r\n');

it('reads a bureau’s table, in GB18030 with a title above', async () => {
  const report = await bring(iconv.encode(table.replace('西安市人民政府', '西安市政府'), 'gb18030'));
  expect(report).toMatchObject({
    state: 'applied',
    rows: { read: 2, created: 2, changed: 0, unchanged: 0 },
    faults: [],
  });
  expect(bare((await readProject(database.manager, 'metro-8'))!)).toEqual({
    code: 'metro-8',
    name: { zh: '西安地铁8号线', en: null },
    level: 'national',
    field: 'transport',
    task: 6,
    organisations: ['xian-government', 'shaanxi-drc'],
    areas: ['610100'],
    investment: { value: '380.50', unit: '亿元' },
    stage: 'construction',
    standing: 'active',
    stages: [
      { stage: 'construction', planned: '2019', actual: '2020-05' },
      { stage: 'completed', planned: '2026-Q3', actual: null },
    ],
    clause: null,
    note: null,
  });
  expect(await readProject(database.manager, 'airport-3')).toMatchObject({
    investment: null,
    level: null,
    field: null,
    stage: null,
    areas: [],
    stages: [],
  });
  const audit: { subject: string; action: string; who: string }[] = await database.query(
    `select subject, action, who from audit_entry order by id`,
  );
  expect(audit).toEqual([
    { subject: 'project metro-8', action: 'create', who: 'admin' },
    { subject: 'project airport-3', action: 'create', who: 'admin' },
  ]);
});

it('tells every fault of every line in one pass, and then brings nothing', async () => {
  const report = await bring(
    [
      '项目代码,项目名称,任务,责任单位,总投资,级别,计划开工,实际开工,计划完工,当前阶段',
      'good,好项目,6,西安市政府,,,,,,',
      ',没有代码,6,西安市政府,,,,,,',
      'a b,代码不对,6,西安市政府,,,,,,',
      'good,重复,6,西安市政府,,,,,,',
      'x1,,99,西安政府,12,局级,去年,,,',
      'x2,先后颠倒,6,省发展改革委,-3亿元,,2026-05,2027-01,2025年,',
      'x3,早于实际,6,省发展改革委,约12亿元,,,2020,,立项',
      'x4,单位不对,6,省发展改革委,12亿美元,,,,,,多的',
      'x5,没有任务和单位,,,,,,,,',
    ].join('\n'),
  );
  expect(report.state).toBe('rejected');
  expect(faultsOf(report)).toEqual([
    '3 code missing-value',
    '4 code invalid-code',
    '5 code duplicate-code',
    '6 level unknown-level',
    '6 organisations unknown-organisation',
    '6 investment wrong-unit',
    '6 planned_construction invalid-date',
    '6 name missing-value',
    '6 task unknown-task',
    '7 investment out-of-range',
    '7 planned_completed contradiction',
    '7 actual_construction future-date',
    '8 investment not-a-number',
    '8 stage contradiction',
    '9 第 11 列 extra-cell',
    '10 task missing-value',
    '10 organisations missing-value',
  ]);
  expect(report.faults.find(({ line, column }) => line === 6 && column === 'organisations')!.message).toBe(
    '没有“西安政府”，是不是 西安市政府？',
  );
  expect(await readProjects(database.manager)).toEqual([]);
});

it.each([
  ['no header', 'a,b\n1,2\n', ['1 code missing-column']],
  ['an empty table', '项目代码,项目名称\n', ['1  missing-value']],
  ['no column of codes', '项目名称,任务\nx,6\n', ['1 code missing-column']],
  ['a column nobody knows', '项目代码,项目名称,电话\n', ['1 电话 unknown-column', '1  missing-value']],
  ['a column twice', '项目代码,名称,项目名称\n', ['1 name duplicate-column', '1  missing-value']],
])('refuses %s', async (_case, content, faults) => {
  expect(faultsOf(await bring(content))).toEqual(faults);
});

it('of a project it knows changes what the file has columns for, and tells each change before', async () => {
  await bring(table.replace('西安市人民政府', '西安市政府'));
  const update = '项目代码,计划完工,总投资（亿元）\nmetro-8,2027年,\nairport-3,,\n';
  const would = await bring(update, { dryRun: true });
  expect(would).toMatchObject({
    state: 'validated',
    rows: { read: 2, created: 0, changed: 1, unchanged: 1 },
    changes: [
      {
        line: 2,
        code: 'metro-8',
        action: 'changed',
        fields: [
          { column: 'investment', before: '380.50亿元', after: null },
          { column: 'planned_completed', before: '2026年三季度', after: '2027年' },
        ],
      },
      { line: 3, code: 'airport-3', action: 'unchanged', fields: [] },
    ],
  });
  expect((await readProject(database.manager, 'metro-8'))!.investment).toEqual({
    value: '380.50',
    unit: '亿元',
  });
  expect(await bring(update)).toMatchObject({ state: 'applied', changes: would.changes });
  expect(await readProject(database.manager, 'metro-8')).toMatchObject({
    name: { zh: '西安地铁8号线' },
    level: 'national',
    investment: null,
    stages: [
      { stage: 'construction', planned: '2019', actual: '2020-05' },
      { stage: 'completed', planned: '2027', actual: null },
    ],
  });
});

it.each([
  ['xlsx', async () => projectTemplateXlsx(await projectTemplate(database.manager), now)],
  ['csv', async () => Buffer.from(projectTemplateCsv(await projectTemplate(database.manager)))],
])('reads its own template back unchanged: %s', async (_format, make) => {
  await bring(
    table
      .replace('西安市人民政府', '西安市政府')
      .replace('机场三期', '=HYPERLINK("x")机场三期'.replaceAll('"', "'")),
  );
  const report = await bring(await make());
  expect(report).toMatchObject({
    state: 'applied',
    faults: [],
    rows: { read: 2, created: 0, changed: 0, unchanged: 2 },
  });
});

it('asks which sheet is meant when several hold tables', async () => {
  const rows = [
    ['项目代码', '项目名称', '任务', '责任单位'],
    ['a', '甲', '6', '省发展改革委'],
  ];
  const book = await writeXlsx({
    sheets: [
      { name: '一', rows },
      { name: '二', rows },
    ],
  });
  await expect(bring(book)).rejects.toMatchObject({
    code: 'invalid-request',
    errors: [{ message: '一' }, { message: '二' }],
  });
  expect(await bring(book, { sheet: '二' })).toMatchObject({ state: 'applied', rows: { created: 1 } });
});

it('reads the days, numbers and merged titles of a workbook as Excel keeps them', async () => {
  const book = await writeXlsx({
    sheets: [
      {
        name: 'Sheet1',
        rows: [
          ['关中平原城市群重大项目', null, null, null, null, null, null],
          ['项目代码', '项目名称', '任务', '责任单位', '总投资（万元）', '计划开工', '实际开工'],
          [2019610000, '引水', 21, '省发展改革委', 1234.5, new Date(Date.UTC(2026, 5, 30)), '—'],
        ],
        merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 6 }],
      },
    ],
  });
  const refused = await bring(book);
  // The sample plan has no task 21: everything else was understood.
  expect(faultsOf(refused)).toEqual(['3 task unknown-task']);
  await database.query(
    `insert into plan_task values (21, 'xian', '提升水资源保障能力', 'Water', '省水利厅等负责')`,
  );
  expect((await bring(book)).state).toBe('applied');
  expect(await readProject(database.manager, '2019610000')).toMatchObject({
    task: 21,
    investment: { value: '1234.5', unit: '万元' },
    stages: [{ stage: 'construction', planned: '2026-06-30', actual: null }],
  });
});
