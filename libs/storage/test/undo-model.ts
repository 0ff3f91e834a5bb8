import type { Release, VintageOfLine } from './vintage-model.js';

export interface ImportedVintage extends VintageOfLine {
  readonly importId: number;
}

/**
 * What the tables of observations promise when imports come and are taken back, in the plainest code. As
 * VintageModel, but every vintage knows its import, and rows that repeat what is in force leave their period's name.
 */
export class UndoModel {
  private readonly vintages = new Map<string, ImportedVintage[]>();
  /** By import the periods of which it repeated what was in force, and stored nothing for it. */
  readonly repeats = new Map<number, Set<string>>();

  /** Lands rows that do not contradict one another. */
  merge(importId: number, rows: readonly Release[]): void {
    const repeated = new Set<string>();
    for (const row of rows.toSorted((a, b) => +a.knownFrom - +b.knownFrom || a.line - b.line)) {
      const stored = this.vintages.get(row.period) ?? [];
      const at = stored.findLastIndex((vintage) => vintage.knownFrom <= row.knownFrom);
      const inForce = stored[at];
      if (inForce && Number(inForce.value) === Number(row.value) && inForce.status === row.status) {
        repeated.add(row.period);
        continue;
      }
      const { value, status, knownFrom, line } = row;
      stored.splice(at + 1, 0, { value, status, knownFrom, line, importId });
      this.vintages.set(row.period, stored);
    }
    this.repeats.set(importId, repeated);
  }

  undo(importId: number): { removed: number; restored: number; emptied: number } {
    const counts = { removed: 0, restored: 0, emptied: 0 };
    for (const [period, stored] of this.vintages) {
      const others = stored.filter((vintage) => vintage.importId !== importId);
      counts.removed += stored.length - others.length;
      if (others.length === 0) {
        counts.emptied += 1;
        this.vintages.delete(period);
        continue;
      }
      if (stored.at(-1) !== others.at(-1)) counts.restored += 1;
      this.vintages.set(period, others);
    }
    return counts;
  }

  /** Periods with their vintages in the order in which they hold. */
  history(): ReadonlyMap<string, readonly ImportedVintage[]> {
    return this.vintages;
  }
}
