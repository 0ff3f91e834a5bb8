/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ImportReport, ObservationRow } from '#contract';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const target = 'international-routes-2020';
const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;

/** What a statistician reads of a target's values: the shipped plan, and one file that revised the routes of 2019. */
describe('the values on the page of a target', () => {
  let app: TestApplication;
  let browser: Browser;
  let token: string;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser] = await Promise.all([startTestApplication({ webFolder }), launchBrowser()]);
    token = await app.token('viewer');
    const { body } = await app.ask<ImportReport>('/api/v1/imports?name=revised.csv', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body:
        '指标,地区,时期,数值,发布日期,备注,source_title\n' +
        'international_routes,西安市,2019年,86,2020-06-01,<b>=按新口径修订</b>,修订公报\n',
    });
    expect(body.state).toBe('applied');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const open = async (path: string, options: Parameters<Browser['newContext']>[0] = {}) => {
    ({ context, page, faults } = await openWatchedPage(browser, app.url, options));
    await page.goto(app.url + path);
    await page.getByTestId('login-token').fill(token);
    await page.getByTestId('login-submit').click();
    await page.getByTestId('what-if-needed').waitFor();
  };
  afterEach(async () => {
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    await context.close();
    expect(faults).toEqual([]);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  const drawn = () => page.getByTestId('chart').getAttribute('aria-label');
  const search = () => new URL(page.url()).search;
  const row = (period: string) => page.locator(`[data-testid=value-source][data-period="${period}"]`);

  it('shows a value that was revised hollow, with when it was published and replaced', async () => {
    await open(`/targets/${target}?asOf=2020-07-01`);
    expect(await page.getByTestId('legend-former').innerText()).toBe('修订前的数');
    expect(await drawn()).toContain('1 个修订前的数');
    await page.getByTestId('chart-values-toggle').click();
    const of2019 = page.getByTestId('chart-value').filter({ hasText: '2019年' }).last();
    expect(await of2019.innerText()).toMatch(/86[^]*88 · 2020年2月17日公布，2020年6月1日被更替/);
    // Before the revision there was nothing to be revised.
    await page.goto(`${app.url}/targets/${target}?asOf=2020-03-01`);
    await page.getByTestId('what-if-needed').waitFor();
    expect(await page.getByTestId('legend-former').count()).toBe(0);
  });

  it('tells of every value who said it when, and of numbers how they were reached', async () => {
    await open(`/targets/${target}?asOf=2020-07-01`);
    expect(await row('2019').count()).toBe(2);
    // A comment is text, whatever it looks like.
    expect(await row('2019').first().innerText()).toMatch(
      /86 条\s+正式数\s+2020年6月1日\s+修订公报\s+<b>=按新口径修订<\/b>\s+导入 #2 · revised\.csv 第\s2\s行\s+admin-1 · /,
    );
    expect(await row('2019').last().innerText()).toMatch(
      /88 条\s+正式数\s+2020年2月17日\s*2020年6月1日被更替/,
    );
    await row('2019').first().getByRole('link', { name: '导入 #2' }).waitFor();
    const numbers = page.getByTestId('verdict-number');
    expect(await numbers.filter({ hasText: '已完成份额' }).last().innerText()).toContain(
      '（最新值 − 基期值）÷（目标值 − 基期值） = (86 − 45) ÷ (100 − 45)',
    );
    expect(await numbers.filter({ hasText: '进度系数' }).innerText()).toContain('已完成份额 ÷ 时间已过份额');
    expect(await numbers.first().innerText()).toContain('来源：修订公报 · 2020年6月1日公布');
  });

  it('draws what was known earlier beside it, by its address and by choice', async () => {
    await open(`/targets/${target}?asOf=2020-07-01&vintage=2019-12-31`);
    expect(await page.getByTestId('legend-earlier').innerText()).toBe('2019年12月31日所知');
    expect(await drawn()).toContain('2019年12月31日所知的序列');
    expect(await page.getByTestId('vintage-difference').innerText()).toContain('1 期当时还没有数');
    await page.getByTestId('chart-values-toggle').click();
    expect(await page.locator('#chart-values thead').innerText()).toContain('2019年12月31日所知');

    await page.getByTestId('vintage-list').click();
    await page.getByRole('option', { name: '2020年2月17日 · 新增2019年' }).click();
    await page.getByText('1 期的数不同').waitFor();
    expect(search()).toBe('?asOf=2020-07-01&vintage=2020-02-17');
    await page.getByTestId('vintage-leave').click();
    await page.getByTestId('legend-earlier').waitFor({ state: 'detached' });
    expect(search()).toBe('?asOf=2020-07-01');
  });

  it('lets the keyboard slide a supposed value, and the verdict follows', async () => {
    await open(`/targets/${target}?asOf=2019-03-01`);
    const slider = page.getByRole('slider', { name: '拖动：2019年的数' });
    const verdict = page.getByTestId('what-if-verdict');
    const field = page.getByLabel('的数是');
    await slider.focus();
    // It stands at the newest value, 64, and supposes nothing until it is moved.
    expect(await slider.inputValue()).toBe('64');
    expect(await slider.getAttribute('aria-valuetext')).toBe('还没有假设');
    await page.keyboard.press('ArrowRight');
    await page.getByText('如果2019年是 65 条，判断会是').waitFor();
    expect(await verdict.locator('[data-status]').first().getAttribute('data-status')).toBe('offTrack');
    expect([await field.inputValue(), await slider.getAttribute('aria-valuetext')]).toEqual(['65', '65 条']);
    expect(await drawn()).toContain('1 个假设值');

    await field.fill('87');
    await page.getByText('如果2019年是 87 条，判断会是').waitFor();
    expect(await verdict.locator('[data-status]').first().getAttribute('data-status')).toBe('onTrack');
    expect(await slider.inputValue()).toBe('87');
    // Many values a moment: the answer is to the last of them.
    await slider.focus();
    for (let pressed = 0; pressed < 13; pressed++) await page.keyboard.press('ArrowRight');
    await page.getByText('如果2019年是 100 条，判断会是').waitFor();

    await page.getByTestId('what-if-reset').click();
    await verdict.waitFor({ state: 'detached' });
    expect([await field.inputValue(), await page.getByTestId('legend-supposed').count()]).toEqual(['', 0]);
    const { body } = await app.ask<ObservationRow[]>(
      '/api/v1/observations?indicator=international_routes&area=610100&from=2019&to=2019',
    );
    expect(body.map(({ value }) => value)).toEqual([86]);
  });

  it('supposes several periods at once, and drops one of them', async () => {
    await open(`/targets/${target}?asOf=2019-03-01`);
    await page.locator('#what-if-value').fill('70');
    await page.getByTestId('what-if-period').click();
    await page.getByRole('option', { name: '2020年', exact: true }).click();
    await page.locator('#what-if-value').fill('105');
    await page.getByText('如果2019年是 70 条、2020年是 105 条，判断会是').waitFor();
    const status = page.getByTestId('what-if-verdict').locator('[data-status]').first();
    expect(await status.getAttribute('data-status')).toBe('achieved');
    await page.getByRole('button', { name: '去掉2020年的假设' }).click();
    await page.getByText('如果2019年是 70 条，判断会是').waitFor();
    expect(await page.getByTestId('what-if-supposed').count()).toBe(1);
  });

  it('does all of it in English on a telephone in the dark, and hands over what it shows', async () => {
    await open(`/targets/${target}?asOf=2020-07-01&vintage=2020-03-01`, phone);
    await page.getByTestId('language-switch').click();
    await page.getByText('1 period with another value').waitFor();
    expect(await row('2019').last().innerText()).toMatch(/88 routes[^]*17 Feb 2020[^]*replaced 1 Jun 2020/);
    await page.locator('#what-if-value').fill('101');
    await page.getByText('If 2020 were 101 routes, the verdict would be').waitFor();
    await page.getByText('Supposed values are in neither').waitFor();
    await page.getByTestId('chart-values-toggle').click();

    const csv = await download('csv');
    expect(csv.name).toBe(`${target}-2020-07-01-en.csv`);
    const text = csv.bytes.toString('utf8');
    expect(text.startsWith('\uFEFFtarget,period,value,unit,')).toBe(true);
    expect(text).toContain(`${target},2019,88,routes,final,no,2020-02-17,released,2020-06-01,`);
    expect(text).not.toContain('2020,101,');
    const xlsx = await download('xlsx');
    expect(xlsx.name).toBe(`${target}-2020-07-01-en.xlsx`);
    const { sheets } = await readXlsx(new Uint8Array(xlsx.bytes));
    expect(sheets.map(({ name }) => name)).toEqual(['Values', 'Verdict']);
    expect(sheets[0]!.rows.filter(([, period]) => period === '2019').map((cells) => cells[2])).toEqual([
      88, 86,
    ]);
  });

  async function download(format: 'csv' | 'xlsx') {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId(`data-${format}`).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  }
});
