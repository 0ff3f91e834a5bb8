/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ValueEdit, ValueVintage } from '#contract';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;

/** Finding an indicator, comparing areas and correcting a value, in a real Chromium against the real application. */
describe('the pages of indicators and their data', () => {
  let app: TestApplication;
  let browser: Browser;
  let viewer: string;
  let clerk: string;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser] = await Promise.all([startTestApplication({ webFolder }), launchBrowser()]);
    viewer = await app.token('viewer');
    clerk = await app.token('uploader', 'west-airport-group');
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
    token: string,
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
  const isEventually = (testId: string, count: number) =>
    page.waitForFunction(
      ([id, wanted]) => document.querySelectorAll(`[data-testid=${id}]`).length === wanted,
      [testId, count] as const,
    );
  const rows = () =>
    page
      .getByTestId('comparison-row')
      .evaluateAll((all) =>
        all.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.innerText.trim())),
      );
  const fitsTheScreen = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);

  it('find an indicator by name, code, organisation and field of work', async () => {
    await open('/', viewer);
    await page.getByRole('link', { name: '指标数据' }).click();
    await page.getByTestId('indicator-row').first().waitFor();
    expect(await page.title()).toMatch(/^指标与数据/);
    expect(await page.getByTestId('indicator-count').innerText()).toMatch(/^共 \d+ 项指标$/);
    const row = page.locator('[data-indicator=international_routes]');
    expect(await row.innerText()).toMatch(/西部机场集团[^]*108 条[^]*2024年6月 · 西安市[^]*逾期/);
    await page.getByTestId('indicator-search').fill('INTERNATIONAL_routes');
    await isEventually('indicator-row', 3);
    expect(page.url()).toContain('q=');
    await page.getByTestId('indicator-search').fill('没有这样的指标');
    await page.getByTestId('no-match').waitFor();
    await page.getByTestId('indicator-clear').click();
    await page.getByTestId('indicator-filter-organisation').click();
    await page.getByRole('option', { name: '西部机场集团', exact: true }).click();
    await page.waitForURL(/organisation=west-airport-group/);
    await page.reload();
    await page.getByTestId('indicator-row').first().waitFor();
    expect(await page.locator('[data-testid=indicator-row] .name').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('西部机场集团')]),
    );
    await row.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: /^国际（地区）航线数/ }).waitFor();
  });

  it('compare areas in a chart and a table, as of any day, and hand them over as a file', async () => {
    await open('/indicators/resident_population', viewer);
    await page.getByTestId('comparison-chart').waitFor();
    expect(await page.getByRole('region', { name: '数值表' }).count()).toBe(1);
    // Four to begin with; the address says which as soon as the reader chooses.
    await isEventually('legend-line', 4);
    await page.getByTestId('compare-610400').uncheck();
    for (const area of ['610100', '610300'])
      if (!(await page.getByTestId(`compare-${area}`).isChecked()))
        await page.getByTestId(`compare-${area}`).check();
    await page.goto(`${app.url}/indicators/resident_population?series=610100,610300`);
    await isEventually('legend-line', 2);
    await isEventually('comparison-row', 6);
    expect(await rows()).toEqual([
      ['2024年', '1,316.76\n初步数', '—\n无数据'],
      ['2022年', '1,299.59\n初步数', '—\n无数据'],
      ['2021年', '1,316.3\n初步数', '328.2\n初步数'],
      ['2020年', '1,295.29', '332.1853'],
      ['2018年', '1,000.37\n初步数', '—\n无数据'],
      ['2015年', '870.56', '376.33'],
    ]);
    // Told apart by mark and dash, not by colour alone.
    const samples = await page
      .getByTestId('legend-line')
      .locator('svg')
      .evaluateAll((all) => all.map((each) => each.innerHTML));
    expect(new Set(samples).size).toBe(2);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('table-download-csv').click(),
    ]);
    expect(download.suggestedFilename()).toBe('resident_population-2026-11-23.csv');
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain('2020年,1295.29,,332.1853,');

    await page.goto(`${app.url}/indicators/resident_population?series=610100,610300&asOf=2019-06-30`);
    await page.getByTestId('past-day').waitFor();
    await isEventually('comparison-row', 2);
    expect((await rows())[0]).toEqual(['2018年', '1,000.37\n初步数', '—\n无数据']);
    expect(await page.getByTestId('add-value').count()).toBe(0);

    // Another day: until its values are here, none of the former day's stand there.
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/resident_population/values?*', async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest('**/resident_population/values?*');
    await page.getByTestId('past-day').getByRole('button').click();
    await asked;
    expect(await page.getByTestId('comparison-row').count()).toBe(0);
    release();
    await isEventually('comparison-row', 6);
  });

  it('add a value of the series that the preview names, and keep the dialog until it is saved', async () => {
    await open('/indicators/rail_travel_time', await app.token('admin'));
    await page.getByTestId('add-value').click();
    const dialog = page.getByTestId('value-dialog');
    const choose = async (name: string) => {
      await dialog.getByRole('combobox', { name: '序列' }).fill(name);
      await page.getByRole('option', { name }).click();
    };
    await choose('郑州');
    await page.getByTestId('value-period').fill('6月');
    await page.getByTestId('value-input').fill('61');
    await page.getByTestId('value-reason').fill('核对时刻表');
    await page.getByTestId('value-preview').click();
    expect(await page.getByTestId('field-fault').innerText()).toMatch(/^读不懂这个时期/);
    await page.getByTestId('value-period').fill('2025-12-31');
    await page.getByTestId('value-preview').click();
    expect(await page.getByTestId('value-of').innerText()).toMatch(/郑州.*2025年12月31日/);
    // Another series: what was shown is no longer offered to be saved, and what was typed stays.
    await choose('太原');
    await page.getByTestId('value-change').waitFor({ state: 'detached' });
    expect(await page.getByTestId('value-input').inputValue()).toBe('61');
    await page.getByTestId('value-preview').click();
    expect(await page.getByTestId('value-of').innerText()).toMatch(/太原/);

    // Typed and not saved: asked about first.
    page.once('dialog', (question) => void question.dismiss());
    const question = page.waitForEvent('dialog');
    await page.getByTestId('value-close').click();
    expect((await question).message()).toMatch(/还没有保存/);
    expect(await dialog.isVisible()).toBe(true);

    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/values?dryRun=false', async (route) => {
      await held;
      await route.continue();
    });
    const asked = page.waitForRequest('**/values?dryRun=false');
    await page.getByTestId('value-confirm').click();
    await asked;
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(true);
    expect(await page.getByTestId('value-close').isDisabled()).toBe(true);
    const again = page.waitForRequest('**/rail_travel_time/series*');
    release();
    await page.getByTestId('value-saved').waitFor();
    await again;
    expect(await dialog.getByRole('heading', { level: 2 }).innerText()).toMatch(/太原.*2025年12月31日/);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('on a telephone, in English and in the dark too', async () => {
    await open('/indicators/rail_travel_time', viewer, phone, 'en');
    await page.getByTestId('comparison-chart').waitFor();
    await fitsTheScreen();
    expect(await page.locator('[data-testid=series-row] input:enabled').count()).toBe(18);
    expect(await page.locator('[data-testid=series-row] .name').first().innerText()).toMatch(/^Xi'an · \w+/);
    await page.getByTestId('open-value').first().click();
    await page.getByTestId('vintage').first().waitFor();
    await fitsTheScreen();
    expect(await page.getByTestId('value-dialog').innerText()).toMatch(
      /in force[^]*imported by seeds[^]*observations\.csv, line\s\d+/,
    );
    // Whoever may only read is offered no change.
    expect(await page.getByTestId('value-edit').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByTestId('value-dialog').waitFor({ state: 'detached' });
    await page.goto(`${app.url}/indicators`);
    await page.getByTestId('indicator-row').first().waitFor();
    await fitsTheScreen();
  });

  it('add a value: what it would change is shown first, then it is kept with who, when and why', async () => {
    await open('/indicators/international_routes', clerk);
    await page.getByTestId('add-value').click();
    await page.getByTestId('value-preview').click();
    expect(await page.getByTestId('field-fault').allInnerTexts()).toEqual([
      '请写时期。',
      '请写一个数，例如 1234.5；不要带单位。',
      '请写理由。',
    ]);
    await page.getByTestId('value-period').fill('2020年');
    await page.getByTestId('value-input').fill('１２０');
    await page.getByTestId('value-reason').fill('<img src=x onerror=alert(1)> 年报补录');
    await page.getByTestId('value-preview').click();
    await page.getByTestId('value-change').waitFor();
    expect(await page.getByTestId('value-former').innerText()).toBe('新增');
    expect(await page.getByTestId('value-next').innerText()).toBe('120 条');
    const move = page.locator('[data-testid=verdict-change][data-target=international-routes-2020]');
    expect(await move.innerText()).toMatch(/→\s*已实现/);
    expect(await vintages('2020')).toEqual([]);
    await page.getByTestId('value-confirm').click();
    await page.getByTestId('value-saved').waitFor();
    await isEventually('vintage', 1);
    expect(await page.getByTestId('vintage').innerText()).toMatch(
      /120 条[^]*现行[^]*uploader-\d+ 于 2026年11月23日 12:00 在页面上填写[^]*理由：<img src=x onerror=alert\(1\)> 年报补录/,
    );
    await page.getByTestId('value-close').click();
    await page.locator('[data-testid=comparison-row][data-period="2020"]').waitFor();
    expect(await page.locator('[data-testid=indicator-target]').innerText()).toMatch(/已实现/);
  });

  it('correct a value by keyboard; who edits what somebody changed meanwhile is told, and loses nothing', async () => {
    await open('/indicators/international_routes', clerk, {}, 'en');
    const cell = page.locator('[data-period="2018"]').getByTestId('open-value');
    await cell.focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('value-edit').focus();
    await page.keyboard.press('Enter');
    expect(await page.getByTestId('value-input').inputValue()).toBe('64');
    await page.getByTestId('value-input').fill('64.5');
    await page.getByTestId('value-reason').fill('misprint');
    await page.keyboard.press('Tab');
    await page.getByTestId('value-input').press('Enter');
    await page.getByTestId('value-change').waitFor();

    const [before] = await vintages('2018');
    const { value, status, knownFrom } = before!;
    const other: ValueEdit = {
      area: '610100',
      breakdown: {},
      period: '2018',
      value: '65',
      status: 'A',
      reason: 'first',
      source: '',
      seen: { value, status, knownFrom },
    };
    const { status: done } = await app.ask('/api/v1/indicators/international_routes/values', {
      method: 'POST',
      body: JSON.stringify(other),
    });
    expect(done).toBe(200);
    await page.getByTestId('value-confirm').click();
    await page.getByTestId('value-conflict').waitFor();
    await isEventually('vintage', 2);
    expect(await page.getByTestId('value-conflict').innerText()).toMatch(/admin-1 changed it to 65/);
    expect(await page.getByTestId('value-input').inputValue()).toBe('64.5');
    await page.getByTestId('value-preview').click();
    await page.getByTestId('value-change').waitFor();
    expect(await page.getByTestId('value-former').innerText()).toMatch(/^65/);
    await page.getByTestId('value-confirm').click();
    await page.getByTestId('value-saved').waitFor();
    await isEventually('vintage', 3);
    expect((await vintages('2018')).map((each) => each.value)).toEqual(['64.5', '65', '64']);
    await page.keyboard.press('Escape');
    await page.locator('[data-period="2018"]', { hasText: 'revised' }).waitFor();
    // What was typed on the page is undone as an import is.
    await page.locator('[data-period="2018"]').getByTestId('open-value').click();
    await page.getByTestId('vintage').first().getByRole('link').click();
    await page.getByTestId('undo').click();
    await page.getByTestId('undo-confirm').click();
    await page.getByTestId('undo').waitFor({ state: 'detached' });
    expect((await vintages('2018')).map((each) => each.value)).toEqual(['65', '64']);
  });

  async function vintages(period: string): Promise<ValueVintage[]> {
    const { body } = await app.ask<ValueVintage[]>(
      `/api/v1/indicators/international_routes/vintages?area=610100&period=${period}`,
    );
    return body;
  }
});
