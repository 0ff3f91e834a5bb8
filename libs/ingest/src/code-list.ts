import { normalisedWidth } from './footnote-mark.js';

const longestSuggestionCandidate = 40;
/** No name is longer; a longer text is neither looked up nor remembered. */
const longestText = 300;
const mostRemembered = 20_000;
const mostSuggestions = 3;

/** What a code list says about a text that is none of its codes and names. */
export interface NotInList {
  /** Codes that share the name, when that is what is wrong; empty when the name is not known at all. */
  readonly ambiguous: readonly string[];
  /** Codes or names, the likeliest first, that differ by a slip of the pen or of which one holds the other. */
  readonly suggestions: readonly string[];
}

export interface CodeListEntry {
  readonly code: string;
  readonly names: readonly (string | null)[];
  /** Further wordings, which count only where no entry has them for a name: 西安 for 西安市, 陕西省西安市. */
  readonly aliases?: readonly string[];
}

/**
 * The codes of one kind (indicators, areas, values of a breakdown) as people write them: by code, by any of their
 * names, or as a code of digits followed by any name ("610100 西安市（机场）"). Width, case, spaces (西 安 市), the make
 * of quotation marks, apostrophes and dashes do not matter. A name that several codes share names none of them.
 */
export class CodeList {
  private readonly byText = new Map<string, string | readonly string[]>();
  /** Everything that may be suggested, by how it is compared. */
  private readonly spellings = new Map<string, { readonly code: string; readonly text: string }>();
  /** Answers by the cell's own text: a file says the same few names over and over. */
  private readonly remembered = new Map<string, string | null>();
  private readonly explained = new Map<string, NotInList>();

  constructor(entries: Iterable<CodeListEntry>) {
    const all = [...entries];
    for (const { code, names } of all)
      for (const name of names) if (name !== null && name !== '') this.addName(name, code);
    for (const { code } of all) {
      this.byText.set(listKey(code), code);
      this.spellings.set(listKey(code), { code, text: code });
    }
    const named = new Set(this.byText.keys());
    for (const { code, aliases = [] } of all)
      for (const alias of aliases) if (!named.has(listKey(alias))) this.add(listKey(alias), code);
  }

  /** The code that a text stands for, or null: then {@link explain} says why. */
  find(text: string): string | null {
    if (text.length > longestText) return null;
    const known = this.remembered.get(text);
    if (known !== undefined) return known;
    return remember(this.remembered, text, this.lookUp(listKey(text)));
  }

  explain(text: string): NotInList {
    if (text.length > longestText) return { ambiguous: [], suggestions: [] };
    const known = this.explained.get(text);
    if (known) return known;
    const wanted = listKey(text);
    const found = this.byText.get(wanted);
    const answer: NotInList =
      found !== undefined && typeof found !== 'string'
        ? { ambiguous: found, suggestions: [] }
        : { ambiguous: [], suggestions: this.suggestions(wanted) };
    return remember(this.explained, text, answer);
  }

  private lookUp(text: string): string | null {
    const found = this.byText.get(text);
    if (found !== undefined) return typeof found === 'string' ? found : null;
    const digits = /^\d{4,}(?=\D)/.exec(text)?.[0];
    const byDigits = digits === undefined ? undefined : this.byText.get(digits);
    return typeof byDigits === 'string' ? byDigits : null;
  }

  private addName(name: string, code: string): void {
    const key = listKey(name);
    this.add(key, code);
    if (!this.spellings.has(key)) this.spellings.set(key, { code, text: name });
    for (const variant of [key.replace(/\([^()]*\)/g, ''), key.replace(/[()]/g, '')])
      if (variant !== '' && !this.spellings.has(variant)) this.spellings.set(variant, { code, text: name });
  }

  private add(key: string, code: string): void {
    const present = this.byText.get(key);
    if (present === undefined || present === code) this.byText.set(key, code);
    else if (typeof present === 'string') this.byText.set(key, [present, code]);
    else if (!present.includes(code)) this.byText.set(key, [...present, code]);
  }

  private suggestions(wanted: string): string[] {
    if (wanted.length === 0 || wanted.length > longestSuggestionCandidate) return [];
    // Half of a word of two characters is no slip: 彬县 is not 眉县.
    const slips = wanted.length < 3 ? 0 : Math.max(1, Math.floor(wanted.length / 5));
    const found: { code: string; text: string; rank: number }[] = [];
    for (const [key, { code, text }] of this.spellings) {
      const difference = Math.abs(key.length - wanted.length);
      const distance = difference > slips ? Infinity : editDistance(wanted, key);
      if (distance <= slips) found.push({ code, text, rank: distance });
      // Whatever differs by more than a slip comes after; the closer in length the likelier.
      else if (holdsOther(wanted, key)) found.push({ code, text, rank: 100 + difference });
    }
    const byCode = new Map<string, string>();
    for (const { code, text } of found.sort((a, b) => a.rank - b.rank))
      if (!byCode.has(code)) byCode.set(code, text);
    return [...byCode.values()].slice(0, mostSuggestions);
  }
}

function remember<T>(memory: Map<string, T>, text: string, answer: T): T {
  if (memory.size >= mostRemembered) memory.clear();
  memory.set(text, answer);
  return answer;
}

/** A text without what does not matter when names are compared: width, case, space around and doubled. */
export function comparable(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * How names and codes are compared. Footnote marks stay what they are: 5G基站① is not 5G基站1.
 */
function listKey(text: string): string {
  return normalisedWidth(text)
    .toLowerCase()
    .replace(/[\s\u200B-\u200D\u2060\uFEFF"'“”‘’「」『』`ʼ′]+/g, '')
    .replace(/[‐‑‒–—―−]+/g, '-');
}

/** Whether one holds the other; a part of one letter or two says nothing. */
function holdsOther(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= (/^[\u0020-\u024F]*$/.test(short) ? 4 : 2) && long.includes(short);
}

/** Levenshtein distance: insertions, deletions and replacements of one character. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
