/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ScorecardRow } from '#contract';
import { startWebhookReceiver, type WebhookReceiver } from '../src/alerts/test/webhook-receiver.js';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');

/** What people do with the page, in a real Chromium against the real application with the shipped plan. */
describe('the page', () => {
  let app: TestApplication;
  let browser: Browser;
  let receiver: WebhookReceiver;
  let token: string;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser, receiver] = await Promise.all([
      startTestApplication({ webFolder, environment: { ROLES: 'api,worker' } }),
      launchBrowser(),
      startWebhookReceiver(),
    ]);
    token = await app.token('admin');
    const saved = await app.ask('/api/v1/receivers/xian', {
      method: 'PUT',
      body: JSON.stringify({ channel: 'webhook', url: receiver.url, organisations: [], enabled: true }),
    });
    expect(saved.status).toBe(200);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await receiver?.close();
  });

  const open = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    ({ context, page, faults } = await openWatchedPage(browser, app.url, options));
  };
  const logIn = async (path = '/') => {
    await page.goto(app.url + path);
    await page.getByTestId('login-token').fill(token);
    await page.getByTestId('login-submit').click();
  };
  afterEach(async () => {
    await context.close();
    // Nothing threw in the page, and nothing was asked of anybody but the service: closed networks.
    expect(faults).toEqual([]);
  });

  it('lets nobody in with a wrong token and says so', async () => {
    await open();
    await page.goto(app.url);
    await page.getByTestId('login-token').fill('gzm_wrong');
    await page.getByTestId('login-submit').click();
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByTestId('scorecard-row').count()).toBe(0);
  });

  it('shows every target with its verdict in words, the worst first, and filters by status, task and text', async () => {
    await open();
    await logIn();
    const rows = page.getByTestId('scorecard-row');
    await rows.first().waitFor();
    const { body } = await app.ask<ScorecardRow[]>('/api/v1/assessments');
    expect(await rows.count()).toBe(body.length);
    expect(await rows.first().getAttribute('data-status')).toBe('missed');
    const routes = page.locator('[data-testid=scorecard-row][data-target="international-routes-2020"]');
    expect(await routes.innerText()).toMatch(/未能实现[^]*92条[^]*西安市政府/);

    await page.getByTestId('status-chip-achieved').click();
    await page.waitForFunction(
      () => !document.querySelector('[data-testid=scorecard-row]:not([data-status=achieved])'),
    );
    expect(await rows.count()).toBe(body.filter(({ status }) => status === 'achieved').length);
    expect(page.url()).toContain('status=achieved');

    await page
      .getByTestId('filter-search')
      .locator('input')
      .or(page.locator('input[data-testid=filter-search]'))
      .first()
      .fill('没有这样的目标');
    await page.getByTestId('no-match').waitFor();
    await page.getByTestId('clear-filters').first().click();
    await rows.nth(body.length - 1).waitFor();
  });

  it('filters by task and by organisation, chosen as people choose them', async () => {
    await open();
    await logIn();
    const rows = page.getByTestId('scorecard-row');
    await rows.first().waitFor();
    const { body } = await app.ask<ScorecardRow[]>('/api/v1/assessments');
    const choose = async (field: string, option: RegExp, wanted: (row: ScorecardRow) => boolean) => {
      await page.getByTestId(field).click();
      await page.getByRole('option', { name: option }).click();
      const codes = body.filter(wanted).map(({ target }) => target);
      await page.waitForFunction(
        (count) => document.querySelectorAll('[data-testid=scorecard-row]').length === count,
        codes.length,
      );
      const shown = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-target')));
      expect(shown.toSorted()).toEqual(codes.toSorted());
    };
    await choose('filter-task', /^6\D/, ({ task }) => task === 6);
    expect(page.url()).toContain('task=6');
    await page.goto(app.url);
    await rows.nth(body.length - 1).waitFor();
    await choose(
      'filter-organisation',
      /^省农业农村厅$/,
      (row) => row.organisationName.zh === '省农业农村厅',
    );
  });

  it('shows one target with its chart, and as it stood on a past day', async () => {
    await open();
    await logIn('/targets/international-routes-2020');
    await page.getByTestId('target-status').waitFor();
    expect(await page.getByTestId('target-status').innerText()).toContain('未能实现');
    expect(await page.getByTestId('target-text').innerText()).toContain('2021年9月为92条');
    const chart = page
      .getByTestId('chart')
      .locator('canvas')
      .or(page.locator('canvas[data-testid=chart]'))
      .first();
    await chart.waitFor();
    const inked = await chart.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let index = 3; index < data.length; index += 4) if (data[index]! > 0) count += 1;
      return count;
    });
    expect(inked).toBeGreaterThan(1000);

    await page.goto(`${app.url}/targets/international-routes-2020?asOf=2020-03-01`);
    await page.getByText('1.0424').first().waitFor();
    expect(await page.getByTestId('target-status').innerText()).toContain('进展正常');
    // On track by every pace, and yet it will not do: what the trend says must not be overlooked.
    await page.getByText('实现目标的概率约为40%').waitFor();
    await page.goto(`${app.url}/?asOf=2020-03-01`);
    await page.getByTestId('flag-trendFallsShort').click();
    expect(await page.getByTestId('flag-trendFallsShort').innerText()).toContain('1');
    await page.locator('[data-testid=scorecard-row]', { hasText: '国际航线数量达到100条' }).waitFor();
  });

  it('takes a worse value, shows which verdict it changes, and the receiver has the alert within a minute', async () => {
    await open();
    await logIn('/imports');
    const file = {
      name: '铁路时间.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        '指标,地区,时期,数值,单位,destination\nrail_travel_time,西安市,2026年10月,200,分钟,郑州\n',
      ),
    };
    await page.getByTestId('upload-file').setInputFiles(file);
    await page.getByTestId('import-state').waitFor();
    const change = page.getByTestId('verdict-change');
    // Names come a moment after the codes.
    await change.filter({ hasText: '郑州' }).waitFor();
    expect(await change.first().innerText()).toMatch(/郑州[^]*已实现/);
    // A check stores nothing.
    const before = await app.ask<ScorecardRow[]>(
      '/api/v1/assessments?target=rail-travel-time-zhengzhou-2035',
    );
    expect(before.body[0]!.status).toBe('achieved');
    // The receiver may hear of what the shipped figures show already; of this target it has heard nothing.
    const told = () =>
      receiver.requests.find(({ body }) =>
        body.alerts.some(({ labels }) => labels['target'] === 'rail-travel-time-zhengzhou-2035'),
      );
    expect(told()).toBeUndefined();

    await page.getByTestId('upload-confirm').click();
    await page.waitForURL(/\/imports(?:\/\d+)?/);
    await expectEventually(async () => {
      const { body } = await app.ask<ScorecardRow[]>(
        '/api/v1/assessments?target=rail-travel-time-zhengzhou-2035',
      );
      return body[0]!.status !== 'achieved';
    }, 60_000);
    await expectEventually(() => Promise.resolve(told() !== undefined), 60_000);
    expect(told()!.body).toMatchObject({ version: '4', status: 'firing' });

    await page.goto(`${app.url}/targets/rail-travel-time-zhengzhou-2035`);
    await page.getByTestId('target-text').waitFor();
    expect(await page.getByTestId('target-text').innerText()).toContain('2026年10月为200分钟');
  });

  it('shows every refused cell of a faulty file by line', async () => {
    await open();
    await logIn('/imports');
    await page.getByTestId('upload-file').setInputFiles({
      name: 'bad.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'indicator,ref_area,time_period,obs_value\nno_such,610100,2023,1\nmetro_length,610100,2023,一\n',
      ),
    });
    const refused = page.getByTestId('rejection-row');
    await refused.nth(1).waitFor();
    expect(await refused.count()).toBe(2);
    expect(await refused.first().innerText()).toMatch(/2[^]*no_such/);
  });

  it('speaks English, remembers it, and fits a telephone without scrolling sideways', async () => {
    await open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await logIn();
    await page.getByTestId('scorecard-row').first().waitFor();
    await page.getByTestId('language-switch').click();
    await page.getByText('Missed').first().waitFor();
    await page.reload();
    await page.getByText('Missed').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^en/);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });

  it('logs out', async () => {
    await open();
    await logIn();
    await page.getByTestId('scorecard-row').first().waitFor();
    await page.getByTestId('log-out').click();
    await page.getByTestId('login-token').waitFor();
    await page.goto(`${app.url}/targets/international-routes-2020`);
    await page.getByTestId('login-token').waitFor();
  });
});

/** Asks again until it is so. */
async function expectEventually(isSo: () => Promise<boolean>, withinMs: number): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error(`It did not come true within ${withinMs} ms`);
    await delay(100);
  }
}
