import type { Reference } from '../reference.js';
import { gridRow, kindOf, type GridRow } from './grid.js';
import { factsOf } from './header-cell.js';
import { isNumberingRow } from './header-levels.js';
import { isContinuation, unitsStated } from './label-text.js';
import type { TableLayout } from './layout.js';

/** The titles and the header of a table, which stand again between its rows where it goes on on another page. */
export class LinesAbove {
  private readonly headerRows: readonly GridRow[];
  private readonly titles: ReadonlySet<string>;

  constructor(
    private readonly layout: TableLayout,
    private readonly reference: Reference,
  ) {
    const lines = layout.preamble.map((cells, index) => gridRow({ line: index, cells }, layout.width));
    this.headerRows = lines.slice(-layout.headerLines);
    this.titles = new Set(
      lines.flatMap(({ cells, filled }) => (filled.length === 1 ? [cells[filled[0]!]!] : [])),
    );
  }

  /** The one unit that a line between the rows states and nothing else; null when it is no such line. */
  unitStated({ cells, filled }: GridRow): string | null {
    const stated = filled.map((at) => unitsStated(cells[at]!));
    const units = stated.find((one) => one !== null);
    const isLine = filled.every((at, index) => stated[index] !== null || this.isTitle(cells[at]!));
    return isLine && units?.length === 1 ? units[0]! : null;
  }

  /** Whether a row is a line from above again, says "continued" or states units, or numbers the columns. */
  isRepeated(row: GridRow): boolean {
    const { cells, filled } = row;
    if (isNumberingRow(row)) return true;
    if (filled.every((at) => unitsStated(cells[at]!) !== null || this.isTitle(cells[at]!))) return true;
    return this.headerRows.some(
      (header) =>
        header.filled.length === filled.length && filled.every((at) => header.cells[at] === cells[at]),
    );
  }

  /** A header again that is not the one above: years or areas go on in another part of the table. */
  isOtherHeader({ cells, filled }: GridRow): boolean {
    const { values, labels } = this.layout;
    const held = values.filter(({ at }) => (cells[at] ?? '') !== '');
    if (held.length === 0 || filled.length < 2) return false;
    const [label] = labels;
    const corner = (label && cells[label.at]) ?? '';
    const isCorner = corner !== '' && this.headerRows.some((row) => row.cells[label!.at] === corner);
    return (
      (isCorner || held.length > 1) &&
      !this.isNamed(corner) &&
      held.every(({ at }) => this.isHeaderCell(cells[at]!))
    );
  }

  private isTitle(text: string): boolean {
    return this.titles.has(text) || isContinuation(text);
  }

  private isHeaderCell(cell: string): boolean {
    const kind = kindOf(cell, this.reference);
    return kind === 'time' || (kind === 'text' && factsOf(cell, this.reference) !== null);
  }

  /** Whether a row's label says of which indicator, area or period its values are: then it is no header. */
  private isNamed(text: string): boolean {
    const facts = factsOf(text, this.reference);
    const { labels } = this.layout;
    return (['indicator', 'ref_area', 'time_period'] as const).some(
      (field) =>
        facts?.[field] !== undefined &&
        (field !== 'time_period' || labels.some(({ role }) => role === field)),
    );
  }
}
