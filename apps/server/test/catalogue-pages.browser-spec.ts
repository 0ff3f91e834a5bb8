/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { targetSchema, type OrganisationVersion, type TargetVersion } from '#contract';
import { accessibilityFaults } from './accessible.js';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;
const code = 'vehicle-output-2035';

/** What administrators do with the catalogue, in a real Chromium against the real application. */
describe('the pages that change the catalogue', () => {
  let app: TestApplication;
  let browser: Browser;
  let admin: string;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser] = await Promise.all([startTestApplication({ webFolder }), launchBrowser()]);
    admin = await app.token('admin');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  afterEach(async () => {
    await context.close();
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
  /** The input of a field, by its path. */
  const field = (path: string) => page.getByTestId(`field-${path}`);
  const textOf = (testId: string) => page.getByTestId(testId).first().innerText();
  const versions = async () => (await app.ask<TargetVersion[]>(`/api/v1/targets/${code}/versions`)).body;
  const isNarrow = () =>
    page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

  it('edit a target: see the verdict now and after, give a reason, confirm, go back', async () => {
    await open(`/targets/${code}`);
    await page.getByTestId('edit-target').click();
    await field('value').waitFor();
    expect(await page.title()).toContain('修改目标');
    const value = await field('value').inputValue();

    await field('value').fill('很多');
    await page.getByTestId('try-out').click();
    await page.getByTestId('field-fault').waitFor();
    expect(await page.locator('[data-path=value]').innerText()).toContain('请填数字');
    // What only the service knows stands at its field too.
    await field('value').fill('１００');
    await field('due').fill('2035-13');
    await page.getByTestId('try-out').click();
    await page.locator('[data-path=due] [data-testid=field-fault]').waitFor();

    await field('due').fill('2035年');
    // What is asked about stays as it is until the answer is here.
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/v1/targets/*?dryRun=true', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByTestId('try-out').click();
    await page.locator('[data-testid=try-out]:disabled').waitFor();
    expect(await field('value').isDisabled()).toBe(true);
    answer();
    await page.getByTestId('preview').waitFor();
    await page.unroute('**/api/v1/targets/*?dryRun=true');
    expect(await field('value').isDisabled()).toBe(false);
    expect(await textOf('difference')).toMatch(/目标值[\s\S]*→\s*100$/);
    expect(await textOf('verdict-after')).toContain('已实现');
    expect(await textOf('verdict-before')).not.toContain('已实现');
    expect((await versions()).length).toBe(1);

    await page.getByTestId('confirm').click();
    await page.locator('[data-path=reason] [data-testid=field-fault]').waitFor();
    await page.getByTestId('reason').fill('按新文件调整');
    await page.getByTestId('confirm').click();
    await page.getByText('已保存为第 2 版').waitFor();
    expect(await page.getByTestId('version').count()).toBe(2);
    expect(await textOf('version')).toMatch(/第 2 版[\s\S]*现行[\s\S]*按新文件调整[\s\S]*目标值/);

    await page.getByTestId('go-back-1').click();
    await page.getByTestId('preview').waitFor();
    expect(await field('value').inputValue()).toBe(value);
    // A form that was changed is not left without asking.
    const asked = page.waitForEvent('dialog').then(async (dialog) => {
      await dialog.dismiss();
      return dialog.message();
    });
    await page.locator('main a').first().click();
    expect(await asked).toContain('还没有保存');
    expect(page.url()).toContain('/edit');
    await page.getByTestId('reason').fill('新文件已废止');
    // What is saved is said to be saved, even if the versions do not come.
    await page.route('**/api/v1/targets/*/versions', (route) => route.abort());
    await page.getByTestId('confirm').click();
    await page.getByText('已保存为第 3 版').waitFor();
    await page.getByText('修改已经保存，只是没能读回').waitFor();
    expect(await page.getByTestId('version').count()).toBe(2);
    await page.unroute('**/api/v1/targets/*/versions');
    await page.getByTestId('failure').getByRole('button').click();
    await page.getByTestId('version').nth(2).waitFor();
    const all = await versions();
    expect(all.map(({ changeReason }) => changeReason)).toEqual([null, '按新文件调整', '新文件已废止']);
    expect(all[2]?.value).toBe(all[0]?.value);
    // The page of the target shows the verdict of now again.
    await page.locator('main a').first().click();
    await page.getByTestId('target-status').waitFor();
    expect(await textOf('target-versions')).toContain('3');
  });

  it('tell who was faster, and put the change on what they saved', async () => {
    await open(`/targets/${code}/edit`, admin, phone, 'en');
    await field('name.en').waitFor();
    await field('name.en').fill('Cars made in a year');
    const last = (await versions()).at(-1)!;
    const body = Object.fromEntries(
      Object.entries(last).filter(([key]) => Object.hasOwn(targetSchema.shape, key)),
    );
    const quicker = await app.ask(`/api/v1/targets/${code}`, {
      method: 'PUT',
      body: JSON.stringify({ ...body, value: '410', version: last.version, reason: 'The council decided' }),
    });
    expect(quicker.status).toBe(200);
    await page.getByTestId('try-out').click();
    await page.getByTestId('overtaken').waitFor();
    expect(await textOf('overtaken')).toMatch(/The council decided[\s\S]*Target value[\s\S]*410/);
    expect(await field('value').inputValue()).toBe('410');
    expect(await field('name.en').inputValue()).toBe('Cars made in a year');
    await page.getByTestId('try-out').click();
    await page.getByTestId('preview').waitFor();
    expect(await page.getByTestId('preview').getByTestId('difference').count()).toBe(1);
    expect(await isNarrow()).toBe(true);
    await page.getByTestId('reason').fill('A plainer name');
    await page.getByTestId('confirm').click();
    await page.getByText(`Saved as version ${last.version + 2}`).waitFor();
    await page.locator('header .name', { hasText: 'Cars made in a year' }).waitFor();
    expect((await versions()).at(-1)).toMatchObject({ value: '410', name: { en: 'Cars made in a year' } });
  });

  describe('withdraw a target', () => {
    const own = 'airport-cargo-2035';
    const path = `/api/v1/targets/${own}`;
    const versionsOf = async () => (await app.ask<TargetVersion[]>(`${path}/versions`)).body;
    const count = async () => (await app.ask<unknown[]>('/api/v1/assessments')).body.length;
    const said = (version: object) =>
      Object.fromEntries(Object.entries(version).filter(([key]) => Object.hasOwn(targetSchema.shape, key)));
    const changed = (version: TargetVersion, change: object, reason: string) =>
      app.ask(path, {
        method: 'PUT',
        body: JSON.stringify({ ...said(version), ...change, version: version.version, reason }),
      });

    it('with what it means, what it changes and a reason, though another was faster', async () => {
      const all = await count();
      await open(`/targets/${own}/edit`);
      await page.getByTestId('withdraw-target').click();
      await page.getByTestId('end-preview').waitFor();
      expect(await textOf('target-end')).toMatch(/从2026年11月23日起，它不再评估[\s\S]*以前各日的结论/);
      expect(await textOf('end-preview')).toContain(`全部目标\n${all} → ${all - 1} 项`);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByTestId('end-confirm').click();
      await page.locator('[data-path=reason] [data-testid=field-fault]').waitFor();

      const [first] = await versionsOf();
      expect((await changed(first!, { due: '2034' }, '提前一年')).status).toBe(200);
      await page.getByTestId('end-reason').fill('与机场旅客目标重复');
      await page.getByTestId('end-confirm').click();
      await page.getByTestId('end-overtaken').waitFor();
      expect(await textOf('end-overtaken')).toMatch(/保存了第 2 版：提前一年/);
      expect(await page.getByTestId('end-reason').inputValue()).toBe('与机场旅客目标重复');
      expect(await count()).toBe(all);

      await page.getByTestId('end-confirm').click();
      await page.getByTestId('withdrawn-target').waitFor();
      expect(page.url()).toMatch(new RegExp(`/targets/${own}$`));
      expect(await textOf('withdrawn-state')).toMatch(
        /admin-\d+ 于 2026年11月23日.*停用[\s\S]*与机场旅客目标重复/,
      );
      expect(await count()).toBe(all - 1);
      await page.getByTestId('history').waitFor();
      // The days before are as they were.
      await page.getByTestId('last-day').click();
      await page.getByTestId('target-status').waitFor();
      expect(page.url()).toContain('asOf=2026-11-22');
    });

    it('and everybody who follows a link to it is told; administrators bring it back', async () => {
      await open(`/targets/${own}`, await app.token('viewer'), phone);
      await page.getByTestId('withdrawn-state').waitFor();
      expect(await page.getByTestId('bring-back').count()).toBe(0);
      expect(await isNarrow()).toBe(true);
      expect(await accessibilityFaults(page)).toEqual([]);
      await context.close();

      await open(`/targets/${own}`, admin, phone, 'en');
      await page.getByTestId('bring-back').click();
      await page.getByTestId('end-preview').waitFor();
      expect(await textOf('target-end')).toContain('The days in between stay as they are');
      expect(await isNarrow()).toBe(true);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByTestId('end-reason').fill('Not the same after all');
      await page.getByTestId('end-confirm').click();
      await page.getByTestId('target-status').waitFor();
      const all = await versionsOf();
      expect(
        all.map(({ validTo, withdrawn, changeReason }) => [
          validTo === null,
          withdrawn?.reason,
          changeReason,
        ]),
      ).toEqual([
        [false, undefined, null],
        [false, '与机场旅客目标重复', '提前一年'],
        [true, undefined, 'Not the same after all'],
      ]);
      await page.getByTestId('target-versions').click();
      await page.getByTestId('version-withdrawn').waitFor();
      expect(await textOf('version-withdrawn')).toContain('与机场旅客目标重复');
    });

    it('while another edits it: the form says so, and what confirming would do', async () => {
      await open(`/targets/${own}/edit`);
      await field('name.en').waitFor();
      await field('name.en').fill('Cargo');
      const last = (await versionsOf()).at(-1)!;
      const withdrawn = await app.ask(`${path}/withdrawal`, {
        method: 'POST',
        body: JSON.stringify({ version: last.version, reason: '这次真的重复' }),
      });
      expect(withdrawn.status).toBe(200);
      await page.getByTestId('try-out').click();
      await page.getByTestId('overtaken').waitFor();
      expect(await textOf('overtaken')).toMatch(
        /别人已经停用了它[\s\S]*admin-1 于 .* 停用[\s\S]*这次真的重复[\s\S]*确认之后它会恢复生效/,
      );
      expect(await textOf('overtaken')).not.toContain('新版本');
      expect(await page.getByTestId('withdraw-target').count()).toBe(0);
      expect(await field('name.en').inputValue()).toBe('Cargo');
      await page.getByTestId('try-out').click();
      await page.getByTestId('preview').waitFor();
      expect(await textOf('verdict-before')).toContain('已停用');
      // Unchanged, too, it would be in force again.
      await page.getByTestId('discard').click();
      await page.getByTestId('try-out').click();
      await page.getByTestId('preview').waitFor();
      expect(await textOf('preview')).toContain('恢复生效');
      await page.getByTestId('reason').fill('再恢复');
      await page.getByTestId('confirm').click();
      await page.getByText(`已保存为第 ${last.version + 1} 版`).waitFor();
      expect(await page.getByTestId('entry-withdrawn').count()).toBe(0);
      await page.getByTestId('withdraw-target').waitFor();

      // Withdrawn by somebody else while the question stands open.
      await page.getByTestId('withdraw-target').click();
      await page.getByTestId('end-preview').waitFor();
      await app.ask(path, { method: 'DELETE' });
      await page.getByTestId('end-reason').fill('重复');
      await page.getByTestId('end-confirm').click();
      await page.getByTestId('end-settled').waitFor();
      expect(await textOf('end-settled')).toMatch(/admin-1 于[\s\S]*没有写原因[\s\S]*不用再停用/);
      await page.getByTestId('end-leave').click();
      await page.getByTestId('withdrawn-target').waitFor();
    });
  });

  it('show versions to everybody, and the form to administrators alone', async () => {
    await open(`/targets/${code}`, await app.token('viewer'));
    await page.getByTestId('target-versions').click();
    await page.getByTestId('versions').waitFor();
    expect(await page.getByTestId('entry-form').count()).toBe(0);
    expect(await page.locator('[data-testid^=go-back-]').count()).toBe(0);
    expect(await page.locator('h1').innerText()).toBe('版本记录');
    expect(await page.getByTestId('edit-target').count()).toBe(0);
  });

  it('edit an indicator, and see that no verdict changes', async () => {
    await open('/indicators/vehicle_output/edit', admin, phone);
    await field('definition.zh').waitFor();
    await field('definition.zh').fill('全年在本区域生产的汽车');
    await page.getByTestId('try-out').click();
    await page.getByTestId('preview').waitFor();
    expect(await textOf('preview')).toContain('不改变任何目标的评估结论');
    expect(await isNarrow()).toBe(true);
    await page.getByTestId('reason').fill('统计制度修订');
    await page.getByTestId('confirm').click();
    await page.getByText('已保存为第 2 版').waitFor();
    expect(await textOf('version')).toContain('全年在本区域生产的汽车');
  });

  it('find an organisation, rename it, and make a new one', async () => {
    await open('/admin/organisations?q=drc', admin, {}, 'en');
    await page.getByTestId('organisation').first().waitFor();
    const search = page.getByTestId('organisation-search');
    await search.fill('drc');
    // What is typed stays where it is typed, though the address follows a moment later.
    await search.press('Home');
    await search.pressSequentially('shaanxi-');
    expect(await search.inputValue()).toBe('shaanxi-drc');
    await page.waitForURL(/q=shaanxi-drc/);
    await page.getByTestId('organisation').first().locator('a').click();
    await field('name.en').fill('Development and Reform Commission');
    await page.getByTestId('try-out').click();
    await page.getByTestId('reason').fill('Renamed');
    await page.getByTestId('confirm').click();
    await page.getByText('Saved as version 2').waitFor();
    const { body } = await app.ask<OrganisationVersion[]>('/api/v1/organisations/shaanxi-drc/versions');
    expect(body.map(({ reason }) => reason)).toEqual([null, 'Renamed']);

    await page.goto(`${app.url}/admin/new-organisation`);
    await field('code').fill('shaanxi-drc');
    await field('name.zh').fill('新单位');
    await field('name.en').fill('New office');
    await page.getByTestId('try-out').click();
    await page.getByTestId('code-taken').waitFor();
    await field('code').fill('new-office');
    await page.getByTestId('try-out').click();
    await page.getByTestId('reason').fill('Founded');
    await page.getByTestId('confirm').click();
    await page.waitForURL(/\/admin\/organisations\/new-office$/);
    await page.getByTestId('version').waitFor();
  });
});
