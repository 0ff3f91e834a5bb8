// A briefing as a PDF: A4, tagged, its font embedded as far as it is used.
// @ts-check
import { createRequire } from 'node:module';
import { PDFDocument } from 'pdfkit';
import { documentWords, statusInks } from './document-words.mjs';
import { PdfTable } from './pdf-table.mjs';

/** @typedef {import('./document-order.js').DocumentOrder} DocumentOrder */
/** @typedef {import('#contract').BriefingBlock} Block */
/** @typedef {import('#contract').BriefingSection} Section */
/** @typedef {InstanceType<typeof PDFDocument>} Pdf */

const fontFolder = '@expo-google-fonts/noto-sans-sc';
const ink = '#1b2530';
const softInk = '#556270';
const size = { title: 18, section: 14, heading: 12, body: 10.5, small: 9 };

/**
 * @param {DocumentOrder} order
 * @returns {Promise<Uint8Array>}
 */
export async function writePdf(order) {
  const { language, document } = order;
  const { resolve } = createRequire(import.meta.url);
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: 68, bottom: 72, left: 68, right: 68 },
    pdfVersion: '1.7',
    tagged: true,
    lang: language === 'zh' ? 'zh-CN' : 'en',
    displayTitle: true,
    bufferPages: true,
    font: '',
    info: {
      Title: `${plain(document.title[language])} ${plain(document.subtitle[language])}`,
      Author: order.service,
      CreationDate: new Date(order.madeAt),
    },
  });
  /** @type {Buffer[]} */
  const parts = [];
  pdf.on('data', (part) => parts.push(part));
  const ended = new Promise((done, fail) => {
    pdf.on('end', done);
    pdf.on('error', fail);
  });
  pdf.registerFont('body', resolve(`${fontFolder}/400Regular/NotoSansSC_400Regular.ttf`));
  pdf.registerFont('bold', resolve(`${fontFolder}/700Bold/NotoSansSC_700Bold.ttf`));
  new PdfWriter(pdf, order).write();
  pdf.end();
  await ended;
  return Buffer.concat(parts);
}

/**
 * The font draws curly quotation marks as wide as a Chinese character, which tears an English word apart.
 * @param {string} text
 */
const plain = (text) =>
  /\p{Script=Han}/u.test(text) ? text : text.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");

class PdfWriter {
  /**
   * @param {Pdf} pdf
   * @param {DocumentOrder} order
   */
  constructor(pdf, order) {
    this.pdf = pdf;
    this.order = order;
    this.words = documentWords[order.language];
    this.left = pdf.page.margins.left;
    this.width = pdf.page.width - pdf.page.margins.left - pdf.page.margins.right;
    this.root = pdf.struct('Document');
    pdf.addStructure(this.root);
  }

  write() {
    const { document } = this.order;
    this.text('H1', this.in(document.title), { font: 'bold', points: size.title, align: 'center', after: 4 });
    this.text('P', this.in(document.subtitle), { points: size.heading, align: 'center', after: 2 });
    this.text('P', this.in(document.dateline), {
      points: size.small,
      align: 'center',
      colour: softInk,
      after: 14,
    });
    for (const section of document.sections) this.section(section);
    this.root.end();
    this.footers();
  }

  /** @param {Section} section */
  section(section) {
    this.keep(90);
    this.text('H2', this.in(section.heading), { font: 'bold', points: size.section, before: 10, after: 6 });
    this.pdf.outline.addItem(this.in(section.heading));
    for (const block of section.blocks) this.block(block);
  }

  /** @param {Block} block */
  block(block) {
    switch (block.kind) {
      case 'paragraph':
        this.text('P', this.in(block.text), { after: 6 });
        break;
      case 'heading':
        // With the sentence and the chart that follow.
        this.keep(this.chartHeight + 110);
        this.text('H3', this.in(block.text), {
          font: 'bold',
          points: size.heading,
          colour: block.status ? statusInks[block.status] : ink,
          before: 8,
          after: 3,
        });
        break;
      case 'list':
        this.list(block.items.map((item) => this.in(item)));
        break;
      case 'chart':
        this.chart(block.target, this.in(block.alt));
        break;
      case 'table':
        this.table(block);
        break;
    }
  }

  /** @param {Extract<Block, { kind: 'table' }>} block */
  table(block) {
    const { pdf } = this;
    const table = new PdfTable(pdf, block, (text) => this.in(text));
    // Neither caption nor head stand alone at the foot of a page.
    this.keep(30 + table.beginning);
    this.text('P', this.in(block.caption), { font: 'bold', before: 4, after: 3 });
    table.write(this.root);
    pdf.x = this.left;
    pdf.y += 10;
  }

  /** @param {string[]} items */
  list(items) {
    const { pdf } = this;
    const list = pdf.struct('L');
    this.root.add(list);
    for (const item of items) {
      this.keep(30);
      list.add(
        pdf.struct('LI', [
          pdf.struct('LBody', () => {
            this.pen({});
            pdf.text('•', this.left, pdf.y, { continued: false, width: 10 });
            pdf.moveUp();
            pdf.text(item, this.left + 11, pdf.y, { width: this.width - 11, lineGap: 2.5 });
          }),
        ]),
      );
      pdf.y += 1.5;
    }
    list.end();
    pdf.x = this.left;
    pdf.y += 5;
  }

  /**
   * @param {string} target
   * @param {string} alt
   */
  chart(target, alt) {
    const { pdf } = this;
    const png = this.order.charts[target];
    if (png === undefined) {
      this.text('P', this.words.noChart, { colour: softInk, after: 6 });
      return;
    }
    this.keep(this.chartHeight + 8);
    const top = pdf.y;
    this.root.add(
      pdf.struct('Figure', { alt }, () => {
        pdf.image(Buffer.from(png), this.left, top, { width: this.width, height: this.chartHeight });
      }),
    );
    pdf.x = this.left;
    pdf.y = top + this.chartHeight + 8;
  }

  get chartHeight() {
    return this.width / this.order.chartRatio;
  }

  /**
   * @param {'H1' | 'H2' | 'H3' | 'P'} tag
   * @param {string} text
   * @param {{ font?: string, points?: number, colour?: string, align?: 'center', before?: number, after?: number }} look
   */
  text(tag, text, look) {
    const { pdf } = this;
    pdf.y += look.before ?? 0;
    this.root.add(
      pdf.struct(tag, () => {
        this.pen(look);
        pdf.text(text, this.left, pdf.y, { width: this.width, lineGap: 3, align: look.align ?? 'left' });
      }),
    );
    pdf.y += look.after ?? 0;
  }

  /** @param {{ font?: string, points?: number, colour?: string }} look */
  pen({ font = 'body', points = size.body, colour = ink }) {
    this.pdf.font(font).fontSize(points).fillColor(colour);
  }

  /**
   * Goes on a new page when less than so much is left of this one.
   * @param {number} height
   */
  keep(height) {
    if (this.pdf.y + height > this.pdf.page.maxY()) this.pdf.addPage();
  }

  footers() {
    const { pdf, order } = this;
    const { start, count } = pdf.bufferedPageRange();
    for (let at = start; at < start + count; at += 1) {
      pdf.switchToPage(at);
      // What lies below the margin would begin a new page.
      const { bottom } = pdf.page.margins;
      pdf.page.margins.bottom = 0;
      pdf.markContent('Artifact', { type: 'Pagination' });
      this.pen({ points: size.small, colour: softInk });
      const y = pdf.page.height - 48;
      pdf.text(order.service, this.left, y, { width: this.width / 2, lineBreak: false });
      pdf.text(this.words.page(at + 1 - start, count), this.left + this.width / 2, y, {
        width: this.width / 2,
        align: 'right',
        lineBreak: false,
      });
      pdf.endMarkedContent();
      pdf.page.margins.bottom = bottom;
    }
  }

  /** @param {{ zh: string, en: string }} text */
  in(text) {
    return this.order.language === 'zh' ? text.zh : plain(text.en);
  }
}
