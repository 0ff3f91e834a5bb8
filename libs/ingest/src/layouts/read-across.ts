import { cellFault, clipped, type CellFault, type Notice } from '../cell-fault.js';
import { readCellValue } from '../cell-value.js';
import { interpretRow } from '../interpret-row.js';
import type { FileRow } from '../read-rows.js';
import type { Reference } from '../reference.js';
import { CanonicalRow } from './canonical-row.js';
import { combined } from './column-survey.js';
import { columnLetters, gridRow, holdsNumber, type GridRow } from './grid.js';
import { factsOf } from './header-cell.js';
import { isGrowthRow, isNote, isSubtotal, partOfAbove } from './label-text.js';
import type { Facts, KeyField, LabelColumn, ReadBatch, ReadRow, TableLayout, ValueColumn } from './layout.js';
import { fieldWords } from './layout-questions.js';
import { LinesAbove } from './lines-above.js';
import { unitThatFits } from './units.js';
import { matchUnit } from '../unit-conversion.js';

/**
 * The rows of a table: one ReadRow for each cell of values that holds one, and one for what is wrong with a whole row.
 * What is known of the lines above is only the labels that merged cells leave blank, and the heading of the block.
 */
export async function* readAcross(
  layout: TableLayout,
  batches: AsyncIterable<readonly FileRow[]>,
  reference: Reference,
): AsyncGenerator<ReadBatch> {
  const reader = new TableReader(layout, reference);
  yield reader.header();
  for await (const batch of batches) yield reader.read(batch);
}

type LabelTexts = ReadonlyMap<LabelColumn, string>;

class TableReader {
  private readonly canonical: CanonicalRow;
  private readonly linesAbove: LinesAbove;
  /** Of each label column the last text in it, for the blanks that a merged cell leaves. */
  private readonly above = new Map<LabelColumn, string>();
  private heading: { readonly facts: Facts; readonly text: string } | null = null;
  /** A unit that a line between the rows states. */
  private unitBeneath: string | null = null;
  /** Whether the last lines were footnotes, which go on in lines that do not say so. */
  private inNotes = false;
  /** The line of a second header that says something else; nothing beneath it can be read. */
  private otherHeader: number | null = null;

  private rows: ReadRow[] = [];
  private notices: (Notice & { readonly line: number })[] = [];
  private missing = 0;

  constructor(
    private readonly layout: TableLayout,
    private readonly reference: Reference,
  ) {
    this.canonical = new CanonicalRow(layout.labels);
    this.linesAbove = new LinesAbove(layout, reference);
  }

  /** What is wrong with the header's columns, each once, and what was left out of it. */
  header(): ReadBatch {
    const { headerLine, preamble, refusedColumns, notices } = this.layout;
    const cells = preamble.at(-1) ?? [];
    const rows = refusedColumns.map((fault) => ({
      line: headerLine,
      column: fault.column,
      written: fault.value,
      cells,
      observations: [],
      faults: [fault],
      notices: [],
    }));
    return { rows, missing: 0, notices };
  }

  read(batch: readonly FileRow[]): ReadBatch {
    for (const row of batch)
      if (row.line > this.layout.headerLine && this.otherHeader === null) this.readFileRow(row);
    const { rows, notices, missing } = this;
    [this.rows, this.notices, this.missing] = [[], [], 0];
    return { rows, notices, missing };
  }

  private readFileRow(fileRow: FileRow): void {
    const row = gridRow(fileRow, this.layout.width);
    if (fileRow.fault) return this.refuse(row, [fileRow.fault]);
    if (row.filled.length === 0 || this.passesOver(row)) return;
    if (this.linesAbove.isOtherHeader(row)) {
      this.otherHeader = row.line;
      const message = '这里又有一个表头，与上面的不同；它下面各行没有读，请拆成两个文件（或工作表）';
      return this.refuse(row, [cellFault('', 'unclear-layout', clipped(row.cells.join(' ')), message)]);
    }
    const hasValues = this.layout.values.some(({ at }) => (row.cells[at] ?? '') !== '');
    if (hasValues) {
      this.inNotes = false;
      this.readValues(row);
    } else this.readLabelsAlone(row);
  }

  private passesOver(row: GridRow): boolean {
    const unit = this.linesAbove.unitStated(row);
    if (unit !== null) this.unitBeneath = unit;
    const isFootnote = isNote(row.cells[row.filled[0]!]!) && !holdsNumber(row, this.reference);
    if (isFootnote) this.inNotes = true;
    return isFootnote || this.linesAbove.isRepeated(row);
  }

  /** A row without values: the heading of a block, a label whose values are all missing, or a text that says nothing. */
  private readLabelsAlone(row: GridRow): void {
    const { cells, filled } = row;
    const field = this.layout.headings;
    const text = cells[filled[0]!]!;
    if (field !== null && filled.length === 1) {
      const facts = factsOf(text, this.reference);
      if (facts?.[field] === undefined && (this.inNotes || isSubtotal(text) || partOfAbove(text) !== null))
        return;
      // One that is not known refuses each row beneath it.
      this.heading = { facts: facts?.[field] === undefined ? {} : facts, text };
      this.unitBeneath = null;
      this.above.clear();
      return;
    }
    const labelled = this.layout.labels.some(
      ({ at, role }) => isKey(role) && this.isKnownLabel(cells[at] ?? '', role),
    );
    if (labelled) this.missing += this.layout.values.length;
    for (const label of this.layout.labels) {
      const own = cells[label.at] ?? '';
      if (own !== '') this.above.set(label, own);
    }
  }

  private isKnownLabel(text: string, role: KeyField): boolean {
    return factsOf(text, this.reference)?.[role] !== undefined;
  }

  private readValues(row: GridRow): void {
    const texts = this.labelTexts(row);
    const left = this.reasonToLeaveOut(texts);
    if (left !== null) {
      this.notices.push({ line: row.line, code: 'subtotal-left-out', message: left });
      return;
    }
    const cells = this.filledCells(row, texts);
    const beside = row.filled.find((at) => !this.layout.columns.includes(at));
    if (beside !== undefined) {
      const message = '这一列没有列名，开头的许多行里也没有内容；不知道它是什么';
      return this.refuse({ ...row, cells }, [
        cellFault(columnLetters(beside), 'extra-cell', row.cells[beside]!, message),
      ]);
    }
    // What is wrong with the labels is wrong with every value of the row, and is said once.
    const said = new Set<string>();
    const facts = this.factsOfRow(texts);
    for (const column of this.layout.values) {
      const written = row.cells[column.at] ?? '';
      const value = readCellValue(written);
      if (value.kind === 'missing') this.missing += 1;
      else
        this.readValue({ row, cells, texts, column, written, said, facts: this.factsOfCell(facts, column) });
    }
  }

  private readValue(cell: {
    row: GridRow;
    cells: readonly string[];
    texts: LabelTexts;
    column: ValueColumn;
    written: string;
    said: Set<string>;
    facts: Facts;
  }): void {
    const { row, cells, texts, column, written, said, facts } = cell;
    const unclear = this.unclearUnit(texts, facts);
    const read = unclear
      ? { faults: [unclear] }
      : interpretRow(this.canonical.cells(facts, written, texts), this.canonical.columns, this.reference);
    const base = { line: row.line, column: column.name, written, cells };
    if (read.faults === null) {
      this.rows.push({ ...base, observations: [read.draft], faults: [], notices: read.notices });
      return;
    }
    const faults = read.faults
      .map((fault) => this.placed(fault, column))
      .filter(({ column: where, code, message }) => {
        if (where === column.name) return true;
        const key = `${where}\t${code}\t${message}`;
        if (said.has(key)) return false;
        said.add(key);
        return true;
      });
    if (faults.length > 0) this.rows.push({ ...base, observations: [], faults, notices: [] });
  }

  /** A fault where a person finds it: in the label's column, or in the value's. */
  private placed(fault: CellFault, column: ValueColumn): CellFault {
    if (this.layout.labels.some(({ name }) => name === fault.column)) return fault;
    const label = this.layout.labels.find(
      ({ role }) => role === fault.column || (role === 'part' && fault.column === 'time_period'),
    );
    const isValues =
      fault.column === 'obs_value' || (isField(fault.column) && column.facts[fault.column] !== undefined);
    if (!isValues && label && fault.code !== 'wrong-frequency') return { ...fault, column: label.name };
    // Where the file of refused rows writes the heading.
    if (!isValues && fault.column === this.layout.headings)
      return { ...fault, column: fieldWords[this.layout.headings] };
    return { ...fault, column: column.name };
  }

  /** What titles, the heading and the row's labels say of its values. */
  private factsOfRow(texts: LabelTexts): Facts {
    const { constants, headings } = this.layout;
    const facts: { -readonly [Field in keyof Facts]: Facts[Field] } = { ...constants };
    if (this.unitBeneath !== null) facts.unit = this.unitBeneath;
    if (headings !== null) {
      facts[headings] = this.heading?.text ?? '';
      Object.assign(facts, this.heading?.facts);
    }
    for (const [{ role }, text] of texts) {
      if (typeof role !== 'string' || text === '') continue;
      const known =
        isKey(role) || role === 'unit' ? factsOf(partOfAbove(text) ?? text, this.reference) : null;
      if (known) Object.assign(facts, known);
      else if (role !== 'released_on' && role !== 'comment') facts[role] = text;
    }
    return facts;
  }

  /** What is said of one value: by its row and, before that, by its column's header. */
  private factsOfCell(row: Facts, column: ValueColumn): Facts {
    const { part, ...facts } = { ...row, ...column.facts };
    const withYear =
      part === undefined || column.facts.time_period !== undefined
        ? facts
        : {
            ...facts,
            time_period: combined(facts.time_period ?? '', part) ?? `${facts.time_period ?? ''}${part}`,
          };
    const { units } = this.layout;
    if (facts.unit !== undefined || facts.indicator === undefined || units.length === 0) return withYear;
    return { ...withYear, unit: unitThatFits(units, facts.indicator, this.reference) ?? units.join('、') };
  }

  /** A blank unit beneath another one: the unit above or the indicator's own, and they differ by a factor. */
  private unclearUnit(texts: LabelTexts, facts: Facts): CellFault | null {
    const [label] = [...texts].find(([{ role }, text]) => role === 'unit' && text === '') ?? [];
    const above = label && this.above.get(label);
    const own = this.reference.indicators.get(facts.indicator ?? '')?.unit;
    if (!label || above === undefined || own === undefined || facts.unit !== undefined) return null;
    if (matchUnit(above, own).kind !== 'factor') return null;
    const message = `没有写单位：是上面的 ${clipped(above)}，还是指标自己的 ${own.zh}？`;
    return cellFault(label.name, 'wrong-unit', '', message);
  }

  /** The row's labels, with those of the row above where a merged cell leaves a blank. */
  private labelTexts(row: GridRow): LabelTexts {
    const own = new Map(this.layout.labels.map((label) => [label, row.cells[label.at] ?? '']));
    const hasKey = [...own].some(([{ role }, text]) => (isKey(role) || role === 'part') && text !== '');
    for (const [label, text] of own) {
      if (text !== '') this.above.set(label, text);
      else if (hasKey && fillsDown(label.role)) own.set(label, this.above.get(label) ?? '');
    }
    return own;
  }

  private filledCells({ cells }: GridRow, texts: LabelTexts): readonly string[] {
    const filled = [...cells];
    for (const [{ at }, text] of texts) if (text !== '') filled[at] = text;
    return this.withHeading(filled);
  }

  private withHeading(cells: readonly string[]): readonly string[] {
    if (!this.heading) return cells;
    const { facts, text } = this.heading;
    const unit = facts.unit === undefined && this.unitBeneath !== null ? `（${this.unitBeneath}）` : '';
    const { headingAt } = this.layout;
    return [...Array.from({ length: headingAt }, (_, at) => cells[at] ?? ''), text + unit];
  }

  private reasonToLeaveOut(texts: LabelTexts): string | null {
    for (const [{ role }, text] of texts) {
      if (!isKey(role) || text === '' || this.isKnownLabel(text, role)) continue;
      const part = partOfAbove(text);
      if (part !== null) {
        if (part !== '' && this.isKnownLabel(part, role)) continue;
        return `“${clipped(text)}”是上一行的一部分，没有读`;
      }
      if (isSubtotal(text)) return `“${clipped(text)}”是合计，没有读`;
      if (role === 'indicator' && isGrowthRow(text)) return `“${clipped(text)}”是上一行的增长，没有读`;
    }
    return null;
  }

  private refuse(row: GridRow, faults: readonly CellFault[]): void {
    const { line, cells } = row;
    this.rows.push({
      line,
      column: '',
      written: '',
      cells: this.withHeading(cells),
      observations: [],
      faults,
      notices: [],
    });
  }
}

function isKey(role: LabelColumn['role']): role is KeyField {
  return role === 'indicator' || role === 'ref_area' || role === 'time_period';
}

function isField(column: string): column is keyof Facts {
  return ['indicator', 'ref_area', 'time_period', 'unit', 'obs_status'].includes(column);
}

/** Merged cells hold what tells rows apart; a unit is looked at apart from these, a comment is the row's own. */
function fillsDown(role: LabelColumn['role']): boolean {
  return isKey(role) || (typeof role === 'object' && 'nameOf' in role);
}
