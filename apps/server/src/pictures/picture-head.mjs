// What stands above and below the chart: title, status, legend, caption; notes and origin. Each part first says how
// high it is, so that the chart can have the rest.
// @ts-check
import { font, linesOf } from './picture-text.mjs';
import { drawStatusSign } from './status-sign.mjs';

/** @typedef {import('./picture.js').Picture} Picture */
/** @typedef {import('./picture.js').LegendEntry} LegendEntry */
/** @typedef {import('@napi-rs/canvas').SKRSContext2D} Context */
/** Draws itself from `top` on. @typedef {{ height: number, draw: (top: number) => void }} Block */

const sampleWidth = 26;

/** @param {Picture} picture */
export const marginOf = ({ width }) => (width < 480 ? 12 : 18);

/**
 * @param {Context} context
 * @param {Picture} picture
 * @returns {Block[]} from the top down
 */
export function headOf(context, picture) {
  const title = titleBlock(context, picture);
  const legend = legendBlock(context, picture);
  const caption = textBlock(context, picture, {
    text: picture.caption,
    size: 12,
    ink: picture.inks.soft,
    lineHeight: 17,
    most: 2,
    after: 6,
  });
  const status = statusBlock(context, picture);
  // The chart is what is looked at: the sentence has what is left above the upper half.
  const taken = [title, legend, caption, status].reduce((sum, { height }) => sum + height, 0);
  const room = Math.floor((picture.height * 0.5 - marginOf(picture) - taken) / 20);
  const sentence = sentenceBlock(context, picture, Math.min(3, Math.max(0, room)));
  return [title, status, sentence, legend, ...(picture.plot ? [caption] : [])];
}

/**
 * @param {Context} context
 * @param {Picture} picture
 * @returns {Block}
 */
export function footOf(context, picture) {
  const { inks, notes, origin, width } = picture;
  const margin = marginOf(picture);
  const inner = width - 2 * margin;
  context.font = font(11);
  const originWidth = context.measureText(origin).width;
  const text = notes.join(' · ');
  const beside = context.measureText(text).width + originWidth + 24 <= inner;
  const lines = beside ? [text] : linesOf(context, text, inner, 3);
  const lineHeight = 16;
  return {
    height: (lines.length + (beside ? 0 : 1)) * lineHeight,
    draw(top) {
      context.font = font(11);
      context.fillStyle = inks.soft;
      context.textBaseline = 'middle';
      lines.forEach((line, index) => context.fillText(line, margin, top + (index + 0.5) * lineHeight));
      const row = beside ? 0 : lines.length;
      // Right of the middle, where nothing else stands.
      context.fillText(origin, width - margin - originWidth, top + (row + 0.5) * lineHeight);
    },
  };
}

/**
 * @param {Context} context
 * @param {Picture} picture
 * @param {{ text: string, size: number, ink: string, lineHeight: number, most: number, bold?: boolean, after: number }} how
 * @returns {Block}
 */
function textBlock(context, picture, { text, size, ink, lineHeight, most, bold = false, after }) {
  const margin = marginOf(picture);
  context.font = font(size, bold);
  const lines = most === 0 ? [] : linesOf(context, text, picture.width - 2 * margin, most);
  return {
    height: lines.length === 0 ? 0 : lines.length * lineHeight + after,
    draw(top) {
      context.font = font(size, bold);
      context.fillStyle = ink;
      context.textBaseline = 'middle';
      lines.forEach((line, index) => context.fillText(line, margin, top + (index + 0.5) * lineHeight));
    },
  };
}

/**
 * @param {Context} context
 * @param {Picture} picture
 */
function titleBlock(context, picture) {
  const small = picture.width < 480;
  return textBlock(context, picture, {
    text: picture.title,
    size: small ? 16 : 19,
    ink: picture.inks.text,
    lineHeight: small ? 22 : 27,
    most: 3,
    bold: true,
    after: 4,
  });
}

/**
 * The status in a sign and a word on its ground, and beside it what to bear in mind.
 * @param {Context} context
 * @param {Picture} picture
 * @returns {Block}
 */
function statusBlock(context, picture) {
  const { standing, inks } = picture;
  if (standing === null) return { height: 0, draw: () => undefined };
  const margin = marginOf(picture);
  const inner = picture.width - 2 * margin;
  const { ink, ground, line } = inks.status[standing.status];
  const chipHeight = 24;
  context.font = font(14, true);
  const chipWidth = 8 + 16 + 6 + context.measureText(standing.word).width + 10;
  context.font = font(13);
  const remarks = standing.remarks.join(' · ');
  const beside = chipWidth + 10 + context.measureText(remarks).width <= inner;
  const below = beside || remarks === '' ? [] : linesOf(context, remarks, inner, 2);
  return {
    height: chipHeight + below.length * 19 + 6,
    draw(top) {
      context.fillStyle = ground;
      context.beginPath();
      context.roundRect(margin, top, chipWidth, chipHeight, 5);
      context.fill();
      drawStatusSign(context, standing.status, { x: margin + 8, y: top + 4, size: 16, ink: line, ground });
      context.font = font(14, true);
      context.fillStyle = ink;
      context.textBaseline = 'middle';
      context.fillText(standing.word, margin + 30, top + chipHeight / 2);
      context.font = font(13);
      context.fillStyle = inks.text;
      if (beside) context.fillText(remarks, margin + chipWidth + 10, top + chipHeight / 2);
      below.forEach((text, index) =>
        context.fillText(text, margin, top + chipHeight + 2 + (index + 0.5) * 19),
      );
    },
  };
}

/**
 * As many whole clauses as there is room for.
 * @param {Context} context
 * @param {Picture} picture
 * @param {number} most lines
 */
function sentenceBlock(context, picture, most) {
  const clauses = picture.standing?.clauses ?? [];
  const how = { size: 13, ink: picture.inks.text, lineHeight: 20, bold: false, after: 6 };
  context.font = font(how.size);
  const inner = picture.width - 2 * marginOf(picture);
  const fits = (/** @type {string} */ text) => linesOf(context, text, inner).length <= most;
  for (let count = clauses.length; count > 0; count -= 1) {
    const text = clauses.slice(0, count).join('').trim();
    // A clause that the next one was to follow ends the sentence now.
    const ended = count === clauses.length ? text : text.replace(/；$/, '。').replace(/;$/, '.');
    if (fits(ended)) return textBlock(context, picture, { ...how, text: ended, most });
  }
  return textBlock(context, picture, { ...how, text: '', most: 0 });
}

/**
 * @param {Context} context
 * @param {Picture} picture
 * @returns {Block}
 */
function legendBlock(context, picture) {
  const margin = marginOf(picture);
  const inner = picture.width - 2 * margin;
  const rowHeight = 19;
  context.font = font(12);
  let [x, row] = [0, 0];
  const placed = picture.legend.map((entry) => {
    const lines = linesOf(context, entry.label, inner - sampleWidth - 6);
    const width = sampleWidth + 6 + Math.max(...lines.map((line) => context.measureText(line).width));
    if (x > 0 && x + width > inner) {
      x = 0;
      row += 1;
    }
    const place = { entry, lines, x: margin + x, row };
    x += width + 18;
    row += lines.length - 1;
    return place;
  });
  return {
    height: placed.length === 0 ? 0 : (row + 1) * rowHeight + 5,
    draw(top) {
      for (const { entry, lines, x: left, row: at } of placed) {
        const middle = top + (at + 0.5) * rowHeight;
        drawSample(context, picture, entry, left, middle);
        context.font = font(12);
        context.fillStyle = picture.inks.text;
        context.textBaseline = 'middle';
        lines.forEach((line, index) =>
          context.fillText(line, left + sampleWidth + 6, middle + index * rowHeight),
        );
      }
    },
  };
}

/**
 * @param {Context} context
 * @param {Picture} picture
 * @param {LegendEntry} entry
 * @param {number} left
 * @param {number} middle
 */
function drawSample(context, { inks }, { sample, ink, mark }, left, middle) {
  const centre = left + sampleWidth / 2;
  context.save();
  context.strokeStyle = ink;
  context.fillStyle = ink;
  context.lineWidth = 2;
  if (sample === 'forecast') {
    context.fillStyle = inks.band;
    context.fillRect(left, middle - 6, sampleWidth, 12);
  }
  if (sample !== 'hollow' && sample !== 'earlier') {
    if (sample === 'dashed') context.setLineDash([6, 4]);
    if (sample === 'dotted' || sample === 'forecast') context.setLineDash([2, 3]);
    if (sample === 'level') context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(left, middle);
    context.lineTo(left + sampleWidth, middle);
    context.stroke();
    context.setLineDash([]);
  }
  if (mark !== null) {
    markPath(context, mark, centre, middle, 4);
    context.fillStyle = ink;
    context.fill();
  }
  if (sample === 'hollow' || sample === 'earlier') {
    context.lineWidth = sample === 'hollow' ? 2 : 1.25;
    markPath(context, 'circle', centre, middle, sample === 'hollow' ? 4 : 3.5);
    context.stroke();
  }
  if (sample === 'level') {
    markPath(context, 'rectRot', centre, middle, 5);
    context.fillStyle = ink;
    context.fill();
  }
  context.restore();
}

/**
 * @param {Context} context
 * @param {import('./picture.js').Mark} mark
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function markPath(context, mark, x, y, radius) {
  context.beginPath();
  if (mark === 'circle') context.arc(x, y, radius, 0, 2 * Math.PI);
  else if (mark === 'rect') context.rect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
  else {
    const corners =
      mark === 'rectRot'
        ? [
            [0, -1],
            [1, 0],
            [0, 1],
            [-1, 0],
          ]
        : [
            [0, -1.1],
            [1, 0.75],
            [-1, 0.75],
          ];
    for (const [dx = 0, dy = 0] of corners) context.lineTo(x + dx * radius, y + dy * radius);
    context.closePath();
  }
}
