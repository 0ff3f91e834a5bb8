/**
 * Regular expressions whose time grows with the length of the text only: a pattern of somebody's silence must not be
 * able to hold up a sweep, which backtracking engines allow. The syntax is the plain part of RE2, which Alertmanager's
 * matchers use: literals, `.`, classes, `\d \w \s` and their opposites, groups, `|`, `* + ? {n} {n,} {n,m}`, lazy forms
 * included (they change nothing where the whole text must match). No back references and no looking around.
 */

type Ranges = readonly (readonly [from: number, to: number])[];

type Node =
  | { readonly kind: 'set'; readonly ranges: Ranges; readonly negated: boolean }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

type Step =
  | { readonly kind: 'set'; readonly ranges: Ranges; readonly negated: boolean; readonly next: number }
  | { readonly kind: 'split'; readonly next: readonly number[] }
  | { readonly kind: 'start' | 'end'; readonly next: number }
  | { readonly kind: 'match' };

/** Matches when the whole text matches, as `^(?:…)$` does. */
export interface Pattern {
  readonly steps: readonly Step[];
  readonly first: number;
}

export const longestPattern = 200;
/** After repeats are written out; RE2 has a limit of this kind too. */
const mostSteps = 1_000;
const mostRepeats = 1_000;

const newline: Ranges = [[10, 10]];
const digits: Ranges = [[48, 57]];
const wordCharacters: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const spaces: Ranges = [
  [9, 10],
  [12, 13],
  [32, 32],
];
const classes: Readonly<Record<string, Ranges>> = { d: digits, w: wordCharacters, s: spaces };
const controls: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11 };

/** What is wrong with a pattern. */
export class PatternFault extends Error {}

/** Throws PatternFault for what is not in the syntax above, is too long or repeats too much. */
export function compilePattern(text: string): Pattern {
  const characters = [...text];
  if (characters.length > longestPattern) throw new PatternFault(`longer than ${longestPattern} characters`);
  return stepsOf(new Reader(characters).read());
}

/** Whether the whole text matches. Time grows with its length times the length of the pattern. */
export function matchesPattern({ steps, first }: Pattern, text: string): boolean {
  const characters = [...text].map((character) => character.codePointAt(0) ?? 0);
  let current = new Set<number>();
  const enter = (into: Set<number>, at: number, position: number): void => {
    const todo = [at];
    for (let index = todo.pop(); index !== undefined; index = todo.pop()) {
      if (into.has(index)) continue;
      into.add(index);
      const step = steps[index]!;
      if (step.kind === 'split') todo.push(...step.next);
      if (step.kind === 'start' && position === 0) todo.push(step.next);
      if (step.kind === 'end' && position === characters.length) todo.push(step.next);
    }
  };
  enter(current, first, 0);
  for (const [position, character] of characters.entries()) {
    const following = new Set<number>();
    for (const index of current) {
      const step = steps[index]!;
      if (step.kind === 'set' && has(step.ranges, character) !== step.negated)
        enter(following, step.next, position + 1);
    }
    if (following.size === 0) return false;
    current = following;
  }
  return [...current].some((index) => steps[index]?.kind === 'match');
}

function has(ranges: Ranges, character: number): boolean {
  return ranges.some(([from, to]) => from <= character && character <= to);
}

class Reader {
  private at = 0;
  private depth = 0;

  constructor(private readonly characters: readonly string[]) {}

  read(): Node {
    const node = this.choice();
    if (this.at < this.characters.length) throw new PatternFault(') without (');
    return node;
  }

  private peek(): string | undefined {
    return this.characters[this.at];
  }

  private take(): string {
    const character = this.characters[this.at];
    if (character === undefined) throw new PatternFault('it ends too early');
    this.at += 1;
    return character;
  }

  private choice(): Node {
    const parts = [this.sequence()];
    while (this.peek() === '|') {
      this.at += 1;
      parts.push(this.sequence());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    for (let next = this.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.peek())
      parts.push(this.repeated());
    return { kind: 'sequence', parts };
  }

  private repeated(): Node {
    const part = this.single();
    const bounds = this.bounds();
    if (!bounds) return part;
    if (this.peek() === '?') this.at += 1;
    const again = this.peek();
    if (again === '*' || again === '+' || again === '?') throw new PatternFault('two repeats in a row');
    return { kind: 'repeat', part, ...bounds };
  }

  private bounds(): { least: number; most: number } | null {
    switch (this.peek()) {
      case '*':
        this.at += 1;
        return { least: 0, most: Infinity };
      case '+':
        this.at += 1;
        return { least: 1, most: Infinity };
      case '?':
        this.at += 1;
        return { least: 0, most: 1 };
      case '{':
        return this.countedBounds();
      default:
        return null;
    }
  }

  /** A { that opens no count is a literal, as in RE2. */
  private countedBounds(): { least: number; most: number } | null {
    const match = /^\{(\d{1,4})(?:(,)(\d{0,4}))?\}/.exec(this.characters.slice(this.at).join(''));
    if (!match) return null;
    const [whole, from = '', comma, to = ''] = match;
    this.at += whole.length;
    const least = Number(from);
    const most = comma === undefined ? least : to === '' ? Infinity : Number(to);
    if (least > mostRepeats || (most !== Infinity && most > mostRepeats))
      throw new PatternFault(`repeats more than ${mostRepeats} times`);
    if (most < least) throw new PatternFault('a repeat ends before it begins');
    return { least, most };
  }

  private single(): Node {
    const character = this.take();
    switch (character) {
      case '.':
        return { kind: 'set', ranges: newline, negated: true };
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '(':
        return this.group();
      case '[':
        return this.set();
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw new PatternFault(`nothing to repeat before ${character}`);
      default:
        return literal(character);
    }
  }

  private group(): Node {
    if (this.peek() === '?') {
      this.at += 1;
      if (this.take() !== ':') throw new PatternFault('of the groups with (? only (?:…) is allowed');
    }
    this.depth += 1;
    if (this.depth > 50) throw new PatternFault('groups lie too deep in each other');
    const node = this.choice();
    if (this.peek() !== ')') throw new PatternFault('( without )');
    this.at += 1;
    this.depth -= 1;
    return node;
  }

  private escape(): Node {
    const character = this.take();
    const ranges = classes[character.toLowerCase()];
    if (ranges) return { kind: 'set', ranges, negated: character !== character.toLowerCase() };
    return literal(this.escaped(character));
  }

  private escaped(character: string): string {
    const control = controls[character];
    if (control !== undefined) return String.fromCodePoint(control);
    if (/[A-Za-z0-9]/.test(character)) throw new PatternFault(`\\${character} is not allowed`);
    return character;
  }

  private set(): Node {
    const negated = this.peek() === '^';
    if (negated) this.at += 1;
    const ranges: (readonly [number, number])[] = [];
    for (let first = true; first || this.peek() !== ']'; first = false) {
      const from = this.setMember();
      if (typeof from !== 'string') {
        ranges.push(...from);
        continue;
      }
      const low = from.codePointAt(0) ?? 0;
      if (this.peek() !== '-' || this.characters[this.at + 1] === ']') {
        ranges.push([low, low]);
        continue;
      }
      this.at += 1;
      const to = this.setMember();
      const high = typeof to === 'string' ? (to.codePointAt(0) ?? 0) : -1;
      if (high < low) throw new PatternFault('a range in [] ends before it begins');
      ranges.push([low, high]);
    }
    this.at += 1;
    return { kind: 'set', ranges, negated };
  }

  private setMember(): string | Ranges {
    const character = this.take();
    if (character === '[' && this.peek() === ':') throw new PatternFault('[[:…:]] is not allowed');
    if (character !== '\\') return character;
    const escaped = this.take();
    if (/[DWS]/.test(escaped)) throw new PatternFault(`\\${escaped} is not allowed in []`);
    return classes[escaped] ?? this.escaped(escaped);
  }
}

function literal(character: string): Node {
  const code = character.codePointAt(0) ?? 0;
  return { kind: 'set', ranges: [[code, code]], negated: false };
}

/** Writes a pattern out as steps, from its end to its beginning, so that each knows what comes next. */
function stepsOf(pattern: Node): Pattern {
  const steps: Step[] = [{ kind: 'match' }];
  const add = (step: Step): number => {
    if (steps.length >= mostSteps) throw new PatternFault('its repeats make it too large');
    return steps.push(step) - 1;
  };
  const write = (node: Node, next: number): number => {
    switch (node.kind) {
      case 'set':
        return add({ kind: 'set', ranges: node.ranges, negated: node.negated, next });
      case 'start':
      case 'end':
        return add({ kind: node.kind, next });
      case 'sequence':
        return node.parts.reduceRight((following, part) => write(part, following), next);
      case 'choice':
        return add({ kind: 'split', next: node.parts.map((part) => write(part, next)) });
      case 'repeat':
        return writeRepeat(node, next);
    }
  };
  const writeRepeat = ({ part, least, most }: Extract<Node, { kind: 'repeat' }>, next: number): number => {
    let entry = next;
    if (most === Infinity) {
      const ways: number[] = [];
      entry = add({ kind: 'split', next: ways });
      ways.push(write(part, entry), next);
    } else {
      for (let optional = least; optional < most; optional += 1)
        entry = add({ kind: 'split', next: [write(part, entry), next] });
    }
    for (let needed = 0; needed < least; needed += 1) entry = write(part, entry);
    return entry;
  };
  const first = write(pattern, 0);
  return { steps, first };
}
