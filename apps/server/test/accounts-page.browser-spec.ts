/// <reference lib="dom" />
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { FirstPassword } from '#contract';
import { launchBrowser, openWatchedPage, type WatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const own = '渭河两岸 2035 年见';

/** Where to put pictures of the pages for people to look at; unset: none are taken. */
const pictures = process.env['ACCOUNT_PICTURES'];

describe.each([
  ['zh', 1280, 'light'],
  ['en', 390, 'dark'],
] as const)('the pages of accounts (%s, %i px, %s)', (language, width, colorScheme) => {
  let app: TestApplication;
  let browser: Browser;
  let opened: WatchedPage[] = [];

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser] = await Promise.all([startTestApplication({ webFolder }), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  afterEach(async () => {
    const faults = opened.flatMap((one) => one.faults);
    await Promise.all(opened.map(({ context }) => context.close()));
    opened = [];
    expect(faults).toEqual([]);
  });

  async function open(path = '/'): Promise<Page> {
    const watched = await openWatchedPage(browser, app.url, {
      viewport: { width, height: 860 },
      colorScheme,
    });
    opened.push(watched);
    const { page } = watched;
    await page.addInitScript((chosen) => localStorage.setItem('guanzhong.language', chosen), language);
    await page.goto(app.url + path);
    return page;
  }

  /** Takes a picture for people, and sees that nothing hangs over the side. */
  async function look(page: Page, name: string): Promise<void> {
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect([name, overflow]).toEqual([name, 0]);
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}-${language}-${width}.png`), fullPage: true });
  }

  async function byToken(page: Page): Promise<void> {
    const other = page.getByTestId('login-other-way');
    await page.getByTestId('login-submit').waitFor();
    if ((await page.getByTestId('login-token').count()) === 0) await other.click();
    await page.getByTestId('login-token').fill(await app.token('admin'));
    await page.getByTestId('login-submit').click();
    await page.getByTestId('who').waitFor();
  }

  async function byPassword(page: Page, name: string, password: string): Promise<void> {
    await page.getByTestId('login-name').fill(name);
    await page.getByTestId('login-password').fill(password);
    await page.getByTestId('login-submit').click();
  }

  async function account(name: string, role: string): Promise<string> {
    const { body } = await app.ask<FirstPassword>('/api/v1/accounts', {
      method: 'POST',
      body: JSON.stringify({ name, displayName: `用户 ${name}`, role, organisations: null }),
    });
    return body.password;
  }

  async function changeTo(page: Page, current: string, next: string, again = next): Promise<void> {
    await page.getByTestId('password-current').fill(current);
    await page.getByTestId('password-next').fill(next);
    await page.getByTestId('password-again').fill(again);
    await page.getByTestId('password-save').click();
  }

  it('from the first token to an account of one’s own, whose first password has to be changed', async () => {
    const page = await open('/admin/accounts');
    // Before there is any account, the token is what one has.
    await page.getByTestId('login-token').waitFor();
    await look(page, 'log-in-by-token');
    await byToken(page);
    await page.getByTestId('no-accounts').waitFor();
    await page.getByTestId('account-new').click();
    await page.getByTestId('account-name').fill('wangfang');
    await page.getByTestId('account-display-name').fill('王芳');
    await page.getByTestId('role-admin').check();
    await look(page, 'new-account');
    await page.getByTestId('account-save').click();
    const first = await page.getByTestId('secret').innerText();
    await look(page, 'first-password');
    await page.getByTestId('secret-close').click();
    await page.getByTestId('account-row').waitFor();
    await look(page, 'accounts');
    await page.getByTestId('log-out').click();

    await page.getByTestId('login-name').waitFor();
    await byPassword(page, 'wangfang', 'not this one');
    await page.getByTestId('failure').waitFor();
    await look(page, 'wrong-password');
    await byPassword(page, 'wangfang', first);
    await page.getByTestId('first-password').waitFor();
    // No way past it.
    await page.goto(`${app.url}/imports`);
    await page.getByTestId('first-password').waitFor();
    expect(await page.getByTestId('nav-admin').count()).toBe(0);
    await changeTo(page, first, 'short');
    await page.locator('.fault').waitFor();
    await changeTo(page, first, own, 'another one');
    await page.locator('.fault').waitFor();
    await look(page, 'change-password');
    await changeTo(page, first, 'wangfang2026');
    await page.getByTestId('failure').waitFor();
    await changeTo(page, first, own);
    await page.getByTestId('scorecard-row').first().waitFor();
    expect(await page.getByTestId('who').innerText()).toContain('王芳');
  });

  it('one’s own account: devices, ending one, logging out everywhere', async () => {
    const first = await account('liqiang', 'uploader');
    const page = await open('/account');
    await byPassword(page, 'liqiang', first);
    await page.getByTestId('first-password').waitFor();
    await changeTo(page, first, own);
    await page.getByTestId('scorecard-row').first().waitFor();
    const other = await open('/account');
    await byPassword(other, 'liqiang', own);
    await other.getByTestId('session').first().waitFor();
    await page.getByTestId('who').click();
    await page.getByTestId('session').nth(1).waitFor();
    await look(page, 'own-account');
    await page.getByTestId('session-end').click();
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=session]').length === 1);
    await other.reload();
    await other.getByTestId('login-name').waitFor();
    await page.getByTestId('to-password').click();
    await changeTo(page, own, `${own}！`);
    await page.getByTestId('password-saved').waitFor();
    await page.getByTestId('sessions-end').click();
    await page.getByTestId('login-name').waitFor();
  });

  it('an administrator changes, resets and disables an account, and the open page of it is out at once', async () => {
    const first = await account('zhaomin', 'viewer');
    const theirs = await open('/');
    await byPassword(theirs, 'zhaomin', first);
    await theirs.getByTestId('first-password').waitFor();
    await changeTo(theirs, first, own);
    await theirs.getByTestId('scorecard-row').first().waitFor();
    for (const path of ['/admin/accounts', '/admin/tokens', '/admin/audit']) {
      await theirs.goto(app.url + path);
      await theirs.getByTestId('failure').waitFor();
      expect(await theirs.locator('main').getByRole('button').count()).toBe(0);
    }

    const page = await open('/admin/accounts');
    await byToken(page);
    const row = page.locator('[data-testid=account-row][data-name=zhaomin]');
    await row.getByTestId('account-edit').click();
    await page.getByTestId('account-end-sessions').waitFor();
    await page.getByTestId('role-uploader').check();
    await page
      .getByTestId('organisations')
      .locator('input')
      .fill(language === 'zh' ? '西安市政府' : "Xi'an Municipal");
    await page.getByRole('option').filter({ visible: true }).first().click();
    await look(page, 'edit-account');
    await page.getByTestId('account-save').click();
    await page.getByTestId('account-dialog').waitFor({ state: 'detached' });
    expect(await row.innerText()).toMatch(
      language === 'zh' ? /填报[^]*西安市政府/ : /uploader[^]*Xi'an Municipal/,
    );
    await theirs.getByTestId('who').click();
    await theirs.getByTestId('login-name').waitFor();

    page.on('dialog', (dialog) => void dialog.accept());
    await row.getByTestId('account-reset').click();
    await page.getByTestId('secret').waitFor();
    await page.getByTestId('secret-close').click();
    await row.getByTestId('account-unlock').click();
    await page.getByTestId('said').waitFor();
    await row.getByTestId('account-edit').click();
    await page.getByTestId('account-disabled').check();
    await page.getByTestId('account-save').click();
    await page.getByTestId('account-dialog').waitFor({ state: 'detached' });
    expect(await row.innerText()).toMatch(/已停用|disabled/);
  });

  it('tokens are made, shown once and revoked; the record has it all, filtered and as a file', async () => {
    const page = await open('/admin/tokens');
    await byToken(page);
    await page.getByTestId('token-new').click();
    await page.getByTestId('token-name').fill('grafana-panels');
    await page.getByTestId('days-90').check();
    await look(page, 'new-token');
    await page.getByTestId('token-save').click();
    const secret = await page.getByTestId('secret').innerText();
    expect((await app.ask('/api/v1/plan', { token: secret })).status).toBe(200);
    await page.getByTestId('secret-close').click();
    const row = page.locator('[data-testid=token-row][data-name=grafana-panels]');
    await row.waitFor();
    await look(page, 'tokens');
    page.on('dialog', (dialog) => void dialog.accept());
    await row.getByTestId('token-revoke').click();
    await row.getByTestId('token-revoke').waitFor({ state: 'detached' });
    expect((await app.ask('/api/v1/plan', { token: secret })).status).toBe(401);

    await page.getByTestId('admin-audit').click();
    await page.getByTestId('audit-row').first().waitFor();
    await page.getByTestId('audit-text').fill('grafana-panels');
    await page.getByTestId('audit-text').press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=audit-row]').length === 2);
    await look(page, 'audit');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('audit-export').click(),
    ]);
    expect(download.suggestedFilename()).toBe('audit.csv');
  });

  it('a name of markup is text on every page that shows it', async () => {
    const evil = '<img src=x onerror="document.title=\'taken\'">';
    await app.ask('/api/v1/accounts', {
      method: 'POST',
      body: JSON.stringify({ name: 'evil', displayName: evil, role: 'viewer', organisations: null }),
    });
    const page = await open('/admin/accounts');
    await byToken(page);
    const row = page.locator('[data-testid=account-row][data-name=evil]');
    await row.waitFor();
    expect(await row.innerText()).toContain(evil);
    await page.getByTestId('admin-audit').click();
    await page.getByText('onerror').first().waitFor();
    expect(await page.title()).not.toContain('taken');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });
});
