/// <reference lib="dom" />
import type { Page } from 'playwright-core';

type Language = 'zh' | 'en';

/** Han characters of whatever length; three Latin words and more: shorter ones are names and units. */
const foreignTo: Record<Language, RegExp> = {
  en: /\p{Script=Han}+/gu,
  zh: /[A-Za-z]+(?:['’-][A-Za-z]+)*(?:,? [A-Za-z]+(?:['’-][A-Za-z]+)*){2,}/g,
};
/** What a template writes when it was given nothing, a whole object, or the name of a message and not the message. */
const unwritten = /\bundefined\b|\bNaN\b|^\s*null\s*$|\[object |=>|\b[a-z]+(?:[A-Z][a-z]+)+\b/g;

/** What stands on the page, by text node and by what is read aloud or shown on hovering; but for what people typed. */
export function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = [document.title];
    const own = document.documentElement.lang;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      // A quotation in its own language says so; what code and text fields hold is not the page's wording.
      const lang = element?.closest('[lang]')?.getAttribute('lang');
      if (lang !== own || element?.closest('script, style, noscript, textarea, code')) continue;
      if (node instanceof Element)
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label'])
          texts.push(node.getAttribute(name) ?? '');
      else texts.push(node.textContent ?? '');
    }
    return texts.filter((text) => text.trim() !== '');
  });
}

/**
 * What stands on a page in the wrong language. A name that the service answered with may be Chinese on an English page,
 * where it has no English one; so what counts as data is what the service answered, and everything else as the page's.
 * @param answers the bodies of the service's answers, as JSON.
 */
export function foreignTexts(
  texts: readonly string[],
  language: Language,
  answers: readonly string[],
): string[] {
  const data = answers.flatMap((body) => stringsIn(JSON.parse(body), language)).join('\n');
  return texts.filter((text) => (text.match(foreignTo[language]) ?? []).some((run) => !data.includes(run)));
}

/** What stands on a page and was never meant for a reader. */
export function unwrittenTexts(texts: readonly string[], answers: readonly string[]): string[] {
  const data = answers.join('\n');
  return texts.filter((text) => (text.match(unwritten) ?? []).some((run) => !data.includes(`"${run}"`)));
}

/** Every string in it, but for a text's other language where it has the reader's. */
function stringsIn(value: unknown, language: Language): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  const isBilingual = 'zh' in value && 'en' in value && value[language] !== null && value[language] !== '';
  return isBilingual
    ? stringsIn(value[language], language)
    : Object.values(value).flatMap((part) => stringsIn(part, language));
}
