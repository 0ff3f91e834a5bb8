/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Alert, Project } from '#contract';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const desk = { width: 1280, height: 900 };
const telephone = { width: 390, height: 844 };
const project: Project = {
  code: 'test-line',
  name: { zh: '关中城际铁路测试线', en: 'Guanzhong intercity test line' },
  level: 'provincial',
  field: 'transport',
  task: 18,
  organisations: ['china-railway-xian', 'shaanxi-drc'],
  areas: ['610300'],
  investment: null,
  stage: null,
  standing: 'active',
  stages: [{ stage: 'construction', planned: '2026-06', actual: null }],
  clause: null,
  note: null,
};

/** A late stage on the alert pages, in a real Chromium against the real application with the shipped plan. */
describe('a late stage of a project', () => {
  let app: TestApplication;
  let browser: Browser;
  let token: string;
  let alert: Alert;

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser] = await Promise.all([startTestApplication({ webFolder }), launchBrowser()]);
    token = await app.token('admin');
    await app.ask('/api/v1/projects/test-line', { method: 'PUT', body: JSON.stringify(project) });
    const { body } = await app.ask<Alert[]>('/api/v1/alerts?rule=late-stage');
    alert = body[0]!;
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const open = async (path: string, language: 'zh' | 'en', viewport = desk) => {
    const { context, page, faults } = await openWatchedPage(browser, app.url, { viewport });
    await context.addInitScript((chosen) => localStorage.setItem('guanzhong.language', chosen), language);
    await page.goto(app.url + path);
    await page.getByTestId('login-token').fill(token);
    await page.getByTestId('login-submit').click();
    await page.getByTestId('log-out').waitFor();
    return {
      page,
      /** Nothing is wider than the screen, nothing threw, nobody else was asked. */
      leave: async () => {
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBeLessThanOrEqual(viewport.width);
        await context.close();
        expect(faults).toEqual([]);
      },
    };
  };

  it.each([
    [
      'zh',
      desk,
      /项目进度滞后：关中城际铁路测试线，计划2026年6月开工，已逾期146天/,
      '看项目',
      /计划时间\s*2026年6月[^]*最迟日期\s*2026年6月30日[^]*项目阶段\s*开工/,
    ],
    [
      'en',
      telephone,
      /Project late: Guanzhong intercity test line, start of construction planned for June 2026, late by 146 days/,
      'To the project',
      /Planned for\s*Jun 2026[^]*Due by\s*30 Jun 2026[^]*Project stage\s*start of construction/,
    ],
  ] as const)(
    'has its page in %s, with the way to the project',
    async (language, viewport, title, link, facts) => {
      const { page, leave } = await open(`/alerts/${alert.id}`, language, viewport);
      await page.getByTestId('alert').waitFor();
      expect(await page.getByTestId('alert').innerText()).toMatch(title);
      expect(await page.locator('main').innerText()).toMatch(facts);
      await page.getByRole('link', { name: link }).click();
      await page.waitForURL('**/projects/test-line');
      await page.getByRole('heading', { level: 1, name: project.name[language] ?? '' }).waitFor();
      await leave();
    },
  );

  it('is silenced by itself: rule, project and stage', async () => {
    const { page, leave } = await open(`/alerts/silences/new?alert=${alert.id}`, 'zh');
    await page.getByTestId('matcher').nth(2).waitFor();
    const labels = await page
      .getByTestId('matcher')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
    expect(labels).toEqual(['规则 等于 late-stage', '项目 等于 test-line', '项目阶段 等于 construction']);
    await leave();
  });

  it('has its rule among the rules, beside the one about values', async () => {
    const { page, leave } = await open('/alerts/rules', 'zh');
    await page.getByText('项目的某一阶段过了计划时间 1 天还没有达到').waitFor();
    await page.getByText('数据过了应发布日期 15 天还没有', { exact: true }).waitFor();
    await leave();
  });

  it('tells of a receiver that is disabled, where the settings are', async () => {
    const { page, leave } = await open('/alerts/settings', 'zh');
    await page.getByText('没有启用的接收方：预警只在本页面上能看到').waitFor();
    await leave();
  });
});
