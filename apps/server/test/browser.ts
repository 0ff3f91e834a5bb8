import { dirname, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/**
 * A real Chromium that needs nothing from the system: browser and libraries come from an npm package and are unpacked
 * below node_modules before the first test (browser-setup.mjs).
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['TEST_CHROMIUM'];
  if (executablePath === undefined) throw new Error('No Chromium: start through jest, which unpacks one.');
  return chromium.launch({
    executablePath,
    args: [
      // Containers and root have no user namespace for the sandbox; only our own page is opened.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
    env: { ...process.env, LD_LIBRARY_PATH: join(dirname(executablePath), 'al2023', 'lib') },
  });
}

/** A page of its own context, and what went wrong on it so far. */
export interface WatchedPage {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What threw in the page, and what was asked of anybody but the service: closed networks. */
  readonly faults: string[];
}

/** Opens a blank page, 1280 pixels wide and Chinese unless told, and watches it. */
export async function openWatchedPage(
  browser: Browser,
  serviceUrl: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'zh-CN',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('requestfailed', (request) => {
    if (!request.url().startsWith(serviceUrl)) faults.push(`asked outside: ${request.url()}`);
  });
  page.on('request', (request) => {
    const { protocol } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !request.url().startsWith(serviceUrl))
      faults.push(`asked outside: ${request.url()}`);
  });
  return { context, page, faults };
}
