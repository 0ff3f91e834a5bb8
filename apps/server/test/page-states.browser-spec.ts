/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, Response, Route } from 'playwright-core';
import { type ProblemCode, problems } from '#contract';
import { accessibilityFaultsInOneTheme } from './accessible.js';
import { launchBrowser, openWatchedPage } from './browser.js';
import { PageClient } from './page-client.js';
import { foreignTexts, textsOf, unwrittenTexts } from './page-text.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const csv = (text: string) => ({ name: 'rail.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
const railTime = '指标,地区,时期,数值,单位,destination\nrail_travel_time,西安市,2026年10月,200,分钟,郑州\n';

/** Answers as the service does when it refuses; like much of what it says, in English only. */
const refuse = (code: ProblemCode) => (route: Route) => {
  const { status, title } = problems[code];
  const detail = 'This is what the service itself has to say.';
  return route.fulfill({
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: `urn:guanzhong:problem:${code}`, title, status, code, detail }),
  });
};

/** What every-page does not see: what opens over a page, what goes wrong on it, and what is not there yet. */
describe.each(['zh', 'en'] as const)('a page in trouble or with something open, in %s', (language) => {
  let app: TestApplication;
  let browser: Browser;
  let token: string;
  let page: Page;
  let faults: string[];
  /** The bodies of what the service answered. */
  let answers: Promise<PromiseSettledResult<string>[]>[];
  /** What was found wrong with how the page looks, by state. */
  let seen: string[];

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser] = await Promise.all([startTestApplication({ webFolder }), launchBrowser()]);
    token = await app.token('admin');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  beforeEach(async () => {
    const client = new PageClient(app);
    await client.logIn({ token });
    const opened = await openWatchedPage(browser, app.url, {
      ...(language === 'en' && { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }),
      reducedMotion: 'reduce',
    });
    await opened.context.addCookies(
      [...client.cookies].map(([name, value]) => ({ name, value: encodeURIComponent(value), url: app.url })),
    );
    ({ page, faults } = opened);
    answers = [];
    seen = [];
    page.on('response', (response) => {
      // One that comes when the page is closed already has no body any more.
      if (response.ok() && isJson(response)) answers.push(Promise.allSettled([response.text()]));
    });
    await page.addInitScript((chosen) => localStorage.setItem('guanzhong.language', chosen), language);
  });
  afterEach(async () => {
    expect(seen).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  const isJson = (response: Response) => /json/.test(response.headers()['content-type'] ?? '');
  const open = async (path: string) => {
    await page.goto(app.url + path);
    await page.locator('main :is(h1, .failure)').first().waitFor();
    await page.waitForFunction(() => document.querySelector('main .el-skeleton') === null);
  };
  const failure = () => page.getByTestId('failure');

  /** Looks at the page as it stands now. */
  async function look(state: string, unless: RegExp | null = null): Promise<void> {
    const inaccessible = await accessibilityFaultsInOneTheme(page);
    const texts = await textsOf(page);
    const bodies = (await Promise.all(answers))
      .flat()
      .flatMap((one) => (one.status === 'fulfilled' && one.value !== '' ? [one.value] : []));
    const overhang = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    const found = [
      ...inaccessible.filter((fault) => unless === null || !unless.test(fault)),
      ...foreignTexts(texts, language, bodies),
      ...unwrittenTexts(texts, bodies),
      ...(overhang > 0 ? [`${overhang} px over the side`] : []),
    ];
    seen.push(...found.map((fault) => `${state}: ${fault}`));
  }

  it('says what happened and what to do, when the service refuses or does not answer', async () => {
    await page.route('**/api/v1/alerts*', refuse('database-unavailable'));
    await open('/alerts');
    await failure().waitFor();
    expect(await failure().getByRole('button').count()).toBe(1);
    await look('database unavailable');
    await page.unrouteAll();

    await open('/targets/no-such');
    await failure().waitFor();
    // To ask again is no use.
    expect(await failure().getByRole('button').count()).toBe(0);
    expect(await page.locator('main h1').count()).toBe(1);
    await look('not found');
    // Once, though more than one part of the page asked for it.
    await open('/indicators/no-such');
    await failure().waitFor();
    expect(await page.locator('main h1').count()).toBe(1);

    await page.route('**/api/v1/accounts*', refuse('not-permitted'));
    await open('/admin/accounts');
    await failure().waitFor();
    await look('not permitted');
    await page.unrouteAll();

    await page.route('**/api/v1/**', (route) => route.abort('connectionrefused'));
    await page.goto(app.url);
    await failure().waitFor();
    await look('no service');
    await page.unrouteAll();
    await failure().getByRole('button').click();
    await page.locator('main h1').waitFor();
  });

  it('keeps what was typed when the log-in ends, and goes on after the next', async () => {
    await open('/targets/international-routes-2020/edit');
    const name = page.locator('[data-path="name.zh"] :is(input, textarea)');
    await name.fill('国际航线一百条');
    await page.context().clearCookies();
    await page.getByTestId('try-out').click();
    const again = page.getByTestId('log-in-again');
    await again.getByTestId('login-token').waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid=login-token]'));
    await look('log in again');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await again.isVisible()).toBe(true);
    await again.getByTestId('login-token').fill(token);
    await again.getByTestId('login-submit').click();
    await again.waitFor({ state: 'detached' });
    // What was asked when the log-in had ended is answered, without asking again.
    await page.getByTestId('confirm').waitFor();
    expect(await name.inputValue()).toBe('国际航线一百条');
  });

  it('takes the log-in of another window, and hides what another person wrote', async () => {
    await open('/targets/international-routes-2020/edit');
    const name = page.locator('[data-path="name.zh"] :is(input, textarea)');
    await name.fill('国际航线一百条');
    const client = new PageClient(app);
    await client.logIn({ token });
    await page.context().addCookies(
      [...client.cookies].map(([key, value]) => ({
        name: key,
        value: encodeURIComponent(value),
        url: app.url,
      })),
    );
    await page.getByTestId('try-out').click();
    await page.getByTestId('confirm').waitFor();

    const other = new PageClient(app);
    await other.logIn({ token: await app.token('admin') });
    await page.context().addCookies(
      [...other.cookies].map(([key, value]) => ({
        name: key,
        value: encodeURIComponent(value),
        url: app.url,
      })),
    );
    await name.fill('国际航线两百条');
    await page.getByTestId('try-out').click();
    await page.getByTestId('log-in-again').waitFor();
  });

  it('stays when a part of it cannot be loaded, and loads it when it can', async () => {
    await open('/tasks');
    await page.route(/\/assets\/ProjectsPage.*\.js|\/projects$/, (route) => route.abort());
    await page.locator('nav a[href="/projects"]').click();
    await failure().waitFor();
    await look('part not loaded');
    expect(await page.locator('main h1').count()).toBe(1);
    await page.unrouteAll();
    await failure().getByRole('button').click();
    await page.waitForURL(/\/projects$/);
    await failure().waitFor({ state: 'detached' });

    await page.route(/\/assets\/AsOfPicker.*\.js/, (route) => route.abort());
    await open('/');
    await page.getByTestId('asof').getByTestId('failure').waitFor();
  });

  it('has lists and calendars that fit the screen and have names', async () => {
    await open('/?asOf=2000-01-01');
    await page.getByTestId('nothing-yet').waitFor();
    await open('/alerts/silences/new');
    await page.getByTestId('end-date').check();
    await page.locator('.el-date-editor input').click();
    await page.locator('.el-picker-panel').first().waitFor();
    await look('calendar');
    await open('/projects?q=weihe');
    await page
      .locator('main .el-select')
      .filter({ hasText: language === 'zh' ? '全部' : 'all' })
      .nth(4)
      .click();
    await page.getByRole('option').filter({ visible: true }).first().waitFor();
    // The field keeps the focus and the arrow keys move within the list, which need not be focusable itself.
    await look('list', /scrollable-region-focusable/);
  });

  it('has dialogs that say what is missing, and show what they open', async () => {
    await open('/admin/accounts');
    await page.getByTestId('account-new').click();
    await page.getByTestId('account-save').click();
    await page.waitForFunction(() => document.activeElement?.matches('[aria-invalid=true]'));
    await page.mouse.move(0, 0);
    await look('new account');
    await page.keyboard.press('Escape');

    await open('/admin/tokens');
    await page.getByTestId('token-new').click();
    await page.getByTestId('token-save').click();
    await page.waitForFunction(() => document.activeElement?.matches('[aria-invalid=true]'));
    await look('new token');
    await page.getByTestId('token-name').fill(`reader-${language}`);
    await page.getByTestId('token-save').click();
    await page.getByTestId('one-time-secret').waitFor();
    await look('a secret shown once');

    await open('/indicators/gdp');
    await page.getByTestId('add-value').click();
    await page.getByTestId('value-series').click();
    const option = page.getByRole('option').filter({ visible: true }).first();
    await option.click();
    await page.getByTestId('value-form').locator('button[type=submit]').click();
    await page.waitForFunction(() => document.activeElement?.closest('.faulty') !== null);
    await look('add a value');
  });

  it('says what became of a file that could not be sent, and what taking one back would do', async () => {
    const upload = /\/api\/v1\/imports\?/;
    for (const code of ['too-large', 'busy'] as const) {
      await page.route(upload, (route) =>
        route.request().method() === 'POST' ? refuse(code)(route) : route.continue(),
      );
      await open('/imports');
      await page.getByTestId('upload-file').setInputFiles(csv(railTime));
      await page.locator('[data-testid=queue-file][data-outcome=unreadable]').waitFor();
      await look(code);
      await page.unrouteAll();
    }
    const applied = await app.ask<{ id: number }>('/api/v1/imports?name=rail.csv', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: railTime.replace('200', language === 'zh' ? '201' : '202'),
    });
    await open(`/imports/${applied.body.id}`);
    await page.getByTestId('undo').click();
    await page.getByTestId('undo-dialog').waitFor();
    await look('undo');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid=undo]'));
  });
});
