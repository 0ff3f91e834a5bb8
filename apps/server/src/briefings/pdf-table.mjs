// A table in a PDF: rows stay whole, and its head is repeated on every page.
// @ts-check
import { statusInks } from './document-words.mjs';

/** @typedef {InstanceType<typeof import('pdfkit')>} Pdf */
/** @typedef {Extract<import('#contract').BriefingBlock, { kind: 'table' }>} Table */
/** @typedef {{ text: string, bold: boolean, colour: string, align: 'left' | 'right' }} Cell */

const points = 9;
const padding = { x: 3, y: 3.5 };
const lineGap = 1.5;
const ink = '#1b2530';
const line = '#8b97a5';
const headGround = '#eef2f6';

export class PdfTable {
  /**
   * @param {Pdf} pdf
   * @param {Table} table
   * @param {(text: { zh: string, en: string }) => string} inLanguage
   */
  constructor(pdf, table, inLanguage) {
    this.pdf = pdf;
    const { left, right } = pdf.page.margins;
    const width = pdf.page.width - left - right;
    this.left = left;
    this.widths = table.columns.map((column) => column.width * width);
    /** @type {Cell[]} */
    this.head = table.columns.map(({ head, numeric }) => ({
      text: inLanguage(head),
      bold: true,
      colour: ink,
      align: numeric ? 'right' : 'left',
    }));
    /** @type {Cell[][]} */
    this.rows = table.rows.map((row) =>
      row.map(({ text, status }, at) => ({
        text: inLanguage(text),
        bold: status !== undefined,
        colour: status ? statusInks[status] : ink,
        align: table.columns[at]?.numeric ? 'right' : 'left',
      })),
    );
  }

  /** @param {PDFKit.PDFStructureElement} parent */
  write(parent) {
    const { pdf } = this;
    const table = pdf.struct('Table');
    parent.add(table);
    const headHeight = this.heightOf(this.head);
    this.row(table, this.head, headHeight, 'TH');
    for (const row of this.rows) {
      const height = Math.min(this.heightOf(row), this.tallest - headHeight);
      if (pdf.y + height > pdf.page.maxY()) {
        pdf.addPage();
        // It is told already; here it is for the eye only.
        this.artifact(() => this.paint(this.head, headHeight, 'TH', (_at, draw) => draw()));
        pdf.y += headHeight;
      }
      this.row(table, row, height, 'TD');
    }
    table.end();
  }

  /** Of the head and the first row. */
  get beginning() {
    return this.heightOf(this.head) + (this.rows[0] ? this.heightOf(this.rows[0]) : 0);
  }

  get tallest() {
    const { page } = this.pdf;
    return page.height - page.margins.top - page.margins.bottom;
  }

  /**
   * @param {PDFKit.PDFStructureElement} table
   * @param {Cell[]} cells
   * @param {number} height
   * @param {'TH' | 'TD'} tag
   */
  row(table, cells, height, tag) {
    const { pdf } = this;
    const row = pdf.struct('TR');
    table.add(row);
    this.artifact(() => this.ground(height, tag));
    this.paint(cells, height, null, (_at, draw) => row.add(pdf.struct(tag, draw)));
    row.end();
    pdf.y += height;
  }

  /**
   * @param {Cell[]} cells
   * @param {number} height
   * @param {'TH' | 'TD' | null} ground null: it is painted already.
   * @param {(at: number, draw: () => void) => void} put
   */
  paint(cells, height, ground, put) {
    const { pdf } = this;
    const top = pdf.y;
    if (ground) this.ground(height, ground);
    let x = this.left;
    for (const [at, cell] of cells.entries()) {
      const width = this.widths[at] ?? 0;
      const place = x + padding.x;
      put(at, () => {
        this.pen(cell);
        pdf.text(cell.text, place, top + padding.y, {
          width: width - 2 * padding.x,
          height: height - 2 * padding.y + 2,
          lineGap,
          align: cell.align,
          ellipsis: true,
        });
      });
      x += width;
    }
    pdf.x = this.left;
    pdf.y = top;
  }

  /**
   * @param {number} height
   * @param {'TH' | 'TD'} tag
   */
  ground(height, tag) {
    const { pdf } = this;
    const top = pdf.y;
    const width = this.widths.reduce((sum, one) => sum + one, 0);
    if (tag === 'TH') pdf.rect(this.left, top, width, height).fill(headGround);
    pdf.lineWidth(0.5).strokeColor(line);
    for (const y of tag === 'TH' ? [top, top + height] : [top + height])
      pdf
        .moveTo(this.left, y)
        .lineTo(this.left + width, y)
        .stroke();
  }

  /** @param {() => void} draw */
  artifact(draw) {
    this.pdf.markContent('Artifact', { type: 'Layout' });
    draw();
    this.pdf.endMarkedContent();
  }

  /** @param {Cell[]} cells */
  heightOf(cells) {
    const heights = cells.map((cell, at) => {
      this.pen(cell);
      return this.pdf.heightOfString(cell.text, { width: (this.widths[at] ?? 0) - 2 * padding.x, lineGap });
    });
    return Math.max(...heights) + 2 * padding.y;
  }

  /** @param {Cell} cell */
  pen({ bold, colour }) {
    this.pdf
      .font(bold ? 'bold' : 'body')
      .fontSize(points)
      .fillColor(colour);
  }
}
