import { AppError } from '#contract';

/** What a pattern may be made of; more is refused, so that no pattern takes long on any text. */
const longest = 2000;
const most = 500;

type Token = { readonly kind: 'one'; readonly char: string | null } | { readonly kind: 'run' };

/** Alternatives, each of literal characters and wildcards. */
export interface Pattern {
  readonly matches: (text: string) => boolean;
  /** The alternatives that have no wildcard: each names one thing. */
  readonly literals: readonly string[];
}

/**
 * The part of regular expressions that Grafana's filters and multi-value variables write: alternatives parted by `|`,
 * with or without parentheses around all of them; `.` for any character, `.*` for any run of characters and `.+` for a
 * run that is not empty; `\` before a character that stands for itself. The whole text has to match, as in Prometheus,
 * so `^` at the beginning and `$` at the end of an alternative change nothing. Anything else (classes, repetitions,
 * inner groups) is refused. Matching walks along the text once for each token: no pattern can be slow.
 */
export function patternOf(text: string): Pattern {
  if (text.length > longest)
    throw new AppError('invalid-request', `A pattern may have at most ${longest} characters.`);
  const alternatives = parted(withoutParentheses(text.trim()));
  if (alternatives.length > most)
    throw new AppError('invalid-request', `A pattern may have at most ${most} alternatives.`);
  const sequences = alternatives.map((alternative) => tokensOf(alternative, text));
  return {
    matches: (candidate) => sequences.some((tokens) => matchesAll(tokens, [...candidate])),
    literals: sequences.flatMap((tokens) => {
      const chars = tokens.map((token) => (token.kind === 'one' ? token.char : null));
      return chars.includes(null) ? [] : [chars.join('')];
    }),
  };
}

/** Takes off parentheses that enclose everything. */
function withoutParentheses(text: string): string {
  const anchored = text.replace(/^\^(?=\()/, '').replace(/(?<=\))\$$/, '');
  const inner = /^\((?:\?:)?((?:[^()\\]|\\.)*)\)$/su.exec(anchored);
  return inner?.[1] ?? text;
}

/** Splits at each `|` that is not escaped. */
function parted(text: string): string[] {
  const parts = [''];
  for (const [piece] of text.matchAll(/\\?./gsu)) {
    if (piece === '|') parts.push('');
    else parts.push(`${parts.pop() ?? ''}${piece}`);
  }
  return parts;
}

function tokensOf(alternative: string, whole: string): Token[] {
  const tokens: Token[] = [];
  const pieces = [...alternative.matchAll(/\.\*|\.\+|\\?./gsu)].map(([piece]) => piece);
  pieces.forEach((piece, at) => {
    if ((piece === '^' && at === 0) || (piece === '$' && at === pieces.length - 1)) return;
    if (piece === '.*') tokens.push({ kind: 'run' });
    else if (piece === '.+') tokens.push({ kind: 'one', char: null }, { kind: 'run' });
    else if (piece === '.') tokens.push({ kind: 'one', char: null });
    else if (isPlain(piece)) tokens.push({ kind: 'one', char: piece.replace(/^\\(?=.)/su, '') });
    else
      throw new AppError(
        'invalid-request',
        `The pattern "${whole}" has ${piece}, which is not understood here: only |, ., .*, .+ and \\ before a character that stands for itself.`,
      );
  });
  return tokens;
}

/** A character that stands for itself; `\d` and the like do not. */
function isPlain(piece: string): boolean {
  return piece.startsWith('\\') ? !/^\\[A-Za-z0-9]?$/.test(piece) : !/[*+?^$()[\]{}]/.test(piece);
}

/** Goes on with every place of the pattern at once that the text so far can stand at. */
function matchesAll(tokens: readonly Token[], text: readonly string[]): boolean {
  let places = beyondRuns(new Set([0]), tokens);
  for (const char of text) {
    const next = new Set<number>();
    for (const place of places) {
      const token = tokens[place];
      if (token?.kind === 'run') next.add(place);
      else if (token && (token.char === null || token.char === char)) next.add(place + 1);
    }
    if (next.size === 0) return false;
    places = beyondRuns(next, tokens);
  }
  return places.has(tokens.length);
}

/** A run may be empty: whoever stands before one may stand behind it. */
function beyondRuns(places: Set<number>, tokens: readonly Token[]): Set<number> {
  for (const place of places) if (tokens[place]?.kind === 'run') places.add(place + 1);
  return places;
}
