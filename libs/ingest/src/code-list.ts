const longestSuggestionCandidate = 40;
const mostRemembered = 20_000;

/** What a code list says about a text that is none of its codes and names. */
export interface NotInList {
  /** Codes that share the name, when that is what is wrong; empty when the name is not known at all. */
  readonly ambiguous: readonly string[];
  /** The code or name that differs least, when it differs by a slip of the pen. */
  readonly nearest: string | null;
}

/**
 * The codes of one kind (indicators, areas, values of a breakdown) as people write them: by code, by any of their
 * names, or as a code of digits followed by any name ("610100 西安市（机场）"). Width, case and surrounding space do
 * not matter. A name that several codes share names none of them.
 */
export class CodeList {
  private readonly byText = new Map<string, string | readonly string[]>();
  /** Answers by the cell's own text: a file says the same few names over and over. */
  private readonly remembered = new Map<string, string | null>();

  constructor(entries: Iterable<{ readonly code: string; readonly names: readonly (string | null)[] }>) {
    const all = [...entries];
    for (const { code, names } of all) {
      for (const name of names) if (name !== null && name !== '') this.addName(comparable(name), code);
    }
    for (const { code } of all) this.byText.set(comparable(code), code);
  }

  /** The code that a text stands for, or null: then {@link explain} says why. */
  find(text: string): string | null {
    const known = this.remembered.get(text);
    if (known !== undefined) return known;
    const found = this.lookUp(comparable(text));
    if (this.remembered.size >= mostRemembered) this.remembered.clear();
    this.remembered.set(text, found);
    return found;
  }

  explain(text: string): NotInList {
    const wanted = comparable(text);
    const found = this.byText.get(wanted);
    if (found !== undefined && typeof found !== 'string') return { ambiguous: found, nearest: null };
    return { ambiguous: [], nearest: this.nearest(wanted) };
  }

  private lookUp(text: string): string | null {
    const found = this.byText.get(text);
    if (found !== undefined) return typeof found === 'string' ? found : null;
    const digits = /^\d{4,}(?=\D)/.exec(text)?.[0];
    const byDigits = digits === undefined ? undefined : this.byText.get(digits);
    return typeof byDigits === 'string' ? byDigits : null;
  }

  private addName(name: string, code: string): void {
    const present = this.byText.get(name);
    if (present === undefined || present === code) this.byText.set(name, code);
    else if (typeof present === 'string') this.byText.set(name, [present, code]);
    else if (!present.includes(code)) this.byText.set(name, [...present, code]);
  }

  private nearest(wanted: string): string | null {
    if (wanted.length === 0 || wanted.length > longestSuggestionCandidate) return null;
    let best: string | null = null;
    let least = Math.max(1, Math.floor(wanted.length / 5)) + 1;
    for (const text of this.byText.keys()) {
      if (Math.abs(text.length - wanted.length) >= least) continue;
      const distance = editDistance(wanted, text);
      if (distance < least) [best, least] = [text, distance];
    }
    return best;
  }
}

/** A text without what does not matter when names are compared: width, case, space around and doubled. */
export function comparable(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
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
