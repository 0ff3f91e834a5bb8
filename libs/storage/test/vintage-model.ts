/**
 * What the tables of observations promise, in the plainest code: every period has a list of vintages in the order in
 * which they hold, and a row that says what is already in force at its own knownFrom adds nothing.
 */
export interface Release {
  readonly line: number;
  /** Which series and period. */
  readonly period: string;
  readonly value: string;
  readonly status: string;
  readonly released: boolean;
  readonly knownFrom: Date;
}

export interface Vintage {
  readonly value: string;
  readonly status: string;
  readonly knownFrom: Date;
}

export interface VintageOfLine extends Vintage {
  /** Line that said it first. */
  readonly line: number;
}

export interface Merged {
  inserted: number;
  revised: number;
  unchanged: number;
  duplicate: number;
  /** Periods that got a vintage. */
  readonly touched: Set<string>;
  /** Pairs of lines of one period of which the second says something else than the first. */
  readonly severalVintages: { line: number; otherLine: number }[];
}

export class VintageModel {
  private readonly vintages = new Map<string, VintageOfLine[]>();

  /** Lands rows that do not contradict one another. */
  merge(rows: readonly Release[]): Merged {
    const merged: Merged = {
      inserted: 0,
      revised: 0,
      unchanged: 0,
      duplicate: 0,
      touched: new Set(),
      severalVintages: [],
    };
    for (const [period, group] of byPeriod(rows)) {
      const stored = this.vintages.get(period) ?? [];
      const isNew = stored.length === 0;
      const own = new Set<Vintage>();
      let previous: Release | null = null;
      for (const row of group.toSorted((a, b) => +a.knownFrom - +b.knownFrom || a.line - b.line)) {
        if (previous && !sameContent(previous, row))
          merged.severalVintages.push({ line: row.line, otherLine: previous.line });
        previous = row;
        // The last one that was known by then; rows of this file come after what is stored since the same instant.
        const at = stored.findLastIndex((vintage) => vintage.knownFrom <= row.knownFrom);
        const inForce = stored[at];
        if (inForce && sameContent(inForce, row)) {
          merged[own.has(inForce) ? 'duplicate' : 'unchanged'] += 1;
          // What the file said last about the period is of the file from now on, be it stored or not.
          own.add(inForce);
          continue;
        }
        const { value, status, knownFrom, line } = row;
        const vintage = { value, status, knownFrom, line };
        merged[isNew && own.size === 0 ? 'inserted' : 'revised'] += 1;
        stored.splice(at + 1, 0, vintage);
        own.add(vintage);
        merged.touched.add(period);
      }
      this.vintages.set(period, stored);
    }
    merged.severalVintages.sort((a, b) => a.line - b.line);
    return merged;
  }

  /** Periods with their vintages in the order in which they hold. */
  history(): ReadonlyMap<string, readonly VintageOfLine[]> {
    return this.vintages;
  }

  /** Per period what was known at an instant. */
  knownAt(instant: Date): Map<string, Vintage> {
    const known = new Map<string, Vintage>();
    for (const [period, vintages] of this.vintages) {
      const vintage = vintages.findLast(({ knownFrom }) => knownFrom <= instant);
      if (!vintage) continue;
      const { value, status, knownFrom } = vintage;
      known.set(period, { value, status, knownFrom });
    }
    return known;
  }
}

/** Lines that contradict others: one period, different content, not told apart by release days of their own. */
export function contradictions(rows: readonly Release[]): number[] {
  return [...byPeriod(rows).values()]
    .filter((group) => {
      if (group.every((row) => sameContent(row, group[0]!))) return false;
      if (group.some((row) => !row.released)) return true;
      return group.some((a) => group.some((b) => +a.knownFrom === +b.knownFrom && !sameContent(a, b)));
    })
    .flat()
    .map(({ line }) => line)
    .toSorted((a, b) => a - b);
}

function byPeriod(rows: readonly Release[]): Map<string, Release[]> {
  const groups = new Map<string, Release[]>();
  for (const row of rows) groups.set(row.period, [...(groups.get(row.period) ?? []), row]);
  return groups;
}

function sameContent(a: Pick<Vintage, 'value' | 'status'>, b: Pick<Vintage, 'value' | 'status'>): boolean {
  return Number(a.value) === Number(b.value) && a.status === b.status;
}
