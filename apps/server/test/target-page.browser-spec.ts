/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { targetSchema, type ObservationRow, type Status, type VerdictChange } from '#contract';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const target = 'international-routes-2020';

/**
 * The routes' verdict at past dates, and the vintage that changed it; worked out by hand from seeds/observations.csv
 * (45 in 2016, 58, 64, 88 in 2019, then 92 in September 2021) and the target of 100 in 2020: 88 is (88 − 45) ÷ 55 =
 * 78.2 % of the way in 75 % of the time, pace 1.0424; 64 is 34.5 % in 50 %, 0.6909; 58 is 23.6 % in 25 %, 0.9455.
 */
const changes: { day: string; from: Status; to: Status; said: RegExp; vintage: string }[] = [
  {
    day: '2021-09-30',
    from: 'notAssessed',
    to: 'missed',
    said: /2021年9月30日起[^]*新数据：2021年9月为92条[^]*2020年没有当期数据/,
    // Told within September: it is a value of the month from the month's last day on.
    vintage: '2021年9月 · 92 条 · 正式数 · 2021年9月8日起已知 · 所属时期结束之日起计入',
  },
  {
    day: '2020-02-17',
    from: 'offTrack',
    to: 'onTrack',
    said: /2020年2月17日起[^]*新数据：2019年为88条[^]*78\.2%[^]*1\.0424/,
    vintage: '2019年 · 88 条 · 正式数 · 2020年2月17日起已知',
  },
  {
    day: '2019-03-01',
    from: 'atRisk',
    to: 'offTrack',
    said: /2019年3月1日起[^]*新数据：2018年为64条[^]*34\.5%[^]*0\.6909/,
    vintage: '2018年 · 64 条 · 正式数 · 2019年3月1日起已知',
  },
  {
    day: '2018-06-07',
    from: 'notAssessed',
    to: 'atRisk',
    said: /2018年6月7日起[^]*新数据：2017年为58条[^]*23\.6%[^]*0\.9455/,
    vintage: '2017年 · 58 条 · 正式数 · 2018年6月7日起已知',
  },
];

/** What a leader reads of one target, in a real Chromium against the real application with the shipped plan. */
describe('the page of a target', () => {
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
    await page.getByTestId('history-meaning').waitFor();
  };
  afterEach(async () => {
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    await context.close();
    expect(faults).toEqual([]);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  const entries = () => page.getByTestId('history-entry');
  const entryOf = (day: string) => page.locator(`[data-testid=history-entry][data-day="${day}"]`);
  const statusesIn = (place: Locator) =>
    place.locator('[data-status]').evaluateAll((tags) => tags.map((tag) => tag.getAttribute('data-status')));
  const number = (term: string) => page.getByTestId('verdict-number').filter({ hasText: term }).innerText();
  const history = async (basis: 'recorded' | 'retraced') =>
    (await app.ask<VerdictChange[]>(`/api/v1/targets/${target}/history?basis=${basis}`)).body;

  it('tells the verdict at past dates with the vintage that changed it, as the API does', async () => {
    await open(`/targets/${target}`);
    // One verdict was ever recorded: what would have been is shown, and is called that.
    expect(await page.getByTestId('history-retraced').isChecked()).toBe(true);
    expect(await page.getByTestId('history-meaning').innerText()).toMatch(
      /按当时已发布的数据回溯[^]*并非当时作出的记录/,
    );
    const retraced = await history('retraced');
    for (const { day, from, to, said, vintage } of changes) {
      const entry = entryOf(day);
      expect(await statusesIn(entry)).toEqual([from, to]);
      expect(await entry.innerText()).toMatch(said);
      expect(await entry.getByTestId('history-vintage').innerText()).toContain(vintage);
      expect(await entry.getByRole('link', { name: '导入 #1' }).getAttribute('href')).toBe('/imports/1');
      const told = retraced.find(({ vintage: of }) => of !== null && vintage.includes(`${of.value} 条`))!;
      expect([told.from, told.to, told.vintage!.import]).toEqual([from, to, 1]);
    }
    // In between the deadline passed, without any new value.
    const passed = entryOf('2021-01-01');
    expect(await statusesIn(passed)).toEqual(['onTrack', 'notAssessed']);
    expect(await passed.innerText()).toMatch(/数据未变，时间推移/);
    expect(await passed.getByTestId('history-vintage').count()).toBe(0);
  });

  it('folds what left the verdict as it was, and keeps the record apart from what was worked out', async () => {
    await open(`/targets/${target}`);
    const retraced = await history('retraced');
    const changed = retraced.filter(({ from, to }) => from !== to);
    expect(await entries().count()).toBe(changed.length);
    await page.getByTestId('history-rest').click();
    await entries()
      .nth(retraced.length - 1)
      .waitFor();
    expect(await entryOf('2017-10-26').innerText()).toMatch(/判断不变[^]*2016年为45条/);

    await page.getByTestId('history-recorded').check();
    await entryOf('2026-11-23').waitFor();
    expect(await entries().count()).toBe((await history('recorded')).length);
    expect(await page.getByTestId('history-meaning').innerText()).toBe('系统当时作出并记录下来的判断。');
    expect(await entries().innerText()).toMatch(/2026年11月23日 12:00 记录[^]*首次评估[^]*新导入的数据/);
  });

  it('opens as of the day of an entry', async () => {
    await open(`/targets/${target}`);
    // Anywhere on it: here between its statuses and its right edge.
    await entryOf('2019-03-01').click({ position: { x: 420, y: 16 } });
    await page.getByTestId('past-day').waitFor();
    expect(new URL(page.url()).search).toBe('?asOf=2019-03-01');
    await page.locator('[data-testid=target-status][data-status=offTrack]').waitFor();
    expect(await page.getByTestId('target-text').innerText()).toContain('0.6909');
    await entryOf('2019-03-01').waitFor();
    expect(await entries().first().innerText()).toMatch(/2019年3月1日起[^]*本页正是这一天/);
    // 45, 58 and 64 were known: 86.25 in 2019 is three quarters of the way from 45 to 100, and routes are whole.
    await page.getByText('2019年至少达到 87 条，才算进展正常或已实现').waitFor();

    await page.getByRole('button', { name: '回到现在' }).click();
    await page.locator('[data-testid=target-status][data-status=missed]').waitFor();
  });

  it('answers what a supposed value would do, and stores nothing', async () => {
    await open(`/targets/${target}?asOf=2019-03-01`);
    const routes = '/api/v1/observations?indicator=international_routes&area=610100';
    const before = await app.ask<ObservationRow[]>(routes);
    expect(await page.getByTestId('what-if').innerText()).toContain('什么都不保存');
    const answer = page.getByTestId('what-if-verdict');
    const suppose = (value: string) => page.locator('#what-if-value').fill(value);

    await suppose('很多');
    expect(await page.getByTestId('what-if-fault').innerText()).toBe('请填一个数，例如 99.5');
    await suppose('-1');
    expect(await page.getByTestId('what-if-fault').innerText()).toBe('这项指标不会小于 0 条');
    expect(await answer.count()).toBe(0);

    await suppose('８７');
    await page.getByText('如果2019年是 87 条，判断会是').waitFor();
    expect(await statusesIn(answer)).toEqual(['onTrack', 'offTrack']);
    await page.getByText('2020年至少达到 100 条，才算进展正常或已实现').waitFor();

    await suppose('86');
    await page.getByText('如果2019年是 86 条，判断会是').waitFor();
    expect(await statusesIn(answer)).toEqual(['atRisk', 'offTrack']);
    expect(await answer.innerText()).toMatch(/按发布周期，以2020年2月29日评估/);

    expect((await app.ask<ObservationRow[]>(routes)).body).toEqual(before.body);
    expect(await history('recorded')).toHaveLength(1);
  });

  it('says what the series leads to, how sure that is, and why there is no forecast', async () => {
    await open(`/targets/${target}?asOf=2020-03-01`);
    // The values at the ends of 2016 to 2019 (28 in April 2015 is none): a line through these four leads to 97.5 at the
    // end of 2020, standard error 8.7678; t(0.9; 2) = 1.8856, so 80.97 to 114.03.
    const forecast = await number('到期预测');
    expect(forecast).toMatch(
      /97\.5 条[^]*81\.0 条 到 114\.0 条[^]*40\.1%[^]*4 年数据的直线趋势，标准误 8\.8 条/,
    );
    await page.getByText('到期预测和八成区间').waitFor();
    expect(await page.getByTestId('chart').getAttribute('aria-label')).toContain('到期预测');
    await page.getByTestId('chart-values-toggle').click();
    const due = page.getByTestId('chart-value').last();
    expect(await due.innerText()).toMatch(/2020年[^]*100[^]*97\.5 \(81\.0 – 114\.0\)/);

    await page.goto(`${app.url}/targets/${target}`);
    await page.getByTestId('target-status').waitFor();
    expect(await number('到期预测')).toContain('期限已过，不再预测');
    expect(await page.getByText('到期预测和八成区间').count()).toBe(0);
    await page.goto(`${app.url}/targets/metro-length-2035`);
    await page.getByTestId('target-status').waitFor();
    expect(await number('到期预测')).toContain('规划没有给出数值，不作预测');
  });

  it('shows what the pace was held against, and whether that is the target’s own', async () => {
    await open(`/targets/${target}?asOf=2020-03-01`);
    const thresholds = page.getByTestId('thresholds');
    expect(await thresholds.innerText()).toMatch(
      /该方法公布的分界[^]*进展正常 ≥ 1\s+存在风险 ≥ 0\.8\s+进度滞后 ≥ 0\s+背离目标 < 0/,
    );
    // Where the value alone decided there was no pace to hold against anything.
    await page.goto(`${app.url}/targets/${target}`);
    await page.locator('[data-testid=target-status][data-status=missed]').waitFor();
    expect(await thresholds.count()).toBe(0);

    const growing = 'vehicle-output-2035';
    const path = `/api/v1/targets/${growing}`;
    const { body } = await app.ask<Record<string, unknown>>(path);
    const settable = Object.entries(body).filter(([key]) => Object.hasOwn(targetSchema.shape, key));
    const own = { onTrack: 5, atRisk: 0.75, offTrack: -0.25 };
    const put = { ...Object.fromEntries(settable), thresholds: own };
    expect((await app.ask(path, { method: 'PUT', body: JSON.stringify(put) })).status).toBe(200);
    await page.goto(`${app.url}/targets/${growing}`);
    await page.getByText('本目标自定的分界').waitFor();
    expect(await thresholds.innerText()).toMatch(/进展正常 ≥ 5\s+存在风险 ≥ 0\.75\s+进度滞后 ≥ −0\.25/);
    expect(await page.getByTestId('target-text').innerText()).toContain('本目标自定：达到5为进展正常');
    await page.getByTestId('language-switch').click();
    await page.getByText('Thresholds of this target’s own').waitFor();
    expect(await thresholds.innerText()).toMatch(/On track ≥ 5\s+At risk ≥ 0\.75/);
  });

  it('says all of it in English on a telephone in the dark', async () => {
    await open(`/targets/${target}?asOf=2020-03-01`, {
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
    });
    await page.getByTestId('language-switch').click();
    await page.getByText('worked out today and not recorded at the time').waitFor();
    expect(await entryOf('2020-02-17').innerText()).toMatch(
      /since 17 Feb 2020[^]*New value: 88 routes in 2019[^]*known since 17 Feb 2020/,
    );
    await page.getByText('To be on track or achieved, 2020 needs at least 100 routes').waitFor();
    expect(await number('Forecast at the deadline')).toMatch(/97\.5 routes[^]*80% interval/);
    await page.getByTestId('chart-values-toggle').click();
    await page.getByTestId('chart-value').last().waitFor();
  });

  it('says so when the history or the supposition cannot be had, and tries again', async () => {
    await open(`/targets/${target}`);
    let refusing = true;
    await page.route('**/history?**', (route) =>
      refusing ? route.fulfill({ status: 503, body: 'no' }) : route.continue(),
    );
    await page.reload();
    const failure = page.getByTestId('history').getByTestId('failure');
    await failure.waitFor();
    refusing = false;
    await failure.getByRole('button').click();
    await entryOf('2020-02-17').waitFor();

    await page.route('**/what-if', (route) => route.abort());
    await page.locator('#what-if-value').fill('105');
    await page.getByTestId('what-if').getByText('连接不上服务').waitFor();
  });

  it('hands over the chart as a picture, as of the day and in the language that are shown', async () => {
    await open(`/targets/${target}?asOf=2020-03-01`);
    const download = async (format: 'png' | 'svg') => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByTestId(`picture-${format}`).click(),
      ]);
      return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
    };
    const png = await download('png');
    expect(png.name).toBe(`${target}-2020-03-01-zh.png`);
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    const svg = await download('svg');
    expect(svg.name).toBe(`${target}-2020-03-01-zh.svg`);
    expect(svg.bytes.toString('utf8')).toContain('<title>国际航线数量达到100条</title>');
  });
});
