import type { Rule } from '#alerting';
import type { Project } from '#contract';
import {
  addReport,
  inTransaction,
  lockJudgement,
  saveProjects,
  withdrawReport,
  type Database,
  type Tx,
} from '#storage';
import { createMonitoredDatabase, saveRule, slipRule, tellDue } from '../../test/monitored-database.js';
import { day, timeZone } from '../../test/routes-plan.js';
import { recordJudgements } from '../record.js';
import { putProjects } from './put-projects.js';
import { projectSubjects } from './project-subjects.js';
import { readSeriesSubjects } from './series-subjects.js';

const text = '{{project}}计划{{planned}}{{stage}}，最迟{{deadline}}，逾期{{daysLate}}天';
const late: Rule = {
  ...slipRule('late', 'offTrack'),
  condition: { kind: 'overdue', days: 1 },
  matchers: [{ label: 'project', operator: '!=', value: '' }],
  texts: { zh: { summary: text, description: text }, en: { summary: text, description: text } },
};
const metro: Project = {
  code: 'metro-8',
  name: { zh: '西安地铁8号线', en: null },
  level: null,
  field: 'transport',
  task: 6,
  organisations: ['xian-government', 'shaanxi-drc'],
  areas: ['610100'],
  investment: null,
  stage: null,
  standing: 'active',
  stages: [
    { stage: 'approved', planned: '2019', actual: '2019-06' },
    { stage: 'construction', planned: '2026-Q2', actual: null },
    { stage: 'completed', planned: '2026-10', actual: null },
  ],
  clause: null,
  note: null,
};
const may = day('2026-05-31');
const november = day('2026-11-23');

let database: Database;
let drop: () => Promise<void>;
beforeEach(async () => {
  ({ database, drop } = await createMonitoredDatabase());
  await saveRule(database, late);
});
afterEach(() => drop());

const judged = <T>(work: (tx: Tx) => Promise<T>) =>
  inTransaction(database, async (tx) => {
    await lockJudgement(tx);
    return work(tx);
  });
/** Changes the project and puts it to the rules, as an administrator's change does. */
const change = (part: Partial<Project>, now = november) =>
  judged(async (tx) => {
    await saveProjects(tx, [{ ...metro, ...part }], 'spec', now);
    return putProjects(tx, [part.code ?? 'metro-8'], { now, timeZone });
  });
const sweep = (now: Date) =>
  judged((tx) => recordJudgements(tx, { now, timeZone, cause: 'sweep', importId: null }));
const stagesWith = (stage: 'construction' | 'completed', dates: Partial<Project['stages'][number]>) =>
  metro.stages.map((one) => (one.stage === stage ? { ...one, ...dates } : one));

async function alerts(): Promise<string[]> {
  const rows: { text: string }[] = await database.query(
    `select concat_ws(' ', subject, state) as text from alert where rule <> 'off-track' order by subject, id`,
  );
  return rows.map((row) => row.text);
}
const [construction, completed] = ['project/metro-8/construction', 'project/metro-8/completed'];

it('fires for every stage that is late, with the day and the words of the stage, in the sweep after its deadline', async () => {
  await change({}, may);
  expect(await alerts()).toEqual([]);
  expect((await sweep(day('2026-06-30'))).alerts.fired).toBe(0);
  expect((await sweep(day('2026-07-01'))).alerts.fired).toBe(1);
  expect(await alerts()).toEqual([`${construction} firing`]);
  const { sent, messages } = await tellDue(database, day('2026-07-01'));
  expect(sent).toEqual(['firing everybody', 'firing xian']);
  expect(messages[0]?.alerts).toMatchObject([
    {
      summary: { zh: '西安地铁8号线计划2026年二季度开工，最迟2026年6月30日，逾期1天' },
      labels: {
        project: 'metro-8',
        stage: 'construction',
        task: '6',
        organisation: 'xian-government',
        area: '610100',
        condition: 'overdue',
      },
      names: {
        // A project without an English name is called by its Chinese one.
        project: { zh: '西安地铁8号线', en: '西安地铁8号线' },
        stage: { zh: '开工', en: 'start of construction' },
        organisation: { zh: '西安市政府' },
        area: { zh: '西安市' },
      },
      target: null,
    },
  ]);
  await sweep(november);
  expect(await alerts()).toEqual([`${completed} firing`, `${construction} firing`]);
});

it.each<[string, Partial<Project>, string[]]>([
  [
    'the library says that the stage began',
    { stages: stagesWith('construction', { actual: '2026-11-20' }) },
    ['firing', 'resolved'],
  ],
  ['a later stage has been reached', { stage: 'completed' }, ['resolved', 'resolved']],
  [
    'the stage is planned for later',
    { stages: stagesWith('completed', { planned: '2027' }) },
    ['resolved', 'firing'],
  ],
  [
    'the plan has no day for it any more',
    { stages: stagesWith('completed', { planned: null }) },
    ['resolved', 'firing'],
  ],
  ['the project is suspended', { standing: 'suspended' }, ['resolved', 'resolved']],
  ['the project leaves the library', { standing: 'removed' }, ['resolved', 'resolved']],
  ['another organisation leads it', { organisations: ['shaanxi-drc'] }, ['firing', 'firing']],
])('is over at once, or goes on, when %s', async (_what, part, [ofCompleted, ofConstruction]) => {
  expect(await change({})).toEqual({ fired: 2, resolved: 0 });
  await change(part);
  expect(await alerts()).toEqual([`${completed} ${ofCompleted}`, `${construction} ${ofConstruction}`]);
});

it('is over with a report that the stage began, and is back when that is withdrawn', async () => {
  await change({ stages: metro.stages.slice(0, 2) });
  const put = (work: (tx: Tx) => Promise<unknown>) =>
    judged(async (tx) => {
      await work(tx);
      await putProjects(tx, ['metro-8'], { now: november, timeZone });
    });
  let report = 0;
  await put(async (tx) => {
    report = await addReport(tx, {
      subject: { project: 'metro-8' },
      organisation: 'xian-government',
      author: 'clerk',
      createdAt: november,
      text: '已开工',
      percent: null,
      stage: { stage: 'construction', on: '2026-11-20' },
      corrects: null,
    });
  });
  expect(await alerts()).toEqual([`${construction} resolved`]);
  await put((tx) => withdrawReport(tx, report, { by: 'clerk', reason: '填错', at: november }));
  expect(await alerts()).toEqual([`${construction} resolved`, `${construction} firing`]);
});

it('of several organisations is the first one’s, and of several areas none’s', () => {
  const stored = {
    ...metro,
    reportedStages: [],
    percent: null,
    reportedAt: null,
    updatedAt: may,
    updatedBy: 'spec',
  };
  const names = { areas: new Map(), organisations: new Map() };
  const shared = {
    ...stored,
    organisations: ['shaanxi-drc', 'xian-government'],
    areas: ['610100', '610300'],
  };
  const [subject] = projectSubjects(shared, { day: '2026-11-23', names, isRunning: () => false });
  expect(subject).toMatchObject({
    code: 'metro-8/construction',
    labels: { project: 'metro-8', stage: 'construction', task: '6', organisation: 'shaanxi-drc' },
  });
  expect(subject?.labels).not.toHaveProperty('area');
});

it('leaves the alerts of other projects alone', async () => {
  await change({ code: 'metro-14', stages: metro.stages.slice(0, 2) });
  expect(await change({ standing: 'removed' })).toEqual({ fired: 0, resolved: 0 });
  expect(await alerts()).toEqual(['project/metro-14/construction firing']);
});

it('ends when its rule is for something else from now on', async () => {
  await change({});
  await saveRule(database, {
    ...late,
    version: 2,
    matchers: [{ label: 'series', operator: '=', value: 'no-such' }],
  });
  await sweep(november);
  expect(await alerts()).toEqual([`${completed} resolved`, `${construction} resolved`]);
});

it('a rule about late stages is not put to any series, and one without a word of projects to both', async () => {
  await saveRule(database, { ...late, name: 'both', matchers: [] });
  const seen = async (rules: readonly Rule[]) => {
    let count = 0;
    for await (const subjects of readSeriesSubjects(database.manager, { now: november, timeZone, rules }))
      count += subjects.length;
    return count;
  };
  expect(await seen([late])).toBe(0);
  expect(await seen([{ ...late, matchers: [] }])).toBeGreaterThan(0);
  await change({});
  const rows: { rule: string }[] = await database.query(
    `select rule from alert where subject = $1 order by rule`,
    [construction],
  );
  expect(rows).toEqual([{ rule: 'both' }, { rule: 'late' }]);
});
