import { valueOf, type Labels } from './labels.js';
import {
  quantityText,
  type Bilingual,
  type Language,
  type Quantities,
  type StatusWords,
} from './quantity.js';

/**
 * A text with places for numbers and names: "{{area}}: {{value}} is beyond {{threshold}}". A place is a name and
 * nothing else: no expressions, nothing that runs. Escaping for HTML or Markdown is the channel's matter.
 */
export type Template = string;

export type TemplateFault =
  | { readonly code: 'unknown-place'; readonly name: string }
  /** {{ without }}, or something between them that is no name. */
  | { readonly code: 'not-a-place'; readonly at: number }
  | { readonly code: 'too-long'; readonly most: number };

export const longestTemplate = 2_000;

const place = /\{\{ *([A-Za-z][A-Za-z0-9_]*) *\}\}/g;

/** What is wrong with a template, given the names it may use; found when a rule is saved, not when it fires. */
export function templateFaults(template: Template, names: ReadonlySet<string>): TemplateFault[] {
  // A text of megabytes could have more other faults than anybody can be told.
  if (template.length > longestTemplate) return [{ code: 'too-long', most: longestTemplate }];
  const faults: TemplateFault[] = [];
  const rest = template.replaceAll(place, (whole, name: string) => {
    if (!names.has(name)) faults.push({ code: 'unknown-place', name });
    return ' '.repeat(whole.length);
  });
  const at = rest.search(/\{\{|\}\}/);
  if (at >= 0) faults.push({ code: 'not-a-place', at });
  return faults;
}

/** What stands in a place for which there is no number now. */
const missing = '—';

/** What a template is filled from. */
export interface Filling {
  readonly quantities: Quantities;
  readonly labels: Labels;
  /** Names of what labels give as codes: {{area}} is the area's name where it is known, else its code. */
  readonly names: Readonly<Record<string, Bilingual>>;
  readonly statusWords: StatusWords;
}

/** Fills a template in once; what is filled in is never read as a template. */
export function fillTemplate(template: Template, language: Language, filling: Filling): string {
  return template.replaceAll(place, (_whole, name: string) => textOf(name, language, filling));
}

function textOf(
  name: string,
  language: Language,
  { quantities, labels, names, statusWords }: Filling,
): string {
  const quantity = Object.hasOwn(quantities, name) ? quantities[name] : undefined;
  if (quantity) return quantityText(quantity, language, statusWords);
  const named = Object.hasOwn(names, name) ? names[name] : undefined;
  if (named) return named[language];
  return valueOf(labels, name) || missing;
}
