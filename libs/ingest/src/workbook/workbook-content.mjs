// The contents of a workbook's cells, by SheetJS, and what SheetJS would get wrong set right first. Only
// workbook-worker.mjs uses this outside of tests.
// @ts-check
import * as sheetJs from '@e965/xlsx';
import { hiddenInPackage } from './hidden-parts.mjs';

// parse_zip and parse_xlscfb are exported, and not among the declared types.
const { CFB, parse_xlscfb, parse_zip, read, set_cptable, utils } = /** @type {any} */ (sheetJs);

/**
 * @typedef {import('./workbook-cells.js').WorkbookSource} WorkbookSource
 * @typedef {import('./workbook-cells.js').SheetRow} SheetRow
 * @typedef {import('./workbook-cells.js').SheetCell} SheetCell
 * @typedef {import('./workbook-cells.js').UnreadableReason} UnreadableReason
 * @typedef {{ t: string, v?: unknown, z?: unknown, h?: unknown }} RawCell
 * @typedef {(RawCell | undefined)[]} RawRow
 * @typedef {{ s: { r: number, c: number }, e: { r: number, c: number } }} Range
 * @typedef {{ name: string, hidden: boolean, worksheet: boolean, rows: (RawRow | undefined)[],
 *   rowInfo: ({ hidden?: boolean } | undefined)[], columnInfo: ({ hidden?: boolean } | undefined)[] }} OpenSheet
 */

/** A workbook that cannot be read, and why. */
export class Unreadable extends Error {
  /** @param {UnreadableReason} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** Of a sheet, by Excel's specification. */
const mostRows = 1_048_576;
const mostColumns = 16_384;

/** Stands where a formula has no computed value; SheetJS would say 0. */
const noValue = '#NOVALUE!';

const options = {
  dense: true,
  cellNF: true,
  cellText: false,
  cellHTML: false,
  cellFormula: false,
  nodim: true,
};

/**
 * @param {WorkbookSource} source
 * @returns {Promise<{ sheets: OpenSheet[], date1904: boolean }>}
 */
export async function openWorkbook(source) {
  if (source.kind === 'package') {
    const { sheets, date1904 } = opened(parse_zip(packageOf(source.parts), options));
    const hidden = hiddenInPackage(source.parts);
    return { sheets: sheets.map((sheet, index) => ({ ...sheet, ...hidden[index] })), date1904 };
  }
  if (source.kind === 'markup') return openMarkup(source.text);
  const container = CFB.read(Buffer.from(source.bytes), { type: 'buffer' });
  const { kinds, unicode } = prepareBiff(workbookStream(container));
  if (!kinds.some((kind) => kind.worksheet)) throw new Unreadable('no-worksheet');
  // Excel 95 and before wrote GBK; the tables for that take time to load.
  if (!unicode) set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'));
  const { sheets, date1904 } = opened(parse_xlscfb(container, { ...options, cellStyles: true }));
  return { sheets: sheets.map((sheet, index) => ({ ...sheet, ...kinds[index] })), date1904 };
}

/**
 * @param {any} workbook
 * @returns {{ sheets: OpenSheet[], date1904: boolean }}
 */
function opened(workbook) {
  refuseLostSheets(workbook);
  const sheets = workbook.SheetNames.map((/** @type {string} */ name, /** @type {number} */ index) => {
    const sheet = workbook.Sheets[name] ?? {};
    /** @type {(RawRow | undefined)[]} */
    const rows = sheet['!data'] ?? [];
    for (const range of sheet['!merges'] ?? []) clearBeneath(rows, range);
    const hidden = (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    const worksheet = (sheet['!type'] ?? 'sheet') === 'sheet';
    return {
      name: storable(name),
      hidden,
      worksheet,
      rows,
      rowInfo: sheet['!rows'] ?? [],
      columnInfo: sheet['!cols'] ?? [],
    };
  });
  if (!sheets.some((/** @type {OpenSheet} */ sheet) => sheet.worksheet)) throw new Unreadable('no-worksheet');
  return { sheets, date1904: workbook.Workbook?.WBProps?.date1904 === true };
}

/**
 * Names are stored: NULs and halves of surrogate pairs, which no database takes, become U+FFFD.
 *
 * @param {string} name
 */
function storable(name) {
  return Buffer.from(name.replaceAll('\0', '\uFFFD'), 'utf8').toString('utf8');
}

/**
 * A sheet whose part is missing or broken is left out without a word.
 *
 * @param {any} workbook
 */
function refuseLostSheets({ SheetNames, Sheets, Directory }) {
  const found = SheetNames.map((/** @type {string} */ name) => Sheets[name]).filter(Boolean);
  const worksheets = found.filter((/** @type {any} */ sheet) => (sheet['!type'] ?? 'sheet') === 'sheet');
  // Charts are sheets too, and not missed.
  if (found.length < SheetNames.length && worksheets.length < (Directory?.sheets.length ?? SheetNames.length))
    throw new Unreadable('damaged');
}

/**
 * Some programs leave in the cells of a merged range what nobody can see any more; only its first cell counts.
 *
 * @param {(RawRow | undefined)[]} rows
 * @param {Range} range
 */
function clearBeneath(rows, { s, e }) {
  for (let row = s.r; row <= Math.min(e.r, rows.length - 1); row++) {
    const cells = rows[row] ?? [];
    for (let column = row === s.r ? s.c + 1 : s.c; column <= Math.min(e.c, cells.length - 1); column++)
      cells[column] = undefined;
  }
}

/** How many hidden rows are named. */
const mostNamed = 10;

/**
 * Rows and columns that are read although nobody sees them.
 *
 * @param {OpenSheet} sheet
 */
export function hiddenParts({ rows, rowInfo, columnInfo }) {
  const hiddenRows = [];
  let width = 0;
  for (const { row, cells } of cellsOf(rows)) {
    width = Math.max(width, 1 + (cells.at(-1)?.column ?? 0));
    if (rowInfo[row]?.hidden && hiddenRows.length < mostNamed) hiddenRows.push(row + 1);
  }
  const hiddenColumns = [];
  for (let column = 0; column < Math.min(width, columnInfo.length); column++)
    if (columnInfo[column]?.hidden) hiddenColumns.push(/** @type {string} */ (utils.encode_col(column)));
  return { hiddenRows, hiddenColumns };
}

/**
 * @param {(RawRow | undefined)[]} rows
 * @returns {Generator<SheetRow>}
 */
export function* cellsOf(rows) {
  // Passes over the holes of the arrays, which may be as long as a sheet can be.
  for (const key in rows) {
    const row = Number(key);
    if (!(row >= 0 && row < mostRows)) throw new Unreadable('damaged');
    const cells = [];
    for (const at in rows[row]) {
      const column = Number(at);
      if (!(column >= 0 && column < mostColumns)) throw new Unreadable('damaged');
      const cell = cellOf(column, rows[row][column]);
      if (cell) cells.push(cell);
    }
    if (cells.length > 0) yield { row, cells };
  }
}

/**
 * @param {number} column
 * @param {RawCell | undefined} cell
 * @returns {SheetCell | null}
 */
function cellOf(column, cell) {
  if (cell === undefined) return null;
  if (cell.v === noValue) return { column, type: 'unknown', value: '', format: '' };
  const format = typeof cell.z === 'string' ? cell.z : '';
  const { t, v } = cell;
  if (t === 'e') return { column, type: 'error', value: typeof v === 'number' ? v : -1, format: '' };
  if (t === 'n' && typeof v === 'number')
    return Number.isFinite(v)
      ? { column, type: 'number', value: v, format }
      : { column, type: 'unknown', value: '', format: '' };
  if (t === 'b') return { column, type: 'boolean', value: v === true, format: '' };
  if (t === 's' && typeof v === 'string' && v !== '') return { column, type: 'text', value: v, format: '' };
  return null;
}

/**
 * Number formats that Excel and WPS know by number and write without their text where the language is Chinese,
 * 2019年6月 among them, each with one that SheetJS knows and that shows the same parts of a date.
 *
 * @param {number} id
 */
function knownFormat(id) {
  if ([27, 36, 50, 52, 57].includes(id)) return 17; // yyyy"年"m"月", mmm-yy
  if ([28, 29, 30, 31, 51, 53, 54, 58].includes(id)) return 14; // m"月"d"日" and full dates, m/d/yy
  if ([32, 33, 34, 35, 55, 56].includes(id)) return 21; // h"时"mm"分", h:mm:ss
  return id;
}

/** @param {readonly import('./workbook-cells.js').WorkbookPart[]} parts */
function packageOf(parts) {
  const container = CFB.utils.cfb_new();
  for (const { name, bytes } of parts) CFB.utils.cfb_add(container, `/${name}`, prepared(name, bytes));
  return container;
}

/**
 * @param {string} name
 * @param {Uint8Array} bytes
 */
function prepared(name, bytes) {
  const part = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (/styles[^/]*\.xml$/i.test(name)) {
    const text = part.toString('latin1');
    // A file may give one of these numbers a text of its own.
    const own = new Set([...text.matchAll(/<(?:\w+:)?numFmt\s[^>]*?numFmtId="(\d+)"/g)].map(([, id]) => id));
    const known = text.replace(/(<(?:\w+:)?xf\s[^>]*?numFmtId=")(\d+)"/g, (whole, before, id) =>
      own.has(id) ? whole : `${before}${knownFormat(Number(id))}"`,
    );
    return Buffer.from(known, 'latin1');
  }
  if (/sheets\/[^/]*\.xml$/i.test(name)) {
    const text = part.toString('latin1');
    if (text.search(formula) >= 0) return Buffer.from(text.replace(formula, computedOrMarked), 'latin1');
  }
  return part;
}

/** The start of a formula's cell, the formula, its value if there is an empty one, and no other. */
const formula =
  /(<(\w+:)?c\s[^<>]*>)(\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:\/>|>[^<]*<\/(?:\w+:)?f>)\s*)(<(?:\w+:)?v(?:\s*\/>|>\s*<\/(?:\w+:)?v>)\s*)?(?=<\/(?:\w+:)?c>)/g;

/**
 * A formula that nobody computed has no value; the empty value of one that makes text is an empty text.
 *
 * @param {string} whole
 * @param {string} cell
 * @param {string | undefined} prefix
 * @param {string} content
 * @param {string | undefined} value
 */
function computedOrMarked(whole, cell, prefix = '', content, value) {
  if (value !== undefined && /\st="str"/.test(cell)) return whole;
  return `${cell}${content}<${prefix}v>${noValue}</${prefix}v>`;
}

/**
 * @param {any} container
 * @returns {Uint8Array}
 */
function workbookStream(container) {
  const has = (/** @type {string} */ name) => Boolean(CFB.find(container, name));
  if (has('/EncryptionInfo') || has('/EncryptedPackage')) throw new Unreadable('encrypted');
  const stream = CFB.find(container, '/Workbook') || CFB.find(container, '/Book');
  // Of a file that was cut off, less is there than its directory says.
  if (stream?.content?.length > 0 && stream.content.length >= stream.size) return stream.content;
  if (has('/WordDocument')) throw new Unreadable('word-document');
  if (has('/PowerPoint Document')) throw new Unreadable('presentation');
  throw new Unreadable(stream ? 'damaged' : 'other-compound');
}

/**
 * Reads the first part of an .xls, which tells what sheets there are, and sets number formats right in place.
 *
 * @param {Uint8Array} bytes
 * @returns {{ kinds: { hidden: boolean, worksheet: boolean }[], unicode: boolean }}
 */
function prepareBiff(bytes) {
  const stream = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kinds = [];
  const own = new Set();
  let unicode = true;
  for (let at = 0; at + 4 <= stream.length;) {
    const record = stream.readUInt16LE(at);
    const length = stream.readUInt16LE(at + 2);
    const data = at + 4;
    at = data + length;
    if (at > stream.length) throw new Unreadable('damaged');
    if (record === 0x2f) throw new Unreadable('encrypted');
    if (record === 0x809 && length >= 2) unicode = stream.readUInt16LE(data) >= 0x600;
    if (record === 0x41e && length >= 2) own.add(stream.readUInt16LE(data));
    if (record === 0xe0 && length >= 4) {
      const id = stream.readUInt16LE(data + 2);
      if (!own.has(id)) stream.writeUInt16LE(knownFormat(id), data + 2);
    }
    if (record === 0x85 && length >= 6) {
      // A sheet that begins after the end of the stream: the file was cut off.
      if (stream.readUInt32LE(data) >= stream.length) throw new Unreadable('damaged');
      kinds.push({ hidden: ((stream[data + 4] ?? 0) & 3) !== 0, worksheet: stream[data + 5] === 0 });
    }
    if (record === 0x0a) break;
  }
  return { kinds, unicode };
}

/** @param {string} text */
function openMarkup(text) {
  if (!/<(?:\w+:)?(?:table|worksheet)[\s>]/i.test(text)) throw new Unreadable('no-table');
  // raw: what looks like a number or a date in a page is text, and is read as what it says.
  return opened(read(text, { ...options, type: 'string', raw: true }));
}
