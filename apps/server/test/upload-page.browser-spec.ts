/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ImportProfile, ImportReport, ObservationRow, ScorecardRow } from '#contract';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const fixture = (name: string) => join(process.cwd(), 'libs/ingest/test/fixtures', name);

/** A yearbook table as bureaus have them, which does not say of which place it speaks; in GB18030. */
function routesTable(years: readonly [number, number][]) {
  const lines = [
    `表7-3 国际航线情况（${years[0]![0]}—${years.at(-1)![0]}年）`,
    '单位：条',
    ['指标', ...years.map(([year]) => `${year}年`)].join(','),
    ['国际（地区）航线数（累计开通）', ...years.map(([, value]) => `${value}`)].join(','),
    '注：年末数。',
  ];
  const name = `${years.at(-1)![0]}年国际航线.csv`;
  return { name, mimeType: 'text/csv', buffer: iconv.encode(`${lines.join('\r\n')}\r\n`, 'gb18030') };
}

/** What a clerk does with a file of the bureau, in a real Chromium against the real application. */
describe('the upload page', () => {
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
    token = await app.token('admin');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const open = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    ({ context, page, faults } = await openWatchedPage(browser, app.url, options));
    await page.goto(`${app.url}/imports`);
    await page.getByTestId('login-token').fill(token);
    await page.getByTestId('login-submit').click();
    await page.getByTestId('upload-file').waitFor({ state: 'attached' });
  };
  afterEach(async () => {
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    await context.close();
    expect(faults).toEqual([]);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  type File = { name: string; mimeType: string; buffer: Buffer };
  const choose = (file: File | string) => page.getByTestId('upload-file').setInputFiles(file);
  const state = (name: ImportReport['state']) =>
    page.locator(`[data-testid=import-state][data-state=${name}]`).waitFor();
  const statusOf = async (target: string) => {
    const { body } = await app.ask<ScorecardRow[]>('/api/v1/assessments');
    return body.find((row) => row.target === target)?.status;
  };
  const values = async (query: string) =>
    (await app.ask<ObservationRow[]>(`/api/v1/observations?${query}`)).body;

  it('asks about a table that does not say its place, keeps the answer, imports, and takes it back', async () => {
    await open();
    expect(await statusOf('international-routes-2020')).toBe('missed');
    await choose(
      routesTable([
        [2018, 64],
        [2019, 88],
        [2020, 105],
      ]),
    );
    const area = page.getByTestId('layout-ref_area');
    await area.waitFor();
    expect(await page.getByTestId('upload-confirm').count()).toBe(0);
    await area.getByRole('radio').last().check();
    await area.getByRole('textbox').fill('西安市');
    await page.getByTestId('layout-keep').click();
    expect(await page.getByTestId('layout-keep-name').inputValue()).toBe('国际航线');
    await page.getByTestId('layout-answer').click();

    await state('validated');
    expect(await page.getByTestId('understood').innerText()).toMatch(/西安市[^]*表7-3/);
    const preview = page.getByTestId('preview-row');
    expect(await preview.last().innerText()).toMatch(/西安市[^]*2020年[^]*105 条/);
    const change = page.locator('[data-testid=verdict-change][data-target="international-routes-2020"]');
    expect(await change.innerText()).toMatch(/未能实现[^]*已实现/);
    // So far nothing is stored.
    expect(await statusOf('international-routes-2020')).toBe('missed');

    await page.getByTestId('upload-confirm').click();
    await state('applied');
    expect(await statusOf('international-routes-2020')).toBe('achieved');
    const { body: profiles } = await app.ask<ImportProfile[]>('/api/v1/import-profiles');
    expect(profiles.map(({ name, answers }) => [name, answers])).toEqual([
      ['国际航线', { ref_area: 'constant:西安市' }],
    ]);

    await page.getByRole('link', { name: '打开导入报告' }).click();
    await page.getByTestId('undo').click();
    const dialog = page.getByTestId('undo-dialog');
    await dialog.waitFor();
    expect(await dialog.innerText()).toMatch(/已实现[^]*未能实现/);
    expect(await statusOf('international-routes-2020')).toBe('achieved');
    await page.getByTestId('undo-confirm').click();
    await state('undone');
    expect(await page.getByTestId('undone').innerText()).toContain('admin');
    expect(await statusOf('international-routes-2020')).toBe('missed');
  });

  it('asks nothing about the next file of the same shape, until the layout is forgotten', async () => {
    await open();
    const next = routesTable([
      [2019, 88],
      [2020, 105],
      [2021, 92],
    ]);
    await choose(next);
    await state('validated');
    expect(await page.getByTestId('used-profile').innerText()).toContain('国际航线');
    expect(await page.getByTestId('questions').count()).toBe(0);

    await page.getByTestId('profile-forget').click();
    await page.getByTestId('profile').waitFor({ state: 'detached' });
    await choose(next);
    await page.getByTestId('layout-ref_area').waitFor();
  });

  it('reads a layout otherwise when it was understood wrongly, and keeps that instead', async () => {
    await open();
    await choose(routesTable([[2018, 64]]));
    const area = page.getByTestId('layout-ref_area');
    await area.getByRole('radio', { name: '全表都是 陕西省' }).check();
    await page.getByTestId('layout-keep').click();
    await page.getByTestId('layout-answer').click();
    await page.getByTestId('preview-row').filter({ hasText: '陕西省' }).waitFor();

    await page.getByTestId('relayout').locator('summary').click();
    await area.getByRole('combobox').click();
    await page.getByRole('option', { name: '整个文件都一样，是：' }).click();
    await area.getByRole('textbox').fill('西安');
    expect(await page.getByTestId('layout-keep-name').inputValue()).toBe('国际航线');
    await page.getByTestId('layout-answer').click();
    await page.getByTestId('preview-row').filter({ hasText: '西安市' }).waitFor();
    const profile = page.getByTestId('profile');
    await profile.waitFor();
    expect((await app.ask<ImportProfile[]>('/api/v1/import-profiles')).body).toMatchObject([
      { name: '国际航线', answers: { ref_area: 'constant:西安' } },
    ]);
    await page.getByTestId('profile-forget').click();
    await profile.waitFor({ state: 'detached' });
  });

  it('asks which sheet of a workbook is meant, in English on a telephone', async () => {
    await open({ viewport: { width: 390, height: 844 } });
    await page.getByTestId('language-switch').click();
    await choose(fixture('several-sheets-several-tables.xlsx'));
    const sheets = page.getByTestId('layout-sheet');
    await sheets.waitFor();
    expect(await sheets.innerText()).toContain('Which sheet is to be read?');
    await sheets.getByRole('radio').first().check();
    await page.getByTestId('layout-answer').click();
    await sheets.waitFor({ state: 'detached' });
    await page.getByTestId('import-state').waitFor();
  });

  it('leaves faulty rows out when told to, and hands them over to be mended', async () => {
    await open();
    await choose({
      name: '地铁.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        '指标,地区,时期,数值\nmetro_length,西安市,2018年,123.4\nmetro_length,西按市,2019年,1\n',
      ),
    });
    await state('validated');
    expect(await page.getByTestId('rejection-row').count()).toBe(1);
    expect(await page.getByTestId('upload-confirm').count()).toBe(0);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /下载全部退回行/ }).click(),
    ]);
    expect((await readFile(await download.path())).toString('utf8')).toContain('西按市');

    await page.getByTestId('upload-skip').click();
    await state('applied');
    const stored = await values('indicator=metro_length&area=610100');
    expect(stored.filter(({ period }) => period === '2018').map(({ value }) => value)).toEqual([123.4]);
  });

  it('cancels a long import on the way, and nothing of it stays', async () => {
    await open();
    const rows = Array.from(
      { length: 400_000 },
      (_, index) => `metro_length,610100,${1700 + Math.floor(index / 366)}-01-01,${index % 366},公里\n`,
    );
    await choose({
      name: '很长.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`indicator,ref_area,time_period,obs_value,unit\n${rows.join('')}`),
    });
    await page.locator('[data-testid=upload-progress]:not([data-phase=sending])').waitFor();
    await page.getByTestId('upload-cancel').click();
    await state('cancelled');
    expect(await values('indicator=metro_length&area=610100&to=1900')).toEqual([]);
  });

  it('does without events where something in between holds them back', async () => {
    await open();
    await page.route('**/events', (route) => route.abort());
    await choose({
      name: '地铁.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('指标,地区,时期,数值\nmetro_length,西安市,2018年,124\n'),
    });
    await state('validated');
    expect(await page.getByTestId('rows-read').innerText()).toBe('1');
  });

  it('says plainly that a picture is no table', async () => {
    await open();
    await choose({
      name: '年报.xlsx',
      mimeType: 'image/png',
      buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    });
    await page.getByTestId('failure').waitFor();
    expect(await page.getByTestId('failure').innerText()).toContain('这个文件不是能识别的表格');
  });

  it('hands over a template as a workbook', async () => {
    await open();
    await page.getByTestId('template-organisation').click();
    await page.getByRole('option', { name: '西安市政府', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('template-xlsx').click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^import-template-.*\.xlsx$/);
    expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK');
  });

  it('hands over a template that comes back, filled in, without a question', async () => {
    await open();
    await page.getByTestId('template-organisation').click();
    await page.getByRole('option', { name: '省交通运输厅', exact: true }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('template-csv').click(),
    ]);
    const text = (await readFile(await download.path())).toString('utf8');
    const filled = text.replace(/^(expressway_length,.*2025年,),/m, (_, before: string) => `${before}6700,`);
    expect(filled).not.toBe(text);
    await choose({ name: download.suggestedFilename(), mimeType: 'text/csv', buffer: Buffer.from(filled) });
    await state('validated');
    expect(await page.getByTestId('rejection-row').count()).toBe(0);
    expect(await page.getByTestId('preview-row').innerText()).toContain('6,700 公里');
  });
});
