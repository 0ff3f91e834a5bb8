/** Content negotiation (RFC 9110, 12.5.1), parameters of media types included: SDMX tells its formats apart by them. */
import { AppError } from '#contract';

/** One media range of an Accept header. */
export interface MediaRange {
  /** In lower case, such as text/csv, text/* or *\/*. */
  readonly type: string;
  /** All but q; names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
  /** 0 to 1; 0 refuses. */
  readonly quality: number;
}

/** A format that can be answered. */
export interface Offer<T> {
  readonly format: T;
  /** Media types it answers to; the first is its own. */
  readonly types: readonly string[];
  /** Versions that a parameter version may name; none: whatever it names is refused. */
  readonly versions?: readonly string[];
}

/** What was chosen, with the parameters of the range that chose it. */
export interface Chosen<T> {
  readonly format: T;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The media ranges of an Accept header in their order; what is no media range is passed over. */
export function parseAccept(header: string): MediaRange[] {
  return splitOutsideQuotes(header, ',').flatMap((part) => {
    const [type = '', ...given] = splitOutsideQuotes(part, ';').map((piece) => piece.trim());
    if (!/^[^\s/]+\/[^\s/]+$/.test(type)) return [];
    const all = new Map(
      given.flatMap((piece): [string, string][] => {
        const at = piece.indexOf('=');
        return at < 0
          ? []
          : [[piece.slice(0, at).trim().toLowerCase(), unquoted(piece.slice(at + 1).trim())]];
      }),
    );
    const quality = all.has('q') ? Number(all.get('q')) : 1;
    all.delete('q');
    return [
      {
        type: type.toLowerCase(),
        parameters: Object.fromEntries(all),
        quality: Number.isFinite(quality) ? Math.min(1, Math.max(0, quality)) : 0,
      },
    ];
  });
}

/**
 * The best offer for an Accept header: the highest quality, among equals the offer that stands first in the header
 * (a range that names a type before one with *), then the first offer. No header or an empty one accepts anything.
 * @throws AppError not-acceptable, which lists what there is.
 */
export function negotiate<T>(header: string | undefined, offers: readonly Offer<T>[]): Chosen<T> {
  const ranges = parseAccept(header ?? '');
  const [first] = offers;
  if (!first) throw new RangeError('nothing is offered');
  if ((header ?? '').trim() === '') return { format: first.format, parameters: {} };
  let best: { chosen: Chosen<T>; quality: number; width: number; at: number } | null = null;
  for (const offer of offers) {
    const matched = ranges
      .map((range, at) => ({ range, at, width: widthOf(range, offer) }))
      .filter(({ width }) => width !== null)
      .map(({ range, at, width }) => ({ range, at, width: width! }))
      // The most specific range says how much an offer is wanted.
      .toSorted((a, b) => a.width - b.width || b.range.quality - a.range.quality || a.at - b.at)[0];
    if (!matched || matched.range.quality === 0) continue;
    const found = {
      chosen: { format: offer.format, parameters: matched.range.parameters },
      quality: matched.range.quality,
      width: matched.width,
      at: matched.at,
    };
    const isBetter =
      best === null ||
      found.quality > best.quality ||
      (found.quality === best.quality &&
        (found.width < best.width || (found.width === best.width && found.at < best.at)));
    if (isBetter) best = found;
  }
  if (best) return best.chosen;
  throw new AppError(
    'not-acceptable',
    `There is no ${header}. There is: ${offers.map(ownType).join(', ')}.`,
    offers.map((offer) => ({ path: 'Accept', code: 'available', message: ownType(offer) })),
  );
}

function ownType<T>({ types, versions }: Offer<T>): string {
  return `${types[0]}${versions?.[0] === undefined ? '' : `;version=${versions[0]}`}`;
}

/** How wide a range is that takes in the offer: 0 its type, 1 its family (text/*), 2 everything; null: it does not. */
function widthOf<T>(range: MediaRange, offer: Offer<T>): 0 | 1 | 2 | null {
  const asked = range.parameters['version'];
  if (asked !== undefined && !offer.versions?.some((version) => isVersion(asked, version))) return null;
  if (range.type === '*/*') return 2;
  if (offer.types.includes(range.type)) return 0;
  return range.type.endsWith('/*') && offer.types.some((type) => type.startsWith(range.type.slice(0, -1)))
    ? 1
    : null;
}

/** Whether a version such as 2.0.0 is what was asked for: itself, 2.0, 2, or one from which on any will do (2.0+.0). */
function isVersion(asked: string, version: string): boolean {
  if (asked === version) return true;
  const parts = asked.split('.');
  const own = version.split('.').map(Number);
  for (const [at, part] of parts.entries()) {
    const least = Number(part.replace(/\+$/, ''));
    if (!Number.isInteger(least) || own[at] === undefined) return false;
    if (part.endsWith('+') && own[at] > least) return true;
    if (own[at] !== least && !(part.endsWith('+') && own[at] >= least)) return false;
  }
  return true;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === separator && !quoted) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function unquoted(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;
}
