/// <reference lib="dom" />
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { startWebhookReceiver, type WebhookReceiver } from '../src/alerts/test/webhook-receiver.js';
import { accessibilityFaults, accessibilityFaultsInOneTheme } from './accessible.js';
import { launchBrowser, openWatchedPage } from './browser.js';
import { foreignTexts, textsOf, unwrittenTexts } from './page-text.js';
import { type PlanInUse, usePlan } from './plan-in-use.js';
import { startTestApplication, type TestApplication } from './test-application.js';

const webFolder = join(process.cwd(), 'dist/web');
const desk = { width: 1280, height: 900 };
const telephone = { width: 390, height: 844 };

/**
 * Addresses of the pages that need something to show, by their path in the router. A page with a parameter has to be
 * named here; one without may be, to be seen in more than one state. The first address is the one whose title counts.
 */
const examples: Readonly<Record<string, (plan: PlanInUse) => readonly string[]>> = {
  '/': () => ['/', '/?asOf=2020-03-01'],
  '/targets/:code': ({ target }) => [
    `/targets/${target}`,
    '/targets/international-routes-2020?asOf=2020-03-01',
  ],
  '/targets/:code/edit': ({ target }) => [`/targets/${target}/edit`],
  '/indicators/:code': () => ['/indicators/gdp'],
  '/indicators/:code/edit': () => ['/indicators/gdp/edit'],
  '/admin/organisations/:code': () => ['/admin/organisations/xian-government'],
  '/briefings/:period': () => ['/briefings/2026-Q3'],
  '/imports/:id': ({ rejectedImport, appliedImport }) => [
    `/imports/${rejectedImport}`,
    `/imports/${appliedImport}`,
  ],
  '/alerts': () => ['/alerts', '/alerts?tab=history'],
  '/alerts/silences/new': ({ alert }) => [`/alerts/silences/new?alert=${alert}`],
  '/alerts/rules/:name': ({ rule }) => [`/alerts/rules/${rule}`],
  '/alerts/receivers/:name': ({ receiver }) => [`/alerts/receivers/${receiver}`],
  '/alerts/:id(\\d+)': ({ alert }) => [`/alerts/${alert}`],
  '/tasks/:number': ({ task }) => [`/tasks/${task}`],
  '/projects/:code': ({ project }) => [`/projects/${project}`],
  '/:rest(.*)*': () => ['/no-such-page'],
};

/** What a page was found to be. */
interface Sight {
  readonly route: string;
  readonly language: 'zh' | 'en';
  /** Address and language: what a failing test names. */
  readonly where: string;
  readonly title: string;
  readonly lang: string;
  readonly headings: readonly string[];
  /** How many pixels hang over the side, by the width of the window. */
  readonly overhang: Readonly<Record<number, number>>;
  readonly foreign: readonly string[];
  readonly unwritten: readonly string[];
  readonly inaccessible: readonly string[];
}

/** Every page of the router, in a real Chromium, at a desk in Chinese and on a telephone in the dark in English. */
describe('every page', () => {
  let app: TestApplication;
  let browser: Browser;
  let receiver: WebhookReceiver;
  let routes: string[];
  let sights: Sight[];
  let faults: string[];

  beforeAll(async () => {
    if (!existsSync(join(webFolder, 'index.html')))
      throw new Error('Nothing is built: run `npm run build` first.');
    [app, browser, receiver] = await Promise.all([
      startTestApplication({ webFolder, environment: { ROLES: 'api,worker' } }),
      launchBrowser(),
      startWebhookReceiver(),
    ]);
    const plan = await usePlan(app, receiver.url);
    const walks = await Promise.all([walk('zh', plan), walk('en', plan)]);
    routes = walks[0].routes;
    sights = walks.flatMap((one) => one.sights);
    faults = walks.flatMap((one) => one.faults);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await receiver?.close();
  });

  /** Goes to all pages, one after the other. */
  async function walk(language: 'zh' | 'en', plan: PlanInUse) {
    const options = {
      ...(language === 'zh'
        ? { viewport: desk, colorScheme: 'light' as const }
        : { viewport: telephone, colorScheme: 'dark' as const }),
      reducedMotion: 'reduce' as const,
    };
    const stranger = await openWatchedPage(browser, app.url, options);
    const administrator = await openWatchedPage(browser, app.url, options);
    for (const { page } of [stranger, administrator])
      await page.addInitScript((chosen) => localStorage.setItem('guanzhong.language', chosen), language);
    await administrator.context.addCookies(
      [...plan.cookies].map(([name, value]) => ({ name, value: encodeURIComponent(value), url: app.url })),
    );
    const pages = {
      stranger: new FollowedPage(stranger.page),
      administrator: new FollowedPage(administrator.page),
    };
    await pages.stranger.open(`${app.url}/log-in`);
    const known = await routesOf(stranger.page);
    const seen: Sight[] = [];
    for (const route of known)
      for (const address of addressesOf(route, plan)) {
        const followed = route === '/log-in' ? pages.stranger : pages.administrator;
        await followed.open(app.url + address);
        seen.push(await look(followed, { route, where: `${address} ${language}`, language }));
      }
    await stranger.context.close();
    await administrator.context.close();
    return { routes: known, sights: seen, faults: [...stranger.faults, ...administrator.faults] };
  }

  it('is one that the test knows how to open', () => {
    expect(routes.filter((route) => route.includes(':') && !Object.hasOwn(examples, route))).toEqual([]);
    expect(Object.keys(examples).filter((route) => !routes.includes(route))).toEqual([]);
    expect(routes.length).toBeGreaterThan(20);
  });

  it('has no serious fault for a keyboard, a screen reader or weak eyes', () => {
    expect(faultsOf(sights, ({ inaccessible }) => inaccessible)).toEqual([]);
  });

  it('fits the window, at a desk and on a telephone', () => {
    expect(
      faultsOf(sights, ({ overhang }) =>
        Object.entries(overhang)
          .filter(([, pixels]) => pixels > 0)
          .map(([width, pixels]) => `${pixels} px over the side of ${width}`),
      ),
    ).toEqual([]);
  });

  it('has one heading of the first level, and says in which language it is', () => {
    expect(
      faultsOf(sights, ({ headings }) => (headings.length === 1 ? [] : [`h1: ${headings.join(' | ')}`])),
    ).toEqual([]);
    expect(
      faultsOf(sights, ({ lang, language }) => (lang === (language === 'zh' ? 'zh-CN' : 'en') ? [] : [lang])),
    ).toEqual([]);
  });

  it('has a title of its own', () => {
    const titled = (title: string, language: string) =>
      new Set(
        sights.filter((one) => one.title === title && one.language === language).map(({ route }) => route),
      );
    expect(
      faultsOf(sights, ({ title, language }) => (titled(title, language).size === 1 ? [] : [title])),
    ).toEqual([]);
    expect(faultsOf(sights, ({ title }) => (title.includes(' · ') ? [] : [title]))).toEqual([]);
  });

  it('is in one language, and in words', () => {
    expect(faultsOf(sights, ({ foreign }) => foreign)).toEqual([]);
    expect(faultsOf(sights, ({ unwritten }) => unwritten)).toEqual([]);
  });

  it('breaks nowhere, and asks nobody but the service', () => {
    expect(faults).toEqual([]);
  });
});

/** A page whose answers from the service are kept, and which knows when all have come. */
class FollowedPage {
  answers: string[] = [];
  private readonly awaited = new Set<Request>();

  constructor(readonly page: Page) {
    page.on('request', (request) => {
      if (isQuestion(request)) this.awaited.add(request);
    });
    page.on('requestfailed', (request) => this.awaited.delete(request));
    page.on('requestfinished', async (request) => {
      if (!this.awaited.has(request)) return;
      const response = await request.response();
      if (/json/.test(response?.headers()['content-type'] ?? '')) this.answers.push(await response!.text());
      this.awaited.delete(request);
    });
  }

  /** Opens an address and comes back when nothing is loading any more. */
  async open(address: string): Promise<void> {
    this.answers = [];
    await this.page.goto(address);
    await this.page.locator('main h1').first().waitFor();
    do {
      await this.page.waitForFunction(() => document.querySelector('main .el-skeleton') === null);
      // Two frames: what an answer draws may ask something else.
      await this.page.evaluate(
        () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      );
    } while (this.awaited.size > 0);
  }
}

const isQuestion = (request: Request) => new URL(request.url()).pathname.startsWith('/api/');

/** The paths of the page's own router, but for those that only lead to another. */
function routesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { __vue_app__: mounted } = document.querySelector('#app') as unknown as {
      __vue_app__: {
        config: {
          globalProperties: { $router: { getRoutes(): { path: string; redirect: unknown }[] } };
        };
      };
    };
    return mounted.config.globalProperties.$router
      .getRoutes()
      .filter(({ redirect }) => redirect === undefined)
      .map(({ path }) => path);
  });
}

/** Without an example there is nothing to look at, which a test of its own complains of. */
function addressesOf(route: string, plan: PlanInUse): readonly string[] {
  if (Object.hasOwn(examples, route)) return examples[route]!(plan);
  return route.includes(':') ? [] : [route];
}

async function look(
  { page, answers }: FollowedPage,
  of: Pick<Sight, 'route' | 'where' | 'language'>,
): Promise<Sight> {
  // In the dark it is looked at on the telephone already.
  const inaccessible = await (of.language === 'zh' ? accessibilityFaults : accessibilityFaultsInOneTheme)(
    page,
  );
  const texts = await textsOf(page);
  const { title, lang, headings } = await page.evaluate(() => ({
    title: document.title,
    lang: document.documentElement.lang,
    headings: [...document.querySelectorAll('h1')].map(({ innerText }) => innerText),
  }));
  const own = page.viewportSize()!;
  const other = own.width === desk.width ? telephone : desk;
  const overhang: Record<number, number> = { [own.width]: await overhangOf(page) };
  await page.setViewportSize(other);
  overhang[other.width] = await overhangOf(page);
  await page.setViewportSize(own);
  return {
    ...of,
    title,
    lang,
    headings,
    overhang,
    inaccessible,
    foreign: foreignTexts(texts, of.language, answers),
    unwritten: unwrittenTexts(texts, answers),
  };
}

function overhangOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((measured) => {
        requestAnimationFrame(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          measured(scrollWidth - clientWidth);
        });
      }),
  );
}

/** The faults of all sights, each after its place. */
function faultsOf(sights: readonly Sight[], faultsIn: (sight: Sight) => readonly string[]): string[] {
  return sights.flatMap((sight) => faultsIn(sight).map((fault) => `${sight.where}: ${fault}`));
}
