/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, openWatchedPage } from './browser.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Choosing, reading, printing and saving a briefing, in a real Chromium against the real application. */
describe('the pages of briefings', () => {
  let app: TestApplication;
  let browser: Browser;
  let viewer: string;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser] = await Promise.all([startTestApplication({ webFolder }), launchBrowser()]);
    viewer = await app.token('viewer');
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  afterEach(async () => {
    await context.close();
    // Nothing threw in the page, and nothing was asked of anybody but the service: closed networks.
    expect(faults).toEqual([]);
  });

  const open = async (
    path: string,
    options: Parameters<Browser['newContext']>[0] = {},
    language: 'zh' | 'en' = 'zh',
  ) => {
    ({ context, page, faults } = await openWatchedPage(browser, app.url, options));
    // The days of the page are those of the service's clock.
    await page.clock.setFixedTime('2026-11-23T04:00:00Z');
    await page.goto(app.url + path);
    await page.getByTestId('login-token').fill(viewer);
    await page.getByTestId('login-submit').click();
    await page.getByTestId('log-out').waitFor();
    // The header is another before the page is there.
    await page.getByTestId('login-token').waitFor({ state: 'detached' });
    if (language === 'en') await page.getByTestId('language-switch').click();
  };
  const article = () => page.getByTestId('briefing');
  /** Every chart is there. */
  const chartsDrawn = () =>
    page.waitForFunction(() => {
      const pictures = [...document.querySelectorAll('img')];
      return (
        pictures.length > 0 && pictures.every(({ complete, naturalWidth }) => complete && naturalWidth > 0)
      );
    });
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  async function seriousFaults(): Promise<string[]> {
    await page.evaluate(await readFile(axe, 'utf8'));
    return page.evaluate(async () => {
      const { axe: checker } = window as unknown as {
        axe: {
          run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
        };
      };
      const { violations } = await checker.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
    });
  }

  it('lead from a year to a month, and from there to the ones beside it', async () => {
    await open('/briefings');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('督查通报');
    expect(await page.getByTestId('latest-2026-10').innerText()).toBe('2026年10月通报');
    expect(await page.getByTestId('2026-11').innerText()).toMatch(/2026年11月\s*进行中/);
    expect(await page.getByTestId('2026-12').count()).toBe(0);
    expect(await seriousFaults()).toEqual([]);
    await page.getByTestId('earlier-year').click();
    await page.waitForURL('**/briefings?year=2025');
    await page.getByTestId('2025-Q4').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/briefings/2025-Q4');
    await page.getByTestId('next').click();
    await page.waitForURL('**/briefings/2026-Q1');
    await page.getByText('（2026年一季度）').waitFor();
  });

  it('show a month as it was known at its end', async () => {
    await open('/briefings/2019-09');
    await article().waitFor();
    expect(await page.title()).toMatch(/^督查通报 2019年9月/);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('规划目标进展情况督查通报');
    expect(await page.getByTestId('dateline').innerText()).toBe('数据截至2019年9月30日');
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      '一、总体情况',
      '二、本期变化',
      '三、落后目标',
      '四、责任单位情况',
      '五、下期到期事项',
      '六、方法说明',
    ]);
    expect(await page.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      '国际航线数量达到100条（进度滞后）',
    ]);
    await chartsDrawn();
    expect(await seriousFaults()).toEqual([]);
    // The target, as of the same day.
    await page.getByRole('link', { name: '国际航线数量达到100条（进度滞后）' }).click();
    await page.waitForURL('**/targets/international-routes-2020?asOf=2019-09-30');
  });

  it('say in English, on a dark telephone, that the period has not ended', async () => {
    await open('/briefings/2026-11', phone, 'en');
    await article().waitFor();
    expect(await page.getByTestId('dateline').innerText()).toBe(
      'The period has not ended: as of 23 November 2026, and likely to change',
    );
    expect(await page.getByRole('heading', { level: 2 }).first().innerText()).toBe('1. Summary');
    expect(await page.getByTestId('next').count()).toBe(0);
    await chartsDrawn();
    expect(await width()).toBeLessThanOrEqual(390);
    expect(await seriousFaults()).toEqual([]);
    await page.goto(`${app.url}/briefings`);
    await page.getByTestId('2026-Q4').waitFor();
    expect(await width()).toBeLessThanOrEqual(390);
    expect(await seriousFaults()).toEqual([]);
  });

  it('print on A4: light, without header and buttons, with charts, tables and page numbers', async () => {
    await open('/briefings/2019-09', { colorScheme: 'dark' });
    await chartsDrawn();
    const ground = () =>
      page.evaluate(
        () => getComputedStyle(document.querySelector('[data-testid=briefing]')!).backgroundColor,
      );
    expect(await ground()).toBe('rgb(24, 32, 41)');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.waitForFunction(() => !document.documentElement.classList.contains('dark'));
    expect(await ground()).toBe('rgb(255, 255, 255)');
    expect(await page.getByTestId('log-out').isVisible()).toBe(false);
    expect(await page.getByTestId('print').isVisible()).toBe(false);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    await page.emulateMedia({ media: null, colorScheme: 'dark' });
    await page.waitForFunction(() => document.documentElement.classList.contains('dark'));

    const { pages, sizes } = await readPdf(pdf);
    expect(pages.length).toBeGreaterThan(3);
    // A4 in points.
    for (const [across, down] of sizes) expect([Math.round(across), Math.round(down)]).toEqual([595, 842]);
    expect(pages[0]).toContain('规划目标进展情况督查通报');
    // The table stands below its caption.
    expect(pages[0]).toContain('合计');
    expect(pages[0]).not.toContain('退出');
    expect(pages.join('')).toContain('六、方法说明');
    pages.forEach((text, at) => expect(text).toContain(`—${at + 1}—`));
    // The long table goes on below its own head.
    expect(pages.filter((text) => text.includes('逾期（天）')).length).toBeGreaterThan(1);
  });

  it('print when every chart is there, and only then', async () => {
    await open('/briefings/2019-09');
    await article().waitFor();
    await page.evaluate(() => {
      window.print = () => {
        const drawn = [...document.querySelectorAll('img')].every(({ complete }) => complete);
        document.body.dataset['printed'] = String(drawn);
      };
    });
    await page.getByTestId('print').click();
    await page.waitForFunction(() => document.body.dataset['printed'] === 'true');
  });

  it('save the file in the language of the page', async () => {
    await open('/briefings/2024-01', {}, 'en');
    for (const format of ['pdf', 'docx'] as const) {
      const [saved] = await Promise.all([page.waitForEvent('download'), page.getByTestId(format).click()]);
      expect(saved.suggestedFilename()).toBe(`briefing-2024-01-en.${format}`);
      const bytes = await readFile((await saved.path())!);
      expect(bytes.subarray(0, 4).toString('latin1')).toBe(format === 'pdf' ? '%PDF' : 'PK\u0003\u0004');
    }
  });

  it('say what is wrong with an address that names no period, or one to come', async () => {
    await open('/briefings/2030-01');
    expect(await page.getByTestId('failure').textContent()).toContain('2030-01');
    await page.goto(`${app.url}/briefings/October`);
    await page.getByTestId('failure').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('督查通报');
  });
});

/** The parts of pdfjs that read a file back. */
interface PdfReader {
  getDocument(source: { data: Uint8Array }): {
    promise: Promise<{
      readonly numPages: number;
      getPage(number: number): Promise<{
        readonly view: [number, number, number, number];
        getTextContent(): Promise<{ items: { str?: string }[] }>;
      }>;
    }>;
  };
}

/** The text of each page without its white space, and its size in points. */
async function readPdf(bytes: Uint8Array): Promise<{ pages: string[]; sizes: [number, number][] }> {
  const { resolve } = createRequire(import.meta.url);
  const { getDocument } = (await import(resolve('pdfjs-dist/legacy/build/pdf.mjs'))) as PdfReader;
  const pdf = await getDocument({ data: new Uint8Array(bytes) }).promise;
  const pages: string[] = [];
  const sizes: [number, number][] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const one = await pdf.getPage(number);
    const { items } = await one.getTextContent();
    // Chromium writes some characters as the radicals that look like them.
    pages.push(
      items
        .map(({ str = '' }) => str.replaceAll(/\s/g, ''))
        .join('')
        .replaceAll(/[\u2e80-\u2fdf]/g, (radical) => radical.normalize('NFKC')),
    );
    sizes.push([one.view[2], one.view[3]]);
  }
  return { pages, sizes };
}
