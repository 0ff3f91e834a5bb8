/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import * as XLSX from '@e965/xlsx';
import type { ImportReport, ObservationRow, ScorecardRow } from '#contract';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');

interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}
const csv = (name: string, ...lines: string[]): ChosenFile => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${lines.join('\n')}\n`),
});
const clean = csv(
  '国际航线.csv',
  '指标,地区,时期,数值',
  'international_routes,西安市,2019年,88',
  'international_routes,西安市,2020年,105',
);
const noTable: ChosenFile = {
  name: '<img src=x onerror=document.title=1>\u202Egnp.xlsx',
  mimeType: 'image/png',
  buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
};

/** A yearbook's sheet as it comes: a merged title, a unit line, letters in a number's place, an area mistyped. */
function uglyWorkbook(): ChosenFile {
  const sheet = XLSX.utils.aoa_to_sheet([
    ['各市常住人口'],
    ['单位：万人'],
    ['地区', '2018年', '2019年'],
    ['西安市', 1000.37, '约1020'],
    ['西按市', 1, 2],
    ['宝鸡市', '<script>document.title=2</script>', 376.1],
    ['注：示例。'],
  ]);
  sheet['!merges'] = [XLSX.utils.decode_range('A1:C1')];
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, '人口');
  return {
    name: '年鉴（终稿）.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }),
  };
}

/** Several files at once, in a real Chromium against the real application. */
describe('files chosen together', () => {
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
  const overflowing = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  afterEach(async () => {
    const overflow = await overflowing();
    const title = await page.title();
    await context.close();
    expect(faults).toEqual([]);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(title).not.toMatch(/^[12]$/);
  });

  const choose = (...files: ChosenFile[]) => page.getByTestId('upload-file').setInputFiles(files);
  const line = (name: string, outcome: string) =>
    page.locator(`[data-testid=queue-file][data-outcome=${outcome}]`).filter({ hasText: name });
  const state = (name: ImportReport['state']) =>
    page.locator(`[data-testid=import-state][data-state=${name}]`).waitFor();
  const statusOf = async (target: string) =>
    (await app.ask<ScorecardRow[]>('/api/v1/assessments')).body.find((row) => row.target === target)?.status;
  const shot = async (name: string) => {
    const folder = process.env['SHOTS'];
    if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };

  it('checks each in its turn, marks faults at their cells, stores the clean one, and takes it back', async () => {
    await open();
    expect(await statusOf('international-routes-2020')).toBe('missed');
    await choose(clean, uglyWorkbook(), noTable);
    await line('国际航线', 'clean').waitFor();
    await line('年鉴（终稿）', 'partly').waitFor();
    const refused = line('onerror', 'unreadable');
    await refused.waitFor();
    // One bad file holds up no other, and says in its place what is wrong; its name hides nothing.
    expect(await refused.innerText()).toMatch(/⟨U\+202E⟩gnp\.xlsx[^]*这个文件不是能识别的表格/);
    expect(await line('国际航线', 'clean').innerText()).toMatch(/新增 1[^]*修订 1|1 项目标的判断会变化/);
    await shot('three-zh');
    const change = page.locator('[data-testid=verdict-change][data-target="international-routes-2020"]');
    expect(await change.innerText()).toMatch(/未能实现[^]*已实现/);
    expect(await statusOf('international-routes-2020')).toBe('missed');

    await line('年鉴（终稿）', 'partly').getByTestId('queue-select').click();
    const sheet = page.getByTestId('sheet');
    await sheet.waitFor();
    await sheet.getByTestId('sheet-mark').first().waitFor();
    const cells = async () =>
      (await sheet.getByTestId('sheet-mark').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    expect(await cells()).toEqual([
      '约1020 有错：不是数',
      '西按市 有错：不认识的地区',
      '<script>document.title=2</script> 有错：不是数',
    ]);
    expect(await sheet.getByTestId('sheet-column').allInnerTexts()).toEqual(['A 地区', 'B 数值', 'C 数值']);
    await sheet.getByTestId('sheet-reading').first().hover();
    expect(await page.getByTestId('sheet-notes').innerText()).toMatch(
      /B4[^]*1000\.37[^]*读作 西安市 常住人口 2018年/,
    );

    // By the keyboard alone: from the list to the cell, and from one mark to the next.
    const toCell = page.getByTestId('rejection-show').nth(1);
    await toCell.focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-cell="5-1"]:focus').waitFor();
    expect(await page.getByTestId('sheet-notes').innerText()).toMatch(/A5[^]*西按市[^]*西安市/);
    await page.keyboard.press('Tab');
    await page.locator('[data-cell="6-2"]:focus').waitFor();
    await shot('sheet-zh');

    await line('国际航线', 'clean').getByTestId('queue-import').click();
    await line('国际航线', 'ended').waitFor();
    expect(await statusOf('international-routes-2020')).toBe('achieved');
    expect(await line('年鉴（终稿）', 'partly').count()).toBe(1);

    await line('国际航线', 'ended').getByTestId('queue-select').click();
    await page.getByTestId('undo').click();
    await page.getByTestId('undo-dialog').waitFor();
    expect(await page.getByTestId('undo-dialog').innerText()).toMatch(/已实现[^]*未能实现/);
    await page.getByTestId('undo-confirm').click();
    await state('undone');
    expect(await statusOf('international-routes-2020')).toBe('missed');
  });

  it('stores all clean ones at once, dropped onto a telephone in English, and finds them in the history', async () => {
    await open({ viewport: { width: 390, height: 844 } });
    await page.getByTestId('language-switch').click();
    const metro = (name: string, year: number, value: number) =>
      csv(name, '指标,地区,时期,数值', `metro_length,西安市,${year}年,${value}`);
    const dropped = [metro('metro-a.csv', 2001, 1), metro('metro-b.csv', 2002, 2), uglyWorkbook()];
    const transfer = await page.evaluateHandle(
      (files) => {
        const data = new DataTransfer();
        for (const { name, bytes } of files) data.items.add(new File([new Uint8Array(bytes)], name));
        return data;
      },
      dropped.map(({ name, buffer }) => ({ name, bytes: [...buffer] })),
    );
    await page.getByTestId('file-drop').dispatchEvent('drop', { dataTransfer: transfer });
    const all = page.getByTestId('confirm-all');
    await line('年鉴（终稿）', 'partly').waitFor();
    expect(await all.innerText()).toBe('Import all 2 clean files');
    await line('年鉴（终稿）', 'partly').getByTestId('queue-select').click();
    const mark = page.getByTestId('sheet-mark').first();
    await mark.focus();
    expect(await page.getByTestId('sheet-notes').innerText()).toMatch(
      /C4[^]*Holds: 约1020[^]*Fault: not a number/,
    );
    expect(await overflowing()).toBeLessThanOrEqual(0);
    await shot('drop-en-phone');
    await all.click();
    await line('metro-a', 'ended').waitFor();
    await line('metro-b', 'ended').waitFor();
    const stored = await app.ask<ObservationRow[]>(
      '/api/v1/observations?indicator=metro_length&area=610100&to=2002',
    );
    expect(stored.body.map(({ value }) => value)).toEqual([1, 2]);

    await page.getByTestId('history-file').fill('metro-b');
    await page.getByTestId('history-file').press('Enter');
    await page.waitForURL(/file=metro-b/);
    await page
      .getByTestId('import-row')
      .filter({ hasText: 'metro-a' })
      .first()
      .waitFor({ state: 'detached' });
    expect(await page.getByTestId('import-row').count()).toBe(2);
    await shot('history-en-phone');
    await page.goto(`${app.url}/imports?state=applied&kind=imports`);
    await page.getByTestId('history-undo').first().waitFor();
    expect(await page.getByTestId('import-history').innerText()).not.toContain('Checked');
  });

  it('asks before the page is left while files wait, and lets them be cancelled', async () => {
    await open();
    const rows = Array.from(
      { length: 300_000 },
      (_, index) => `metro_length,610100,${1700 + Math.floor(index / 366)}-01-01,${index % 366},公里`,
    );
    await choose(csv('很长.csv', 'indicator,ref_area,time_period,obs_value,unit', rows.join('\n')), clean);
    await page.locator('[data-testid=upload-progress]:not([data-phase=sending])').waitFor();
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    await page.getByRole('navigation').getByRole('link').first().click();
    expect(asked).toEqual([expect.stringContaining('还有 2 个文件没有处理完')]);
    expect(page.url()).toContain('/imports');

    await line('国际航线', 'waiting').getByTestId('queue-cancel').click();
    await line('国际航线', 'stopped').waitFor();
    await page.getByTestId('upload-cancel').click();
    await state('cancelled');
  });
});
