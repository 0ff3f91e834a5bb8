// A briefing as a .docx that can be edited, in the fonts and sizes that Chinese offices use (GB/T 9704).
// @ts-check
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { documentWords, statusInks } from './document-words.mjs';

/** @typedef {import('./document-order.js').DocumentOrder} DocumentOrder */
/** @typedef {import('#contract').BriefingBlock} Block */
/** @typedef {Extract<Block, { kind: 'table' }>} BlockTable */

/** By name: what Windows and WPS have, and what other programs have a like one for. Nothing is embedded. */
const font = (/** @type {string} */ eastAsia) => ({
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia,
});
const fangsong = font('仿宋');
const heiti = font('黑体');
const kaiti = font('楷体');
const songti = font('宋体');

/** Points: 二号 22, 三号 16, 五号 10.5. In half points, as the format has it. */
const half = (/** @type {number} */ points) => points * 2;

/** Between the margins of GB/T 9704, in twips. */
const page = { width: 210 - 28 - 26, top: 37, bottom: 35, left: 28, right: 26 };
const textWidth = convertMillimetersToTwip(page.width);

/**
 * @param {DocumentOrder} order
 * @returns {Promise<Uint8Array>}
 */
export async function writeDocx(order) {
  const { language, document } = order;
  const body = language === 'zh' ? 16 : 12;
  const inLanguage = (/** @type {{ zh: string, en: string }} */ text) => text[language];
  const file = new Document({
    title: `${inLanguage(document.title)} ${inLanguage(document.subtitle)}`,
    creator: order.service,
    lastModifiedBy: order.service,
    description: inLanguage(document.dateline),
    styles: stylesOf(body, language),
    numbering: {
      config: [
        {
          reference: 'points',
          levels: [
            {
              level: 0,
              format: LevelFormat.BULLET,
              text: '•',
              alignment: AlignmentType.LEFT,
              style: { paragraph: { indent: { left: 420, hanging: 260 } } },
            },
          ],
        },
      ],
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
            margin: {
              top: convertMillimetersToTwip(page.top),
              bottom: convertMillimetersToTwip(page.bottom),
              left: convertMillimetersToTwip(page.left),
              right: convertMillimetersToTwip(page.right),
            },
          },
        },
        footers: { default: footer() },
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, text: inLanguage(document.title) }),
          new Paragraph({ style: 'Subtitle', text: inLanguage(document.subtitle) }),
          new Paragraph({ style: 'Dateline', text: inLanguage(document.dateline) }),
          ...document.sections.flatMap((section) => [
            new Paragraph({ heading: HeadingLevel.HEADING_1, text: inLanguage(section.heading) }),
            ...section.blocks.flatMap((block) => blockOf(block, order)),
          ]),
        ],
      },
    ],
  });
  return Packer.toBuffer(file);
}

/**
 * @param {number} body
 * @param {'zh' | 'en'} language
 */
function stylesOf(body, language) {
  const line = language === 'zh' ? { line: 28 * 20, lineRule: LineRuleType.EXACT } : { line: 300 };
  const lang = { value: language === 'zh' ? 'zh-CN' : 'en-US', eastAsia: 'zh-CN' };
  const indent = language === 'zh' ? { firstLine: half(body) * 20 } : {};
  return {
    default: {
      document: { run: { font: fangsong, size: half(body), language: lang } },
      title: {
        run: { font: songti, size: half(22), bold: true },
        paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 120 } },
      },
      heading1: {
        run: { font: heiti, size: half(body), bold: language === 'en' },
        paragraph: { spacing: { before: 240, after: 80 }, keepNext: true, indent },
      },
      heading2: {
        run: { font: kaiti, size: half(body), bold: true },
        paragraph: { spacing: { before: 160, after: 60 }, keepNext: true, indent },
      },
    },
    paragraphStyles: [
      {
        id: 'Subtitle',
        name: 'Subtitle',
        basedOn: 'Normal',
        run: { font: kaiti, size: half(body) },
        paragraph: { alignment: AlignmentType.CENTER },
      },
      {
        id: 'Dateline',
        name: 'Dateline',
        basedOn: 'Normal',
        run: { size: half(12) },
        paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 240 } },
      },
      { id: 'BodyText', name: 'Body Text', basedOn: 'Normal', paragraph: { spacing: line, indent } },
      { id: 'TableText', name: 'Table Text', basedOn: 'Normal', run: { size: half(10.5) } },
      {
        id: 'Caption',
        name: 'caption',
        basedOn: 'Normal',
        run: { font: heiti, size: half(12) },
        paragraph: { keepNext: true, spacing: { before: 160, after: 60 } },
      },
      { id: 'ListText', name: 'List Text', basedOn: 'Normal', run: { size: half(12) } },
      { id: 'Chart', name: 'Chart', basedOn: 'Normal', paragraph: { alignment: AlignmentType.CENTER } },
    ],
  };
}

/** The page's number between dashes, as official papers have it. */
function footer() {
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ font: songti, size: half(14), children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  });
}

/**
 * @param {Block} block
 * @param {DocumentOrder} order
 * @returns {(Paragraph | Table)[]}
 */
function blockOf(block, order) {
  const { language } = order;
  switch (block.kind) {
    case 'paragraph':
      return [new Paragraph({ style: 'BodyText', text: block.text[language] })];
    case 'heading':
      return [new Paragraph({ heading: HeadingLevel.HEADING_2, text: block.text[language] })];
    case 'list':
      return block.items.map(
        (item) =>
          new Paragraph({
            style: 'ListText',
            numbering: { reference: 'points', level: 0 },
            text: item[language],
          }),
      );
    case 'chart':
      return [chartOf(block.target, block.alt[language], order)];
    case 'table':
      return [
        new Paragraph({ style: 'Caption', text: block.caption[language] }),
        tableOf(block, language),
        // Two tables one after the other would run into one.
        new Paragraph({ style: 'TableText', text: '' }),
      ];
  }
}

/**
 * @param {string} target
 * @param {string} alt
 * @param {DocumentOrder} order
 */
function chartOf(target, alt, { charts, chartRatio, language }) {
  const png = charts[target];
  if (png === undefined) return new Paragraph({ style: 'BodyText', text: documentWords[language].noChart });
  // In pixels of 96 to the inch.
  const width = Math.floor((page.width / 25.4) * 96);
  return new Paragraph({
    style: 'Chart',
    children: [
      new ImageRun({
        type: 'png',
        data: Buffer.from(png),
        transformation: { width, height: Math.round(width / chartRatio) },
        altText: { name: target, title: target, description: alt },
      }),
    ],
  });
}

/**
 * @param {BlockTable} table
 * @param {'zh' | 'en'} language
 */
function tableOf({ columns, rows }, language) {
  const widths = columns.map(({ width }) => Math.floor(width * textWidth));
  const border = { style: BorderStyle.SINGLE, size: 4, color: '8B97A5' };
  const cellOf = (
    /** @type {number} */ at,
    /** @type {string} */ text,
    /** @type {{ font?: ReturnType<typeof font>, bold?: boolean, color?: string }} */ run,
    /** @type {string | null} */ fill,
  ) =>
    new TableCell({
      width: { size: widths[at] ?? 0, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      ...(fill ? { shading: { fill } } : {}),
      children: [
        new Paragraph({
          style: 'TableText',
          alignment: columns[at]?.numeric ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [new TextRun({ text, ...run })],
        }),
      ],
    });
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    borders: {
      top: border,
      bottom: border,
      left: border,
      right: border,
      insideHorizontal: border,
      insideVertical: border,
    },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map(({ head }, at) => cellOf(at, head[language], { font: heiti }, 'EEF2F6')),
      }),
      ...rows.map(
        (row) =>
          new TableRow({
            cantSplit: true,
            children: row.map(({ text, status }, at) =>
              cellOf(
                at,
                text[language],
                status ? { bold: true, color: statusInks[status].slice(1) } : {},
                null,
              ),
            ),
          }),
      ),
    ],
  });
}
