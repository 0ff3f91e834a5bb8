/// <reference lib="dom" />
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** What a change of theme can break: the rest of a page is the same in the dark. */
const rulesOfColour = ['color-contrast', 'link-in-text-block'];

/**
 * What keeps people with a keyboard, a screen reader or weak eyes from using the page as it stands now, in the light
 * and in the dark: axe-core's serious and critical violations, each as a sentence that names the first of its places.
 * Lesser ones are opinions about taste. Leaves the page in the theme in which it was.
 */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const [own, other] = (await isDark(page)) ? (['dark', 'light'] as const) : (['light', 'dark'] as const);
  const faults = await accessibilityFaultsInOneTheme(page);
  await page.emulateMedia({ colorScheme: other });
  faults.push(...(await violations(page, other, { runOnly: { type: 'rule', values: rulesOfColour } })));
  await page.emulateMedia({ colorScheme: own });
  return faults;
}

/** The same in the theme that is on, for a page that is looked at in the other one elsewhere. */
export async function accessibilityFaultsInOneTheme(page: Page): Promise<string[]> {
  return violations(page, (await isDark(page)) ? 'dark' : 'light', {});
}

const isDark = (page: Page) => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);

/** Colours on their way from one theme to the other are nobody's choice. */
function stopTransitions(page: Page): Promise<void> {
  return page.evaluate(() => {
    const still = new CSSStyleSheet();
    still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important; }');
    document.adoptedStyleSheets = [still];
  });
}

async function violations(page: Page, theme: string, options: RunOptions): Promise<string[]> {
  // Not by a <script> element: the page's Content-Security-Policy rightly refuses one.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  await stopTransitions(page);
  const chosen = JSON.stringify({ ...options, resultTypes: ['violations'] });
  const { violations: found } = await page.evaluate<AxeResults>(
    `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
       .then(() => axe.run(document, ${chosen}))`,
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, help, nodes }) => {
      const [first] = nodes;
      const more = nodes.length > 1 ? `, and at ${nodes.length - 1} more` : '';
      const reason = first?.failureSummary?.split('\n').slice(1).join(' ').trim() ?? '';
      return `${theme}: ${help} (${id}, ${impact}) at ${first?.target.join(' ')}${more}: ${reason}`;
    });
}
