/** A text and the footnote marks that stood beside it. */
export interface Marked {
  readonly text: string;
  /** As they were written, e.g. "①"; null when there were none. */
  readonly mark: string | null;
}

/** Circled, bracketed and raised digits: compatibility normalisation (NFKC) would make plain digits of them. */
const numerals =
  '\u2460-\u249B\u24EA-\u24FF\u2776-\u2793\u3220-\u3229\u3280-\u3289\u00B9\u00B2\u00B3\u2070\u2074-\u2079\u207D\u207E';
const signs = '*＊※†‡§#＃';
/** [1], ［注2］, 【1】, 〔1〕 and, in round brackets, only what says that it is a note: (注), （注1）. */
const inBrackets = String.raw`[\[［【〔]\s*注?\s*\d{0,2}\s*[\]］】〕]|[(（]\s*注\s*\d{0,2}\s*[)）]`;
const trailing = new RegExp(`(?:[${numerals}${signs}]|${inBrackets})$`);
const leading = /^[*＊※†‡]+(?=.)/;
/** m², km³: there the raised digit belongs to the unit. */
const raisedUnit = /(?:[cdhk]?m|千?米)[²³]$/i;

/** Marks of one text; more is no text of a table. */
const mostMarks = 4;

/**
 * Takes footnote marks off a text of a table, at its end (88①, 88*, 88[1], 88¹, 常住人口（注1）) and, of signs only, at
 * its start (*88). A text that is nothing but a mark keeps it. Must come before any normalisation of width, which
 * would read 88¹ and 88① as 881.
 */
export function withoutFootnoteMarks(text: string): Marked {
  let rest = text.trim();
  const marks: string[] = [];
  while (marks.length < mostMarks && !raisedUnit.test(rest.slice(-3))) {
    const found = trailing.exec(rest.slice(-longestMark));
    if (!found || found[0].length === rest.length) break;
    marks.unshift(found[0]);
    rest = rest.slice(0, -found[0].length).trimEnd();
  }
  const before = leading.exec(rest)?.[0];
  if (before !== undefined) {
    marks.unshift(before);
    rest = rest.slice(before.length).trimStart();
  }
  return { text: rest, mark: marks.length === 0 ? null : marks.join('') };
}

const longestMark = 12;

/** Compatibility normalisation (full width and the like) that leaves footnote marks what they are. */
export function normalisedWidth(text: string): string {
  return text.replace(everythingElse, (part) => part.normalize('NFKC'));
}
const everythingElse = new RegExp(`[^${numerals}]+`, 'g');
