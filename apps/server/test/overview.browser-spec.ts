/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { RollUps, ScorecardRow, TimelinessResponse, VerdictChanges } from '#contract';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');

/** The first page as a leader reads it, in a real Chromium against the real application with the shipped plan. */
describe('the overview', () => {
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
  afterEach(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });

  const desk = { width: 1280, height: 900 };
  const phone = { width: 390, height: 844 };
  const open = async (
    path = '/',
    options: Parameters<Browser['newContext']>[0] & { english?: boolean } = {},
  ) => {
    const { english = false, ...rest } = options;
    ({ context, page, faults } = await openWatchedPage(browser, app.url, rest));
    if (english) await page.addInitScript(() => localStorage.setItem('guanzhong.language', 'en'));
    // Logging in by the form is another file's subject.
    const session = await context.request.post(`${app.url}/api/v1/session`, { data: { token } });
    expect(session.status()).toBe(200);
    await page.goto(app.url + path);
  };
  const loaded = async () => {
    for (const block of ['standing', 'field', 'changes-between', 'owed-total', 'scorecard-row'])
      await page.getByTestId(block).first().waitFor();
  };
  const get = async <T>(path: string) => (await app.ask<T>(`/api/v1${path}`)).body;
  const textOf = (testId: string) => page.getByTestId(testId).innerText();
  const fitsTheWindow = async () => {
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  };

  it.each([
    ['zh', desk],
    ['en', desk],
    ['zh', phone],
    ['en', phone],
  ] as const)(
    'in %s at %j: how the plan stands, its fields, what changed, what is due',
    async (lang, viewport) => {
      await open('/', {
        viewport,
        english: lang === 'en',
        colorScheme: viewport === phone ? 'dark' : 'light',
      });
      await loaded();
      const [rows, rollUps, changes, timeliness] = await Promise.all([
        get<ScorecardRow[]>('/assessments'),
        get<RollUps>('/rollups?by=section'),
        get<VerdictChanges>('/verdict-changes'),
        get<TimelinessResponse>('/timeliness'),
      ]);
      // How many of how many, and what is not known is never left out.
      const { counts, assessed } = rollUps.total;
      expect(await textOf('standing-targets')).toBe(String(rows.length));
      expect(await textOf('standing-assessed')).toBe(String(assessed));
      expect(await textOf('standing-not-assessed')).toBe(String(counts.notAssessed));
      expect(await textOf('standing-behind')).toBe(
        String((counts.missed ?? 0) + (counts.movingAway ?? 0) + (counts.offTrack ?? 0)),
      );
      expect(await textOf('standing-too-few')).toContain('16.4%');
      // Every status is read out with its count.
      const missed = lang === 'zh' ? /^未能实现 1 项/ : /^Missed 1 target/;
      expect(await page.getByRole('link', { name: missed }).count()).toBe(1);

      // The eight sections of part two in the plan's order, and the part that is no field after them.
      const fields = page.getByTestId('field');
      expect(await fields.evaluateAll((all) => all.map((each) => each.dataset['field']))).toEqual([
        'xian-national-central-city',
        'spatial-structure',
        'innovation-industry',
        'infrastructure',
        'ecology-environment',
        'opening-up',
        'culture',
        'public-services',
        'implementation',
      ]);
      const railways = await page.locator('[data-field=infrastructure]').innerText();
      expect(railways).toMatch(
        lang === 'zh' ? /背离目标[^]*9／71\s*评估不足[^]*1／9/ : /Moving away[^]*9 of 71\s*too few/,
      );
      expect(await page.locator('[data-field=culture]').innerText()).toMatch(/无法评估|Not assessed/);

      expect(await textOf('changes-between')).toMatch(lang === 'zh' ? /2026年10月23日/ : /23 Oct 2026/);
      expect(await page.getByTestId('changed').count()).toBe(changes.changes.length);
      const late = timeliness.series.filter(({ state }) => state === 'late').length;
      expect(await textOf('owed-total')).toContain(String(late));
      expect(await textOf('late-stages')).toMatch(/没有逾期的项目节点|No project stage is late/);

      expect(await page.locator('h1').count()).toBe(1);
      await fitsTheWindow();
    },
  );

  it('as of a past day shows what was known then, in every block, and goes back to now', async () => {
    await open('/?asOf=2020-03-01');
    await loaded();
    const rollUps = await get<RollUps>('/rollups?by=section&asOf=2020-03-01');
    expect(await textOf('standing-assessed')).toBe(String(rollUps.total.assessed));
    expect(await page.locator('[data-field=infrastructure]').innerText()).toContain('4／71');
    // Published on 17 February 2020.
    expect(
      await page.locator('[data-target=international-routes-2020][data-testid=changed]').innerText(),
    ).toMatch(/国际航线数量达到100条\s*进度滞后[^]*进展正常\s*新数据：2019年为88条/);
    expect(await textOf('due-targets')).toContain('一年内（到 2021年3月1日）到期');
    expect(await page.getByTestId('awaited').count()).toBeGreaterThan(0);
    expect(await textOf('late-stages')).toContain('不显示');

    const now = await get<RollUps>('/rollups?by=section');
    await page.getByTestId('past-day').getByRole('button').click();
    await page.waitForFunction(
      (count) => document.querySelector('[data-testid=standing-assessed]')?.textContent === count,
      String(now.total.assessed),
    );
    expect(page.url()).not.toContain('asOf');
    await page.locator('[data-kind=slipped]').first().waitFor();
    // What cannot be decided any more is listed in full, as many as are told of.
    const told = Number(/\d+/.exec(await textOf('due-undecided'))?.[0]);
    await page.getByTestId('all-undecided').click();
    expect(await page.getByTestId('due-undecided-list').getByTestId('due-target').count()).toBe(told);
  });

  it('a field leads to its targets, with the keyboard too, and its address can be shared', async () => {
    await open('/?asOf=2026-11-20');
    await loaded();
    await page.locator('[data-field=spatial-structure] a').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/section=spatial-structure/);
    expect(page.url()).toContain('asOf=2026-11-20');
    // The focus stands at the head of the list, so that reading goes on there.
    await page.waitForFunction(() => document.activeElement?.id === 'targets');
    const rows = page.getByTestId('scorecard-row');
    const rollUps = await get<RollUps>('/rollups?by=section&asOf=2026-11-20');
    const group = rollUps.groups.find(({ key }) => key === 'spatial-structure')!;
    const shown = () => rows.evaluateAll((all) => all.map((each) => each.dataset['target']!).toSorted());
    expect(await shown()).toEqual(group.members.map(({ target }) => target).toSorted());

    await page.reload();
    await rows.first().waitFor();
    expect(await rows.count()).toBe(group.targets);
    expect(await page.getByTestId('filter-section').innerText()).toContain('优化城市群空间格局');

    await page.getByTestId('standing-missed').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/status=missed/);
    await page.waitForFunction(
      () => document.querySelectorAll('[data-testid=scorecard-row]:not([data-status=missed])').length === 0,
    );
    expect(await rows.count()).toBe(1);
  });

  it('says in each block that it has no answer, shows the others, and asks again for all when told to in one', async () => {
    const blocks = {
      rollups: 'fields',
      'verdict-changes': 'changes',
      timeliness: 'owed',
      projects: 'late-stages',
    };
    await open('/tasks');
    for (const path of Object.keys(blocks)) await page.route(`**/api/v1/${path}*`, (route) => route.abort());
    await page.goto(app.url);
    for (const block of Object.values(blocks)) await page.getByTestId(block).getByTestId('failure').waitFor();
    await page.getByTestId('scorecard-row').first().waitFor();
    await page.getByTestId('standing').waitFor();
    expect(await page.getByTestId('failure').count()).toBe(4);

    await page.unrouteAll();
    // The service can be reached again: what one block learns, all do.
    await page.getByTestId('changes').getByTestId('failure').getByRole('button').click();
    await loaded();
    await page.waitForFunction(() => document.querySelector('[data-testid=failure]') === null);
  });

  it('without the verdicts still shows the fields, the changes and the data owed', async () => {
    await open('/tasks');
    await page.route('**/api/v1/assessments*', (route) => route.abort());
    await page.goto(app.url);
    for (const part of ['field', 'changes-between', 'owed-total'])
      await page.getByTestId(part).first().waitFor();
    await page.getByTestId('failure').first().waitFor();
    expect(await page.getByTestId('standing').count()).toBe(0);
  });
});
