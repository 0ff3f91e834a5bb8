/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, openWatchedPage, type WatchedPage } from './browser.js';
import { PageClient } from './page-client.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');

/** The page without a mouse, in a real Chromium against the real application with the shipped plan. */
describe('by keyboard', () => {
  let app: TestApplication;
  let browser: Browser;
  let admin: PageClient;
  let opened: WatchedPage | null = null;

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser] = await Promise.all([startTestApplication({ webFolder }), launchBrowser()]);
    admin = new PageClient(app);
    await admin.logIn({ token: await app.token('admin') });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  afterEach(async () => {
    await opened?.context.close();
    expect(opened?.faults).toEqual([]);
    opened = null;
  });

  async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    opened = await openWatchedPage(browser, app.url, options);
    await opened.context.addCookies(
      [...admin.cookies].map(([name, value]) => ({ name, value: encodeURIComponent(value), url: app.url })),
    );
    const { page } = opened;
    await page.goto(app.url + path);
    await page.locator('main h1').waitFor();
    await page.waitForFunction(() => document.querySelector('main .el-skeleton') === null);
    return page;
  }
  const isFocused = (page: Page, selector: string) =>
    page.waitForFunction((wanted) => document.activeElement?.matches(wanted) === true, selector);

  it('one gets past the header with the first link', async () => {
    const page = await open('/tasks');
    await page.keyboard.press('Tab');
    await isFocused(page, '.skip');
    const { x, y } = (await page.locator('.skip').boundingBox())!;
    expect([x >= 0, y >= 0]).toEqual([true, true]);
    await page.keyboard.press('Enter');
    await isFocused(page, 'main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  });

  it('one stands at the heading of the page that one went to, once it is there', async () => {
    const page = await open('/tasks');
    await page.locator('nav a[href="/projects"]').press('Enter');
    await isFocused(page, 'main h1');
    expect(page.url()).toMatch(/\/projects$/);
    // This one’s heading comes with its answer.
    await page.goto(`${app.url}/`);
    await page.locator('main a[href^="/targets/"]').first().press('Enter');
    await isFocused(page, 'main h1');
    expect(page.url()).toContain('/targets/');
    // What is only another view of the same page leaves the focus where it was.
    await page.goto(`${app.url}/projects`);
    await page.getByTestId('project-search').press('a');
    await page.waitForURL(/q=a/);
    await isFocused(page, 'input');
  });

  it('one stays in a dialog, and comes back to what opened it', async () => {
    const page = await open('/admin/accounts');
    const opener = page.getByTestId('account-new');
    await opener.press('Enter');
    const dialog = page.getByTestId('account-dialog');
    await dialog.waitFor();
    for (let presses = 0; presses < 12; presses += 1) {
      // Beyond the last control lies the browser's own, which the page sees as its body.
      expect(
        await page.evaluate(
          () =>
            document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
        ),
      ).toBe(true);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await isFocused(page, '[data-testid=account-new]');

    await page.keyboard.press('Enter');
    await page.getByTestId('account-name').fill('lina');
    await page.getByTestId('account-display-name').fill('李娜');
    await page.getByTestId('account-save').press('Enter');
    await page.getByTestId('secret-close').press('Enter');
    await page.getByTestId('one-time-secret').waitFor({ state: 'detached' });
    await isFocused(page, '[data-testid=account-new]');
  });

  it.each(['light', 'dark'] as const)('one sees where one is, in the %s', async (colorScheme) => {
    for (const path of ['/', '/alerts/new-rule', '/projects']) {
      const page = await open(path, { colorScheme, reducedMotion: 'reduce' });
      expect([path, await unmarkedStops(page)]).toEqual([path, []]);
      await opened!.context.close();
    }
  });

  it('nothing moves for those who asked for that', async () => {
    const page = await open('/alerts/new-rule', { reducedMotion: 'reduce' });
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationDuration } = getComputedStyle(element);
          return [transitionDuration, animationDuration].some((times) =>
            times.split(',').some((time) => Number.parseFloat(time) > 0.001),
          );
        })
        .map(({ className }) => className),
    );
    expect(moving).toEqual([]);
  });
});

/** The kinds of control, reached by Tab, that look the same with and without the focus. */
async function unmarkedStops(page: Page): Promise<string[]> {
  const unmarked: string[] = [];
  const seen = new Set<string>();
  const most = 60;
  for (let stop = 0; stop < most; stop += 1) {
    await page.keyboard.press('Tab');
    const kind = await page.evaluate(() => {
      const { activeElement: at } = document;
      if (at === null || at === document.body) return null;
      return `${at.tagName}.${at.className} in ${at.parentElement?.className}`.replaceAll(
        /el-id-[\d-]+/g,
        '',
      );
    });
    if (kind === null) break;
    if (seen.has(kind)) continue;
    seen.add(kind);
    if (!(await isMarked(page))) unmarked.push(kind);
  }
  return unmarked;
}

/** Whether the place of the focused element looks otherwise than without the focus. The caret of a field is no mark. */
async function isMarked(page: Page): Promise<boolean> {
  const at = await page.evaluateHandle(() => document.activeElement as HTMLElement);
  await at.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const box = await at.evaluate((element) => {
    // What Element Plus draws around an input belongs to it.
    const { x, y, width, height } = (
      element.closest('.el-select__wrapper, .el-input__wrapper, .el-checkbox, .el-radio-button') ?? element
    ).getBoundingClientRect();
    return { x, y, width, height };
  });
  const clip = {
    x: Math.max(0, box.x - 6),
    y: Math.max(0, box.y - 6),
    width: box.width + 12,
    height: box.height + 12,
  };
  const focused = await page.screenshot({ clip });
  await at.evaluate((element) => element.blur());
  const without = await page.screenshot({ clip });
  await at.evaluate((element) => element.focus({ preventScroll: true }));
  return !focused.equals(without);
}
