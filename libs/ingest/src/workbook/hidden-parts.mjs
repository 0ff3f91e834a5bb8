// Which rows and columns of an .xlsx are hidden. SheetJS tells it too, but only together with the looks of every
// cell, which takes three times as long.
// @ts-check

/**
 * @typedef {import('./workbook-cells.js').WorkbookPart} WorkbookPart
 * @typedef {{ rowInfo: { hidden: boolean }[], columnInfo: { hidden: boolean }[] }} Hidden
 */

const mostColumns = 16_384;

/**
 * By the order of the sheets; rows and columns count from 0.
 *
 * @param {readonly WorkbookPart[]} parts
 * @returns {Hidden[]}
 */
export function hiddenInPackage(parts) {
  const texts = new Map(
    parts.map(({ name, bytes }) => [
      name,
      () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
    ]),
  );
  const workbook = texts.get('xl/workbook.xml')?.() ?? '';
  const relations = texts.get('xl/_rels/workbook.xml.rels')?.() ?? '';
  const targets = new Map(
    tags(relations, 'Relationship').map((tag) => [attribute(tag, 'Id'), attribute(tag, 'Target')]),
  );
  return tags(workbook, 'sheet').map((tag) => {
    const target = targets.get(attribute(tag, '\\w+:id')) ?? '';
    const sheet = texts.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    return sheet ? hiddenIn(sheet()) : { rowInfo: [], columnInfo: [] };
  });
}

/**
 * @param {string} sheet
 * @returns {Hidden}
 */
function hiddenIn(sheet) {
  /** @type {Hidden} */
  const hidden = { rowInfo: [], columnInfo: [] };
  if (!sheet.includes('hidden="')) return hidden;
  for (const tag of tags(sheet, 'row'))
    if (isHidden(tag)) hidden.rowInfo[number(tag, 'r') - 1] = { hidden: true };
  for (const tag of tags(sheet, 'col')) {
    if (!isHidden(tag)) continue;
    const last = Math.min(number(tag, 'max'), mostColumns);
    for (let column = number(tag, 'min'); column <= last; column++)
      hidden.columnInfo[column - 1] = { hidden: true };
  }
  return hidden;
}

/**
 * @param {string} xml
 * @param {string} name
 */
function tags(xml, name) {
  return Array.from(xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s[^<>]*>`, 'g')), ([tag]) => tag);
}

/**
 * @param {string} tag
 * @param {string} name
 */
function attribute(tag, name) {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}

/**
 * @param {string} tag
 * @param {string} name
 */
function number(tag, name) {
  return Number(attribute(tag, name) ?? 0);
}

/** @param {string} tag */
function isHidden(tag) {
  return /\shidden="(?:1|true)"/.test(tag);
}
