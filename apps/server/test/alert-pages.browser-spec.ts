/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type {
  Alert,
  AlertRule,
  AlertSettings,
  Delivery,
  ImportReport,
  ReceiverVersion,
  ShownReceiver,
} from '#contract';
import { startWebhookReceiver, type WebhookReceiver } from '../src/alerts/test/webhook-receiver.js';
import { accessibilityFaults } from './accessible.js';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const target = 'rail-travel-time-zhengzhou-2035';
const telephone = { viewport: { width: 390, height: 844 }, english: true };
const isSlip = (alert: Alert) => alert.rule === 'slip' && alert.target === target;

/** What a duty officer does with alerts, in a real Chromium against the real application with the shipped plan. */
describe('the alert pages', () => {
  let app: TestApplication;
  let browser: Browser;
  let receiver: WebhookReceiver;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];
  let slip: Alert;

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser, receiver] = await Promise.all([
      startTestApplication({ webFolder, environment: { ROLES: 'api,worker' } }),
      launchBrowser(),
      startWebhookReceiver(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await receiver?.close();
  });
  afterEach(async () => {
    await context.close();
    // Nothing threw in the page, and nothing was asked of anybody but the service.
    expect(faults).toEqual([]);
  });

  const logIn = async (
    token: string,
    path: string,
    options: Parameters<Browser['newContext']>[0] & { english?: boolean } = {},
  ) => {
    const { english = false, ...rest } = options;
    ({ context, page, faults } = await openWatchedPage(browser, app.url, rest));
    if (english) await context.addInitScript(() => localStorage.setItem('guanzhong.language', 'en'));
    await page.goto(app.url + path);
    await page.getByTestId('login-token').fill(token);
    await page.getByTestId('login-submit').click();
    await page.getByTestId('log-out').waitFor();
  };
  const field = (testId: string) =>
    page
      .getByTestId(testId)
      .locator('input, textarea')
      .or(page.locator(`input[data-testid=${testId}], textarea[data-testid=${testId}]`))
      .first();
  const get = async <T>(path: string) => (await app.ask<T>(path)).body;
  const card = () => page.locator(`[data-testid=alert][data-id="${slip.id}"]`);

  it('set up a receiver, keep its secret, and show what it says to a test', async () => {
    await logIn(await app.token('admin'), '/alerts/receivers');
    await page.getByTestId('no-receivers').waitFor();
    await page.getByTestId('add-receiver').click();
    await field('receiver-name').fill('Duty');
    await page.getByTestId('receiver-channel').click();
    await page.getByRole('option', { name: '网页钩子' }).click();
    await field('receiver-url').fill(receiver.url);
    await field('receiver-secret').fill('not to be read again');
    await page.getByTestId('receiver-save').click();
    // The service's fault stands at its field.
    await page.locator('[data-path=name] [data-testid=field-fault]').waitFor();
    await field('receiver-name').fill('duty');
    await page.getByTestId('receiver-save').click();
    const row = page.locator('[data-testid=receiver-row][data-receiver=duty]');
    await row.waitFor();
    expect(await row.innerText()).toMatch(/网页钩子[^]*不限：全部单位[^]*逐条发送/);
    const [stored] = await get<ShownReceiver[]>('/api/v1/receivers');
    expect(stored).toMatchObject({ name: 'duty', channel: 'webhook', secret: 'set', digest: null });

    receiver.answer(() => ({ status: 418 }));
    await row.getByTestId('receiver-test').click();
    const result = row.getByTestId('test-result');
    await result.waitFor();
    expect(await result.innerText()).toMatch(/没有送出[^]*状态码 418/);
    receiver.answer(() => ({ status: 200 }));
    await row.getByTestId('receiver-test').click();
    await row.getByText('已送出').waitFor();

    // What is edited and saved without a new secret keeps the stored one.
    await row.getByRole('link', { name: '修改 duty' }).click();
    await page.getByTestId('receiver-quiet').click();
    expect(await field('receiver-secret').inputValue()).toBe('');
    await page.getByTestId('receiver-save').click();
    await page.getByText('22:00–08:00 免打扰').waitFor();
    const [edited] = await get<ShownReceiver[]>('/api/v1/receivers');
    expect(edited).toMatchObject({ secret: 'set', quiet: { from: '22:00', to: '08:00', daysOff: false } });
  });

  it('lose no change of two who edit one receiver, and make none over another', async () => {
    await logIn(await app.token('admin'), '/alerts/receivers/duty');
    await page.locator('[data-path=maxAlerts] input').fill('7');
    const [before] = await get<ReceiverVersion[]>('/api/v1/receivers');
    const theirs = { ...before, enabled: false, maxAlerts: 3, secret: 'another secret' };
    const quicker = await app.ask('/api/v1/receivers/duty', { method: 'PUT', body: JSON.stringify(theirs) });
    expect(quicker.status).toBe(200);
    await page.getByTestId('receiver-save').click();
    const notice = page.getByTestId('receiver-overtaken');
    await notice.waitFor();
    expect(await notice.innerText()).toMatch(
      /admin-1 于 2026年11月23日 .* 保存了第 3 版[^]*启用 现为：否[^]*列出几条预警 现为：3（您也改了/,
    );
    expect(await notice.innerText()).toMatch(/密钥 已更换/);
    expect(await page.locator('[data-path=maxAlerts] input').inputValue()).toBe('7');
    expect((await get<ReceiverVersion[]>('/api/v1/receivers'))[0]).toMatchObject({
      version: 3,
      maxAlerts: 3,
    });
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByTestId('receiver-save').click();
    await page.locator('[data-testid=receiver-row][data-receiver=duty]').getByText('已停用').waitFor();
    const [after] = await get<ReceiverVersion[]>('/api/v1/receivers');
    expect(after).toMatchObject({ version: 4, enabled: false, maxAlerts: 7 });

    await page.getByTestId('add-receiver').click();
    await field('receiver-name').fill('duty');
    await page.locator('[data-path=to] textarea').fill('a@example.gov.cn');
    await page.getByTestId('receiver-save').click();
    await page.locator('[data-path=name] [data-testid=field-fault]').waitFor();
    expect(await page.locator('[data-path=name]').innerText()).toContain('已有这个名称');
    const back = { ...after, enabled: true };
    await app.ask('/api/v1/receivers/duty', { method: 'PUT', body: JSON.stringify(back) });
  });

  it('show a slip that an upload made, and let it be acknowledged and taken back', async () => {
    const { body } = await app.ask<ImportReport>('/api/v1/imports', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: '指标,地区,时期,数值,单位,destination\nrail_travel_time,西安市,2026年10月,200,分钟,郑州\n',
    });
    expect(body.verdictChanges.map((change) => change.target)).toContain(target);
    slip = (await get<Alert[]>('/api/v1/alerts')).find(isSlip)!;

    await logIn(await app.token('admin'), '/alerts');
    await card().waitFor();
    expect(await card().innerText()).toMatch(/警告[^]*告警中[^]*已实现[^]*郑州[^]*自 2026年11月23日 12:00/);
    await page.getByTestId('severity-critical').click();
    await card().waitFor({ state: 'detached' });
    expect(page.url()).toContain('severity=critical');
    await page.getByTestId('clear-filters').first().click();
    await page.getByTestId('severity-warning').click();
    await card().waitFor();

    await card().getByTestId('acknowledge').click();
    await field('acknowledge-comment').fill('已联系铁路局');
    await page.keyboard.press('Enter');
    await card().getByTestId('note-acknowledged').waitFor();
    expect(await card().innerText()).toMatch(/已确认[^]*已联系铁路局/);
    expect(await get<Alert>(`/api/v1/alerts/${slip.id}`)).toMatchObject({
      state: 'acknowledged',
      acknowledged: { comment: '已联系铁路局' },
    });
    await card().getByTestId('take-back').click();
    await card().getByTestId('acknowledge').waitFor();
    expect(await card().getAttribute('data-state')).toBe('firing');
  });

  it('are read again once a minute, without a hand', async () => {
    const path = `/api/v1/alerts/${slip.id}/acknowledgement`;
    await logIn(await app.token('viewer'), '/');
    await page.clock.install();
    await page.goto(`${app.url}/alerts`);
    await card().waitFor();
    expect((await app.ask(path, { method: 'POST', body: '{}' })).status).toBe(200);
    await page.clock.fastForward(61_000);
    await page.locator(`[data-testid=alert][data-id="${slip.id}"][data-state=acknowledged]`).waitFor();
    expect((await app.ask(path, { method: 'DELETE' })).status).toBe(200);
  });

  it('say that nothing fires, and that the service cannot answer', async () => {
    await logIn(await app.token('viewer'), '/');
    const alerts = /\/api\/v1\/alerts\?/;
    await page.route(alerts, (route) => route.fulfill({ json: [] }));
    await page.goto(`${app.url}/alerts`);
    await page.getByTestId('no-alerts').getByText('现在没有预警').waitFor();
    await page.unroute(alerts);
    const problem = { type: '', title: '', status: 503, code: 'database-unavailable', detail: 'Away.' };
    await page.route(alerts, (route) => route.fulfill({ status: 503, json: problem }));
    await page.getByTestId('refresh').click();
    await page.getByTestId('failure').getByText('数据库连接不上').waitFor();
    await page.unroute(alerts);
    await page.getByTestId('failure').getByRole('button').click();
    await card().waitFor();
  });

  it('silence an alert for a while, say so at it, and end that', async () => {
    await logIn(await app.token('admin'), '/alerts');
    await card().getByTestId('silence').click();
    const preview = page.getByTestId('silence-preview');
    await preview.getByText('现在会静默 1 条预警').waitFor();
    expect(await preview.innerText()).toContain('郑州');
    await page.getByTestId('silence-submit').click();
    await page.locator('[data-path=comment] [data-testid=field-fault]').waitFor();
    await field('silence-comment').fill('十月停运检修');
    await page.getByTestId('end-week').check();
    await page.getByTestId('silence-submit').click();
    const row = page.locator('[data-testid=silence-row][data-state=active]');
    await row.waitFor();
    expect(await row.innerText()).toMatch(/规则 等于 slip[^]*十月停运检修/);

    await page.goto(`${app.url}/alerts`);
    await card().getByTestId('note-silenced').waitFor();
    expect(await card().getByTestId('note-silenced').innerText()).toMatch(/静默至 \d{4}年[^]*十月停运检修/);
    await page.getByTestId('tab-silences').click();
    await row.getByTestId('end-silence').click();
    await page.locator('[data-testid=silence-row][data-state=expired]').waitFor();
    expect((await get<Alert>(`/api/v1/alerts/${slip.id}`)).silencedBy).toEqual([]);
  });

  it('tell of one alert what became of it, with its deliveries and their attempts', async () => {
    await eventually(async () => {
      const deliveries = await get<Delivery[]>(`/api/v1/deliveries?alert=${slip.id}`);
      return deliveries.some(({ state }) => state === 'sent');
    });
    await logIn(await app.token('viewer'), `/alerts/${slip.id}`);
    const events = page.getByTestId('event');
    await events.nth(4).waitFor();
    const actions = await events.evaluateAll((all) => all.map((one) => one.getAttribute('data-action')));
    // Twice: by hand, and in the test of the page that is read again.
    const answered = ['acknowledge', 'unacknowledge'];
    expect(actions).toEqual(['fire', ...answered, ...answered]);
    expect(await events.first().innerText()).toMatch(/告警[^]*状态比上一次变差[^]*原为 已实现/);
    expect(await events.nth(1).innerText()).toContain('已联系铁路局');
    await page.getByTestId('target-verdict').getByText('2026年10月为200分钟').waitFor();
    expect(await page.locator('main').innerText()).toMatch(/所据数字[^]*200 分钟[^]*责任单位/);

    const delivery = page.locator('[data-testid=delivery][data-state=sent]').first();
    await delivery.getByTestId('show-attempts').click();
    const attempt = delivery.getByTestId('attempt');
    await attempt.waitFor();
    expect(await attempt.innerText()).toMatch(/成功[^]*状态码 200/);
    // Who may only look is offered nothing to press.
    for (const button of ['acknowledge', 'take-back', 'silence', 'retry'])
      expect(await page.getByTestId(button).count()).toBe(0);
  });

  it('send again what was given up, and find it in the log', async () => {
    receiver.answer(() => ({ status: 404 }));
    await app.ask('/api/v1/imports', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: '指标,地区,时期,数值,单位,destination\nrail_travel_time,西安市,2026年10月,100,分钟,郑州\n',
    });
    app.setNow('2026-11-23T05:00:00Z');
    await eventually(async () =>
      (await get<Delivery[]>('/api/v1/deliveries?state=givenUp')).some(({ alerts }) =>
        alerts.includes(slip.id!),
      ),
    );
    receiver.answer(() => ({ status: 200 }));
    await logIn(await app.token('admin'), '/alerts/deliveries?state=givenUp&receiver=duty');
    const delivery = page
      .locator('[data-testid=delivery][data-state=givenUp]')
      .filter({ has: page.locator(`a[href="/alerts/${slip.id}"]`) });
    await delivery.waitFor();
    expect(await delivery.innerText()).toMatch(/已放弃[^]*404/);
    await page.getByTestId('retry-all').click();
    await page.getByText('已重新排队').waitFor();
    await eventually(async () => (await get<Delivery[]>('/api/v1/deliveries?state=givenUp')).length === 0);
    await page.goto(`${app.url}/alerts?tab=history`);
    await card().waitFor();
    expect(await card().innerText()).toMatch(/已解除[^]*2026年11月23日 12:00 至/);
  });

  it('change a rule, with the faults at their fields, and keep its versions', async () => {
    await logIn(await app.token('admin'), '/alerts/rules');
    const row = page.locator('[data-testid=rule-row][data-rule=revision]');
    await row.waitFor();
    expect(await row.innerText()).toContain('最新一次发布把已知的值改动了 5% 以上');
    await row.getByTestId('rule-switch').click();
    await row.getByText('已停用').waitFor();
    expect(await get<AlertRule>('/api/v1/alert-rules/revision')).toMatchObject({
      version: 2,
      enabled: false,
    });

    await page.goto(`${app.url}/alerts/rules/overdue`);
    await page.locator('[data-path="condition.days"]').waitFor();
    await field('condition-days').fill('many');
    await page.getByTestId('rule-save').click();
    await page.locator('[data-path="condition.days"]').getByText('请填一个数').waitFor();
    await field('condition-days').fill('0');
    await page.getByTestId('rule-save').click();
    await page.getByTestId('condition').getByText('天数是 1 到 3660 的整数').waitFor();
    await field('condition-days').fill('20');
    await field('text-zh-summary').fill('{{before}}');
    await page.getByTestId('preview-zh').getByText('没有 {{before}} 这个位置').waitFor();
    await page.getByTestId('rule-save').click();
    await page.locator('[data-path="texts.zh.summary"] [data-testid=field-fault]').waitFor();
    await field('text-zh-summary').fill('逾期 ');
    await field('text-zh-summary').press('End');
    await page.getByTestId('texts-zh').getByRole('button', { name: '插入“已逾期（天）”' }).click();
    expect(await page.getByTestId('preview-zh').innerText()).toContain('逾期 20');
    await page.getByTestId('rule-save').click();
    await page.getByTestId('saved').waitFor();
    expect(await page.getByTestId('rule-version').count()).toBe(2);
    expect(await get<AlertRule>('/api/v1/alert-rules/overdue')).toMatchObject({
      version: 2,
      condition: { kind: 'overdue', days: 20 },
      texts: { zh: { summary: '逾期 {{daysLate}}' } },
    });
  });

  it('change the settings, with the faults of a routing tree at it', async () => {
    await logIn(await app.token('admin'), '/alerts/settings');
    const version = (await get<AlertSettings>('/api/v1/alert-settings')).version;
    await field('after-working-days').fill('3');
    await field('settings-root').fill('{"receiver": ');
    await page.getByTestId('settings-save').click();
    await page.locator('[data-path=root]').getByText('不是 JSON').waitFor();
    const tree = {
      receiver: 'nobody',
      groupBy: ['alertname'],
      groupWaitSeconds: 0,
      groupIntervalSeconds: 300,
      repeatSeconds: 'never',
    };
    await field('settings-root').fill(JSON.stringify(tree));
    await page.getByTestId('settings-save').click();
    await page.locator('[data-path=root]').getByText('没有接收方 nobody').waitFor();
    await field('settings-root').fill(JSON.stringify({ ...tree, receiver: 'duty' }));
    await page.getByTestId('settings-save').click();
    await page.getByTestId('saved').waitFor();
    expect(await get<AlertSettings>('/api/v1/alert-settings')).toMatchObject({
      version: version + 1,
      root: { receiver: 'duty' },
      escalation: { afterWorkingDays: 3 },
    });
  });

  it.each([
    ['a desk', { viewport: { width: 1280, height: 900 } }],
    ['a telephone at night', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }],
  ])('are complete in English and fit %s', async (_, options) => {
    await logIn(await app.token('admin'), '/alerts', { ...options, english: true });
    const pages: [path: string, title: string][] = [
      ['/alerts', 'Alerts'],
      ['/alerts?tab=history', 'Alerts'],
      [`/alerts/${slip.id}`, `Alert #${slip.id}`],
      ['/alerts/silences', 'Silences'],
      [`/alerts/silences/new?alert=${slip.id}`, 'Which alerts to silence'],
      ['/alerts/rules', 'Alert rules'],
      ['/alerts/rules/slip', 'slip'],
      ['/alerts/new-rule', 'New rule'],
      ['/alerts/receivers', 'Receivers'],
      ['/alerts/receivers/duty', 'duty'],
      ['/alerts/new-receiver', 'New receiver'],
      ['/alerts/deliveries', 'Deliveries'],
      ['/alerts/settings', 'Alert settings'],
    ];
    for (const [path, title] of pages) {
      await page.goto(app.url + path);
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
      await page.waitForFunction(() => document.querySelector('main .el-skeleton') === null);
      const { overflow, chinese } = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const copy = document.querySelector('main')!.cloneNode(true) as HTMLElement;
        // What is written in Chinese whatever the reader's language, and says so.
        for (const own of copy.querySelectorAll('[lang="zh-CN"], textarea, q')) own.remove();
        return {
          overflow: scrollWidth - clientWidth,
          chinese: /[一-龥].*/.exec(copy.textContent ?? '')?.[0] ?? null,
        };
      });
      expect({ path, overflow, chinese }).toEqual({ path, overflow: 0, chinese: null });
    }
  });

  it('offer an uploader only the alerts of the own organisation to see to', async () => {
    await app.ask('/api/v1/imports', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: '指标,地区,时期,数值,单位,destination\nrail_travel_time,西安市,2026年10月,210,分钟,郑州\n',
    });
    slip = (await get<Alert[]>('/api/v1/alerts?state=firing')).find(isSlip)!;
    await logIn(await app.token('uploader', 'xian-government'), '/alerts');
    await card().waitFor();
    expect(await card().getByTestId('acknowledge').count()).toBe(0);
    await context.close();
    await logIn(await app.token('uploader', slip.organisation ?? ''), '/alerts', telephone);
    await card().getByTestId('acknowledge').waitFor();
    expect(await card().getByTestId('silence').count()).toBe(0);
    // By keyboard alone, in English, on a telephone.
    await card().getByTestId('acknowledge').press('Enter');
    await page.keyboard.type('asked the railway bureau');
    await page.keyboard.press('Enter');
    await card().getByText('asked the railway bureau').waitFor();
    expect(await card().innerText()).toContain('Acknowledged');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? null);
    await eventually(async () => (await focused()) === 'take-back');
    await page.keyboard.press('Enter');
    await eventually(async () => (await focused()) === 'acknowledge');
    await page.goto(`${app.url}/alerts/receivers`);
    await page.getByTestId('receiver-row').waitFor();
    expect(await page.getByTestId('receiver-test').count()).toBe(0);
    expect(await page.getByTestId('add-receiver').count()).toBe(0);
  });

  it('silence and read the log on a telephone in English', async () => {
    await logIn(await app.token('admin'), '/alerts', telephone);
    await card().getByTestId('silence').click();
    await page.getByTestId('silence-preview').getByText('It would silence 1 alert just now').waitFor();
    await field('silence-comment').fill('line closed in October');
    await page.getByTestId('silence-submit').click();
    await page.locator('[data-testid=silence-row][data-state=active]').waitFor();
    await page.getByTestId('tab-deliveries').click();
    const delivery = page.locator('[data-testid=delivery][data-receiver=duty]').first();
    await delivery.getByTestId('show-attempts').click();
    await delivery.getByTestId('attempt').first().waitFor();
    expect(await delivery.getByTestId('attempt').first().innerText()).toContain('sent');
  });
});

/** Asks again until it is so. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error('It did not come true within a minute');
    await delay(100);
  }
}
