/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ProgressReport, ProjectAnswer, ProjectList, TaskRow } from '#contract';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;

/** What people do with tasks, projects and reports, in a real Chromium against the real application. */
describe('the pages of tasks and projects', () => {
  let app: TestApplication;
  let browser: Browser;
  let admin: string;
  let clerk: string;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  const line = {
    code: 'test-line',
    name: { zh: '测试线', en: null },
    level: 'provincial',
    field: 'transport',
    task: 18,
    organisations: ['shaanxi-drc', 'china-railway-xian'],
    areas: ['610300'],
    investment: { value: '120.50', unit: '亿元' },
    stage: null,
    standing: 'active',
    stages: [
      { stage: 'approved', planned: '2024', actual: '2024-05' },
      { stage: 'construction', planned: '2026-06', actual: null },
      { stage: 'completed', planned: '2030', actual: null },
    ],
    clause: null,
    note: null,
  };

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser] = await Promise.all([startTestApplication({ webFolder }), launchBrowser()]);
    admin = await app.token('admin');
    clerk = await app.token('uploader', 'china-railway-xian');
    const put = await app.ask('/api/v1/projects/test-line', { method: 'PUT', body: JSON.stringify(line) });
    expect(put.status).toBe(200);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  afterEach(async () => {
    await context.close();
    // Nothing threw in the page, and nothing was asked of anybody but the service: closed networks.
    expect(faults).toEqual([]);
  });

  const open = async (
    path: string,
    token = admin,
    options: Parameters<Browser['newContext']>[0] = {},
    language: 'zh' | 'en' = 'zh',
  ) => {
    ({ context, page, faults } = await openWatchedPage(browser, app.url, options));
    await page.goto(app.url + path);
    await page.getByTestId('login-token').fill(token);
    await page.getByTestId('login-submit').click();
    await page.getByTestId('log-out').waitFor();
    if (language === 'en') await page.getByTestId('language-switch').click();
  };
  const textOf = (testId: string) => page.getByTestId(testId).first().innerText();
  const isEventually = (testId: string, count: number) =>
    page.waitForFunction(
      ([id, wanted]) => document.querySelectorAll(`[data-testid=${id}]`).length === wanted,
      [testId, count] as const,
    );

  it('show the 42 tasks by section with their verdicts and the newest report, and find one', async () => {
    await app.ask('/api/v1/tasks/21/reports', {
      method: 'POST',
      body: JSON.stringify({
        text: '<img src=x onerror=alert(1)> 秦岭隧洞贯通',
        percent: 62.5,
        organisation: 'shaanxi-water',
      }),
    });
    await open('/tasks');
    await isEventually('task', 42);
    expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toBe(
      '（一）建设西安国家中心城市',
    );
    const water = page.locator('[data-testid=task][data-task="21"]');
    expect(await water.innerText()).toMatch(
      /21．提升水资源保障能力[^]*省水利厅[^]*4 个项目[^]*省水利厅[^]*完成 62\.5%[^]*<img src=x onerror=alert\(1\)> 秦岭隧洞贯通/,
    );
    expect(await page.locator('[data-testid=task][data-task="6"]').innerText()).toMatch(/未能实现\s+1/);
    await page.getByTestId('task-search').fill('隧洞');
    await isEventually('task', 1);
    expect(page.url()).toContain('q=');
    await page.getByTestId('task-search').fill('没有这样的');
    await page.getByTestId('no-match').waitFor();
    await page.goto(`${app.url}/tasks?organisation=baoji-government`);
    const { body } = await app.ask<TaskRow[]>('/api/v1/tasks');
    const groups = new Set(['baoji-government', 'guanzhong-cities-shangluo']);
    const expected = body.filter(({ organisations }) => organisations.some((code) => groups.has(code)));
    await isEventually('task', expected.length);
    await page.locator('[data-testid=task] a').first().click();
    await page.getByTestId('task-targets').waitFor();
  });

  it('take a report with evidence, its correction and its withdrawal', async () => {
    const water = await app.token('uploader', 'shaanxi-ecology-environment');
    await open('/tasks/23', water);
    await page.getByTestId('reports-empty').waitFor();
    expect(await textOf('task-targets')).toContain('目标');
    await page.getByTestId('report-submit').click();
    expect(await textOf('report-fault')).toBe('请写进展情况');
    await page.getByTestId('report-text').fill('生态保护红线勘界定标\n已完成外业');
    await page.getByTestId('report-percent').fill('１２０');
    await page.getByTestId('report-submit').click();
    expect(await textOf('report-fault')).toBe('请填 0 到 100 的数，最多一位小数');
    await page.getByTestId('report-percent').fill('45%');
    const evidence = (name: string, content: string) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(content),
    });
    // What is no evidence is refused with its reason, and nothing of what was written is lost.
    await page.getByTestId('report-evidence').setInputFiles([evidence('坏.pdf', '<html></html>')]);
    await page.getByTestId('report-submit').click();
    await page.getByText('网页和 XML 文件不能作为佐证材料').waitFor();
    expect(await page.getByTestId('report-text').inputValue()).toContain('外业');
    await page.getByRole('button', { name: '移除 坏.pdf' }).click();
    await page.getByTestId('report-evidence').setInputFiles([evidence('验收.pdf', '%PDF-1.7')]);
    await page.getByTestId('report-submit').click();
    await page.getByTestId('report-saved').waitFor();
    await isEventually('report', 1);
    expect(await textOf('report')).toMatch(
      /省生态环境厅（uploader-\d+）[^]*完成 45%[^]*已完成外业[^]*验收\.pdf/,
    );
    expect(await page.getByTestId('report-text').inputValue()).toBe('');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('report-file').click(),
    ]);
    expect([download.suggestedFilename(), await readFile(await download.path(), 'utf8')]).toEqual([
      '验收.pdf',
      '%PDF-1.7',
    ]);

    await page.getByTestId('report-correct').click();
    await page.getByTestId('report-text').fill('应为四成');
    await page.getByTestId('report-submit').click();
    await isEventually('report', 2);
    await page.getByTestId('report-corrected').waitFor();
    await page.getByTestId('report-withdraw').first().click();
    await page.getByTestId('withdraw-confirm').click();
    await page.getByText('请写撤回的原因').waitFor();
    await page.getByTestId('withdraw-reason').fill('重复');
    await page.getByTestId('withdraw-confirm').click();
    await page.getByTestId('report-withdrawn').waitFor();
    expect(await textOf('report')).toMatch(/应为四成[^]*由 uploader-\d+ 撤回[^]*重复/);
    const { body } = await app.ask<ProgressReport[]>('/api/v1/tasks/23/reports');
    expect(body.map(({ withdrawn }) => withdrawn?.reason ?? null)).toEqual(['重复', null]);
  });

  it('offer no form to whoever may not report', async () => {
    await open('/tasks/21', clerk);
    await page.getByTestId('report').first().waitFor();
    expect(await page.getByTestId('report-form').count()).toBe(0);
    expect(await page.getByTestId('report-withdraw').count()).toBe(0);
    await page.getByText('只有责任单位的填报账号和管理员可以填报进展').waitFor();
    await page.goto(`${app.url}/projects/import`);
    await page.getByTestId('upload-refused').waitFor();
    expect(await page.getByTestId('upload-file').count()).toBe(0);
  });

  it('list the library, the late first, and narrow it', async () => {
    await open('/projects');
    const { body } = await app.ask<ProjectList>('/api/v1/projects');
    await isEventually('project-row', 50);
    expect(await textOf('project-count')).toMatch(new RegExp(`共 ${body.total} 个项目\\s+1 个逾期`));
    expect(await textOf('project-row')).toMatch(
      /测试线[^]*已立项[^]*开工逾期 146 天，应在2026年6月[^]*120\.50 亿元/,
    );
    expect(await page.getByTestId('project-row').nth(1).innerText()).toMatch(/未定[^]*未定/);
    expect(await page.getByTestId('project-more').count()).toBe(0);

    await page.getByTestId('project-filter-field').click();
    await page.getByRole('option', { name: '能源' }).click();
    await isEventually('project-row', 5);
    expect(page.url()).toContain('field=energy');
    await page.getByTestId('project-search').fill('光伏');
    await isEventually('project-row', 2);
    await page.getByTestId('project-clear').click();
    await isEventually('project-row', 50);
    await page.getByText('只看逾期').click();
    await isEventually('project-row', 1);
    await page.getByTestId('project-search').fill('没有这样的');
    await page.getByTestId('no-match').waitFor();
    await page.reload();
    await page.getByTestId('no-match').waitFor();
  });

  it('show a project with its stages, which a report moves on', async () => {
    await open('/projects/test-line', clerk);
    const stage = (name: string) => page.locator(`[data-testid=stage][data-stage=${name}]`);
    await stage('construction').waitFor();
    expect(await stage('construction').innerText()).toMatch(
      /开工\s+逾期 146 天[^]*计划\s+2026年6月[^]*实际\s+未定/,
    );
    expect(await stage('approved').innerText()).toMatch(/立项\s+已完成[^]*2024年5月/);
    expect(await stage('completed').getAttribute('data-state')).toBe('planned');

    await page.getByTestId('report-text').fill('已开工');
    await page.getByTestId('report-stage').selectOption('construction');
    await page.getByTestId('report-stage-on').fill('去年');
    await page.getByTestId('report-submit').click();
    expect(await textOf('report-fault')).toContain('请写日期');
    await page.getByTestId('report-stage-on').fill('2027-01');
    await page.getByTestId('report-submit').click();
    await page.getByText('实际日期不能晚于今天').first().waitFor();
    await page.getByTestId('report-stage-on').fill('2026年7月15日');
    await page.getByTestId('report-submit').click();
    await page.locator('[data-testid=stage][data-stage=construction][data-state=reachedLate]').waitFor();
    expect(await stage('construction').innerText()).toMatch(/晚了至少 15 天[^]*2026年7月15日[^]*据进展报告/);
    expect(await page.getByTestId('project-late').count()).toBe(0);
    const { body } = await app.ask<ProjectAnswer>('/api/v1/projects/test-line');
    expect(body.stage).toBe('construction');
  });

  it('let an administrator fill in what is not known yet, and nobody else', async () => {
    await open('/projects/hanjiang-weihe-diversion', clerk);
    await page.getByTestId('no-stages').waitFor();
    expect(await page.getByTestId('project-edit').count()).toBe(0);
    await context.close();
    await open('/projects/hanjiang-weihe-diversion');
    await page.getByTestId('project-edit').click();
    await page.getByTestId('project-level').selectOption('provincial');
    await page.getByTestId('project-investment').fill('约500');
    await page.getByTestId('project-save').click();
    expect(await textOf('project-form-fault')).toContain('总投资请填一个数');
    await page.getByTestId('project-investment').fill('516.7');
    await page.getByTestId('project-planned-construction').fill('2026年底');
    await page.getByTestId('project-planned-completed').fill('2020年6月');
    await page.getByTestId('project-save').click();
    await page.getByText('计划完工早于计划开工').first().waitFor();
    await page.getByTestId('project-planned-completed').fill('');
    await page.getByTestId('project-save').click();
    await page.locator('[data-testid=stage][data-stage=construction][data-state=planned]').waitFor();
    expect(await page.getByTestId('project-form').count()).toBe(0);
    const { body } = await app.ask<ProjectAnswer>('/api/v1/projects/hanjiang-weihe-diversion');
    expect(body).toMatchObject({
      level: 'provincial',
      investment: { value: '516.7', unit: '亿元' },
      organisations: ['shaanxi-water', 'shaanxi-ecology-environment'],
      field: 'resourcesEnvironment',
      updatedBy: expect.stringMatching(/^admin-/),
    });
    expect(body.clause).toContain('引汉济渭');
  });

  it('tell the faults of a file, preview what it changes, and import it', async () => {
    await open('/projects/import');
    const file = (text: string) => ({ name: '项目.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    const header = '项目代码,项目名称,任务,责任单位,总投资（亿元）,计划开工\n';
    await page
      .getByTestId('upload-file')
      .setInputFiles(
        file(
          `${header}page-a,甲,99,省发改委,约12,2026\nxian-metro-8,西安地铁8号线,6,省发展改革委,210.5,2019年底\n`,
        ),
      );
    await isEventually('project-fault', 3);
    expect(await page.getByTestId('project-import-state').getAttribute('data-state')).toBe('rejected');
    expect(await textOf('project-fault')).toMatch(/2\s+责任单位\s+省发改委\s+没有这个单位/);

    await page
      .getByTestId('upload-file')
      .setInputFiles(
        file(
          `${header}page-a,甲,42,省发展改革委,,2026\nxian-metro-8,西安地铁8号线,6,省发展改革委,210.5,2019年底\n`,
        ),
      );
    await isEventually('project-change', 2);
    expect(await page.getByTestId('project-change').nth(1).innerText()).toMatch(
      /修改\s+西安地铁8号线[^]*总投资[^]*未定[^]*210\.5亿元[^]*计划开工[^]*未定[^]*2019年/,
    );
    expect((await app.ask('/api/v1/projects/page-a')).status).toBe(404);
    await page.getByTestId('project-import-confirm').click();
    await page.locator('[data-testid=project-import-state][data-state=applied]').waitFor();
    expect((await app.ask<ProjectAnswer>('/api/v1/projects/xian-metro-8')).body).toMatchObject({
      investment: { value: '210.5', unit: '亿元' },
      late: { stage: 'construction' },
    });

    await page.goto(`${app.url}/projects`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('project-download-csv').click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toContain('page-a,甲,');
  });

  it('say so when the service does not answer, and try again', async () => {
    await open('/projects');
    await page.getByTestId('project-row').first().waitFor();
    let refusing = true;
    await page.route('**/api/v1/projects?**', (route) =>
      refusing ? route.fulfill({ status: 503, body: 'no' }) : route.continue(),
    );
    await page.reload();
    const failure = page.getByTestId('failure');
    await failure.waitFor();
    refusing = false;
    await failure.getByRole('button').click();
    await page.getByTestId('project-row').first().waitFor();
    await page.goto(`${app.url}/projects/no-such`);
    await page.getByText('没有找到要看的内容').waitFor();
    await page.goto(`${app.url}/tasks/99`);
    await page.getByText('没有找到要看的内容').waitFor();
  });

  it.each([
    ['/tasks', 'task', 'Tasks of the plan'],
    ['/tasks/6', 'task-projects', 'Build a national comprehensive transport hub'],
    ['/projects', 'project-row', 'Library of major projects'],
    ['/projects/test-line', 'stage-line', 'Reports of progress'],
    ['/projects/import', 'upload-file', 'one project per line'],
  ])('speak English and fit a telephone in the dark: %s', async (path, awaited, words) => {
    await open(path, admin, phone, 'en');
    await page.getByText(words).first().waitFor();
    await page.getByTestId(awaited).first().waitFor({ state: 'attached' });
    if (path === '/projects/test-line') {
      await page.getByTestId('project-edit').click();
      await page.getByTestId('project-form').waitFor();
    }
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    // What the plan itself says stays Chinese and is marked as such; reports are as they were written.
    const chinese = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter(
          (element) => element.children.length === 0 && /\p{Script=Han}/u.test(element.textContent ?? ''),
        )
        .filter(
          (element) =>
            !element.closest('[lang="zh-CN"]') &&
            !element.closest('[data-testid=report], [data-testid=task-newest]'),
        )
        .map((element) => element.textContent?.trim()),
    );
    expect(chinese).toEqual([]);
  });

  it('are worked by keyboard alone: from the library to a project and its form', async () => {
    await open('/projects?q=test-line');
    await isEventually('project-row', 1);
    await page.locator('[data-testid=project-row] a').first().focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('report-text').focus();
    await page.keyboard.type('键盘填报');
    await page.getByTestId('report-organisation').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.getByTestId('report-submit').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('report-saved').waitFor();
    expect(await textOf('report')).toContain('键盘填报');
  });
});
