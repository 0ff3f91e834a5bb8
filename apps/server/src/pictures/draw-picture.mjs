// From a picture as a value to its bytes.
// @ts-check
import { createCanvas, SvgExportFlag } from '@napi-rs/canvas';
import { drawChart } from './picture-chart.mjs';
import { footOf, headOf, marginOf } from './picture-head.mjs';
import { font, linesOf } from './picture-text.mjs';

/** @typedef {import('./picture.js').Picture} Picture */

/**
 * @param {Picture} picture
 * @param {import('./picture.js').PictureFormat} format
 * @returns {import('./drawn.js').Drawn}
 */
export function drawPicture(picture, format) {
  const { width, height } = picture;
  if (format === 'svg') {
    // Letters become outlines: whoever opens it in a mail or a chat need not have the font.
    const canvas = createCanvas(width, height, SvgExportFlag.ConvertTextToPaths);
    return paint(canvas, picture, 1, () =>
      Buffer.from(tidySvg(canvas.getContent().toString('utf8'), picture.title)),
    );
  }
  const canvas = createCanvas(width, height);
  return paint(canvas, picture, picture.scale, () => canvas.toBuffer('image/png'));
}

/**
 * @param {import('@napi-rs/canvas').Canvas | import('@napi-rs/canvas').SvgCanvas} canvas
 * @param {Picture} picture
 * @param {number} scale
 * @param {() => Uint8Array} encode
 * @returns {import('./drawn.js').Drawn}
 */
function paint(canvas, picture, scale, encode) {
  const { width, height, inks, plot } = picture;
  const context = canvas.getContext('2d');
  const margin = marginOf(picture);
  const head = headOf(context, picture);
  const foot = footOf(context, picture);
  const top = margin - 4 + head.reduce((sum, block) => sum + block.height, 0);
  const bottom = height - margin + 6 - foot.height;
  const paintAround = (/** @type {import('@napi-rs/canvas').SKRSContext2D} */ around) => {
    around.fillStyle = inks.ground;
    around.fillRect(0, 0, width, height);
    let at = margin - 4;
    for (const block of head) {
      block.draw(at);
      at += block.height;
    }
    foot.draw(bottom);
  };
  if (plot === null) {
    if (scale !== 1) {
      canvas.width = Math.floor(width * scale);
      canvas.height = Math.floor(height * scale);
      context.setTransform(scale, 0, 0, scale, 0, 0);
    }
    paintAround(context);
    writeInstead(context, picture, { top, bottom });
    const bytes = encode();
    letGo(canvas);
    return { bytes, frame: null };
  }
  const padding = { top: top + 4, bottom: height - bottom + 4, left: margin - 4, right: margin };
  const { area, chart } = drawChart(canvas, { picture, plot, scale }, padding, paintAround);
  try {
    const { x, y } = plot;
    const frame = { ...area, x: { from: x.from, to: x.to }, y: { from: y.from, to: y.to } };
    return { bytes: encode(), frame };
  } finally {
    chart.destroy();
    letGo(canvas);
  }
}

/**
 * The collector sees a small object and not the megabytes of pixels or outlines behind it: they are let go at once.
 * @param {import('@napi-rs/canvas').Canvas | import('@napi-rs/canvas').SvgCanvas} canvas
 */
function letGo(canvas) {
  canvas.width = 1;
  canvas.height = 1;
}

/**
 * Words in place of an empty grid.
 * @param {import('@napi-rs/canvas').SKRSContext2D} context
 * @param {Picture} picture
 * @param {{ top: number, bottom: number }} room
 */
function writeInstead(context, picture, { top, bottom }) {
  const { width, inks, instead } = picture;
  const margin = marginOf(picture);
  context.save();
  context.strokeStyle = inks.grid;
  context.lineWidth = 1;
  context.strokeRect(margin + 0.5, top + 6.5, width - 2 * margin - 1, bottom - top - 12);
  context.font = font(15);
  context.fillStyle = inks.text;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const lines = linesOf(context, instead, width - 4 * margin, 6);
  const first = (top + bottom) / 2 - ((lines.length - 1) / 2) * 24;
  lines.forEach((line, index) => context.fillText(line, width / 2, first + index * 24));
  context.restore();
}

/**
 * Half as large, since a hundredth of a pixel is seen by nobody; and with a title for readers who do not see.
 * @param {string} svg
 * @param {string} title
 */
function tidySvg(svg, title) {
  const named = title.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return svg
    .replace(/-?\d*\.\d{3,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2))))
    .replace(/<svg [^>]*>/, (open) => `${open.slice(0, -1)} role="img"><title>${named}</title>`)
    .replace(/>\s+</g, '><');
}
